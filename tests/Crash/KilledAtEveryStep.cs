using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SyncEngine.Provisioning;

namespace SyncEngine.Crash;

/// <summary>
/// A process that applies twenty rows, and the roles, members and manager that go with them, is killed for real (SIGKILL) at every step, and a fresh host finishes what it left. A step is the moment after
/// each append that was committed, and the moment after each answer to a write before anything of it is appended. These are all the states that a
/// crash can leave: between two of them nothing changes that outlives the process, neither in the store nor in the application; reading changes neither,
/// and a transaction under way is not there when its client is gone.
/// </summary>
public sealed class KilledAtEveryStep(KilledAtEveryStep.Whole season, ITestOutputHelper output) : IClassFixture<KilledAtEveryStep.Whole>
{
    /// <summary>One applies while the other is finished.</summary>
    private const int AtATime = 2;

    /// <summary>The steps are shared out, so that a slow machine shows that it goes on.</summary>
    private const int Shares = 8;

    public static TheoryData<int> Share { get; } = [.. Enumerable.Range(0, Shares)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_rows_are_mixed_and_every_step_is_known()
    {
        AssertMixed(season.Theatre.Rehearsal.Rows);
        Assert.Equal(StepsOf(season.Theatre.Rehearsal), season.Steps.Count);
    }

    [Theory]
    [MemberData(nameof(Share))]
    public async Task Killed_after_any_step_and_finished_by_another_host_it_ends_as_if_nothing_had_happened(int share)
    {
        var watch = Stopwatch.StartNew();
        var (theatre, whole, steps) = (season.Theatre, season.Ending, season.Steps);
        var broken = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, steps.Count).Where(step => step % Shares == share),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = Token },
            async (step, cancellationToken) =>
            {
                if (await KilledAsync(theatre, step, steps, whole, cancellationToken) is { Count: > 0 } claims)
                {
                    broken[step] = $"Killed after step {step} ({steps[step - 1]}): {string.Join("; ", claims)}";
                }
            });
        output.WriteLine($"{steps.Count / Shares} or so kills in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(broken.IsEmpty, string.Join("\n", broken.OrderBy(b => b.Key).Select(b => b.Value)));
    }

    /// <summary>Applies the plan without a disturbance; gives how that ends, every step on the way, and which of its requests are writes.</summary>
    private static async Task<(Ending Whole, List<string> Steps, List<int> Writes)> UndisturbedAsync(Theatre theatre)
    {
        await using var performance = await theatre.RaiseCurtainAsync(TimeProvider.System, Token);
        await performance.Victim.GoAsync(dieAt: 0);
        Assert.Equal(0, await performance.Victim.EndAsync(Token));
        List<int> writes = [.. performance.Pyrus.Requests.Index().Where(request => request.Item.IsWrite).Select(request => request.Index)];
        var (whole, host) = await performance.FinishAsync(Token);
        await using var scope = host;
        Assert.Empty(await Claims.BrokenAsync(host, performance.Pyrus, whole, whole, Token));
        Assert.Equal(theatre.Rehearsal.Writes, performance.Pyrus.Requests.Count(request => request.IsWrite));
        return (whole, performance.Victim.Steps, writes);
    }

    internal static async Task<List<string>> KilledAsync(Theatre theatre, int step, List<string> steps, Ending whole, CancellationToken cancellationToken)
    {
        await using var performance = await theatre.RaiseCurtainAsync(TimeProvider.System, cancellationToken);
        await performance.Victim.GoAsync(step);
        var code = await performance.Victim.EndAsync(cancellationToken);
        var (ending, host) = await performance.FinishAsync(cancellationToken);
        await using var scope = host;
        var broken = await Claims.BrokenAsync(host, performance.Pyrus, ending, whole, cancellationToken);
        if (code != VictimProcess.Killed || !performance.Victim.Steps.SequenceEqual(steps.Take(step)))
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"the process ended with {code} after {performance.Victim.Steps.Count} steps"));
        }

        var writes = performance.Pyrus.Requests.Count(request => request.IsWrite);
        if (writes != theatre.Rehearsal.Writes)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"{writes} writes were sent instead of {theatre.Rehearsal.Writes}"));
        }

        return broken;
    }

    /// <summary>
    /// Three for each write (intent, answer, outcome), one for each link that is made without one, and those of the run: begun, two readings,
    /// the plan applied, ended.
    /// </summary>
    internal static int StepsOf(Rehearsal rehearsal) => (3 * rehearsal.Writes) + rehearsal.Rows.Count(row => row.Effects.Contains(Effect.Link)) + 5;

    private static void AssertMixed(IReadOnlyList<PlanRow> rows)
    {
        Assert.Equal(TwentyRows.Rows + TwentyRows.FurtherRows, rows.Count);
        string[] expected =
        [
            "Bind: Link", "Bind: Link, Update", "Block: Block", "Block: Link, Block", "New: CreateAccount", "New: CreateAccount, Update",
            "New: CreateDepartment", "New: CreateRole", "Unblock: Unblock", "Unblock: Unblock, Update, RestoreRole, RestoreRole", "Update: AddMember", "Update: RemoveMember",
            "Update: RenameRole", "Update: SetManager", "Update: Update",
        ];
        Assert.Equal(expected, rows.Select(row => $"{row.Status}: {string.Join(", ", row.Effects)}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(3, rows.Count(row => row.Kind == RowKind.User && row.Requires.Any(id => rows.Any(other => other.Id == id && other.Changes.Any(change => change.Field == "email")))));
    }

    /// <summary>What all shares begin with: the rehearsal, and a performance that nothing disturbs.</summary>
    public class Whole : IAsyncLifetime
    {
        private readonly bool handsOver;

        public Whole()
        {
        }

        private protected Whole(bool handsOver) => this.handsOver = handsOver;

        internal Theatre Theatre { get; private set; } = null!;

        internal Ending Ending { get; private set; } = null!;

        internal List<string> Steps { get; private set; } = [];

        /// <summary>Which requests are writes, by their place among all of the process.</summary>
        internal List<int> WritesAmongRequests { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Theatre = await Theatre.OpenAsync(handsOver, Token);
            (Ending, Steps, WritesAmongRequests) = await UndisturbedAsync(Theatre);
        }

        public async ValueTask DisposeAsync()
        {
            await Theatre.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }
}
