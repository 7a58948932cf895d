using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>What all rows share that are applied in one run. Whatever changes in it is touched only in one's <see cref="Turn"/>.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Planner">The planner that planned again just now.</param>
/// <param name="Planning">What brings it states.</param>
/// <param name="Roles">The roles of the target, for before-images.</param>
/// <param name="Journal">The run's journal.</param>
/// <param name="Recorder">The run's own stream.</param>
/// <param name="Executor">What writes.</param>
/// <param name="Store">The store.</param>
/// <param name="Turn">Whose turn it is.</param>
internal sealed record ApplyScene(
    Plan Plan, Planner Planner, Planning Planning, IReadOnlyList<EntryState> Roles, RunJournal Journal, RunRecorder Recorder, ChangeExecutor Executor,
    IEventStore Store, Turn Turn)
{
    internal const string Cancelled = "The run was cancelled.";

    /// <summary>Departments that this run made: their ids by normalised path.</summary>
    private readonly Dictionary<string, string> madeDepartments = new(StringComparer.Ordinal);

    /// <summary>Why no more rows are begun; null while all is well. Set at once, before what led to it is recorded.</summary>
    internal string? Suspended { get; private set; }

    internal void Suspend(string why) => Suspended ??= why;

    internal PlanningWorld World => Planner.World;

    internal SystemName Target => World.Target;

    internal void DepartmentMade(DepartmentPath path, string id) => madeDepartments[path.Key] = id;

    internal string? DepartmentId(DepartmentPath path) => madeDepartments.TryGetValue(path.Key, out var made) ? made : World.Org.IdOf(path);

    /// <summary>Appends the end of a row that has no other events.</summary>
    internal async Task SettleAsync(RowOutcome outcome)
    {
        using var turn = await Turn.TakeAsync().ConfigureAwait(false);
        await Journal.AppendAsync([Recorder.Rows([outcome])], CancellationToken.None).ConfigureAwait(false);
        Recorder.RowsStored(1);
    }
}
