using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Benchmarks;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Bench.Pieces;

/// <summary>Planning: in memory beside a hash join, and out of the store.</summary>
internal static class PlanPieces
{
    // A host plans for days: what is asked is the speed of compiled code, on both sides.
    private const int WarmUp = 10_000;
    private const int WarmUps = 8;

    /// <summary>The planner over states that are in memory already. Gives how many rows it made.</summary>
    internal static async Task<PieceResult> PlanAsync(PieceArguments arguments)
    {
        var small = new StatusPopulation(WarmUp);
        for (var i = 0; i < WarmUps; i++)
        {
            await small.PlanAsync();
        }

        var population = new StatusPopulation(arguments.Size);
        return await Measured.RunAsync(async () => await population.PlanAsync());
    }

    internal static Task<PieceResult> JoinAsync(PieceArguments arguments)
    {
        var small = new StatusPopulation(WarmUp);
        for (var i = 0; i < WarmUps; i++)
        {
            HashJoin.Different(small.People, small.Accounts);
        }

        var population = new StatusPopulation(arguments.Size);
        return Measured.RunAsync(() => Task.FromResult((long)HashJoin.Different(population.People, population.Accounts)));
    }

    /// <summary>
    /// A whole run in which nothing changed since the last; the time is that from the end of reading to the stored plan. Gives how many rows the
    /// plan has.
    /// </summary>
    internal static async Task<PieceResult> FromStoreAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var engine = services.GetRequiredService<ISyncEngine>();
        await engine.ListPlansAsync(BenchEngine.Sync, 1, cancellationToken);
        var whole = Stopwatch.StartNew();
        var settled = TimeSpan.Zero;
        using var progress = engine.Progress.Subscribe(new Reading(() => settled = whole.Elapsed));
        var plan = await engine.PrepareAsync(BenchEngine.Sync, cancellationToken);
        var end = whole.Elapsed;
        return Measured.Of(end - settled, plan.Counts.ByStatus.Values.Sum()) with
        {
            Parts = plan.Counts.ByStatus.ToDictionary(s => s.Key.ToString(), s => (double)s.Value)
                .Append(new("in step", plan.Counts.Noop)).Append(new("whole run", end.TotalSeconds)).ToDictionary(),
        };
    }

    /// <summary>Links the people to their accounts, as the syncs of the past would have.</summary>
    internal static async Task<PieceResult> LinkAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var store = services.GetRequiredService<IEventStore>();
        var metadata = new EventMetadata(new RunId(new Guid("22222222-2222-3333-4444-555555555555")), Actor.Engine);
        return await Measured.RunAsync(async () =>
        {
            long links = 0;
            foreach (var part in Enumerable.Range(0, arguments.Size).Where(BigCompany.IsLinked).Chunk(5_000))
            {
                await store.AppendAsync([.. part.Select(Linked)], metadata, cancellationToken);
                links += part.Length;
            }

            return links;
        });
    }

    private static StreamAppend Linked(int i)
    {
        var target = new SystemName(BigCompany.Application);
        var account = CompanyAccounts.AccountId(i);
        var agreed = CompanyAccounts.Account(i).Attributes.With(AttributeNames.Name)
            .With(AttributeNames.Department, BigCompany.Department(i).Replace("/", " / ", StringComparison.Ordinal));
        var key = new EntryKey(new SystemName(BigCompany.Directory), EntryKind.Account, BigCompany.PersonId(i).ToString("D"));
        IEngineEvent linked = new AccountLinked(target, account, LinkOrigin.Created, null, agreed);
        return new StreamAppend(StreamName.Entry(key), 1, BigCompany.RoleOf(i) != BigRole.Unblock ? [linked] :
        [
            linked,
            new ChangeConfirmed(target, "bench", ChangeAction.BlockAccount, account, AttributeSet.Empty, AttributeSet.Empty, [], AlreadySo: false),
        ]);
    }

    private sealed class Reading(Action over) : IObserver<ProgressStep>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(ProgressStep value)
        {
            if (value.Stage is ProgressStage.Read or ProgressStage.Confirm)
            {
                over();
            }
        }
    }
}
