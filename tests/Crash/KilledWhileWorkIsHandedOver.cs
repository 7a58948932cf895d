using System.Collections.Concurrent;
using SyncEngine.Provisioning;

namespace SyncEngine.Crash;

/// <summary>
/// The same plan, where the work of leavers is handed over first, which Pyrus does by dismissing them. The process is killed at every step from the first dismissal
/// on, and in the middle of each of those writes: whoever was dismissed is blocked all the same, nobody is dismissed twice, and what the block took is on record.
/// </summary>
public sealed class KilledWhileWorkIsHandedOver(KilledWhileWorkIsHandedOver.HandingOver season) : IClassFixture<KilledWhileWorkIsHandedOver.HandingOver>
{
    private const int AtATime = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_leaver_is_dismissed_then_blocked_and_every_step_is_known()
    {
        var blocks = season.Theatre.Rehearsal.Rows.Where(row => row.Status == RowStatus.Block).ToList();
        Assert.Equal(4, blocks.Count);
        Assert.All(blocks, row => Assert.Equal([Effect.HandOver, Effect.Block], row.Effects[^2..]));
        Assert.Single(blocks, row => row.Effects[0] == Effect.Link);
        Assert.Equal(KilledAtEveryStep.StepsOf(season.Theatre.Rehearsal), season.Steps.Count);
    }

    [Fact]
    public async Task Killed_after_any_step_it_ends_as_if_nothing_had_happened()
    {
        // From the intent of the first dismissal on.
        var first = season.Steps.FindIndex(step => step.EndsWith("/members/bulk", StringComparison.Ordinal));
        await AssertAsync(
            Enumerable.Range(first, season.Steps.Count - first + 1),
            step => $"Killed after step {step} ({season.Steps[step - 1]})",
            (step, cancellationToken) => KilledAtEveryStep.KilledAsync(season.Theatre, step, season.Steps, season.Ending, cancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Killed_in_the_middle_of_a_write_it_ends_as_if_nothing_had_happened(int atOnce)
    {
        var writes = season.Theatre.Rehearsal.Writes;
        var ofLeavers = 2 * season.Theatre.Rehearsal.Rows.Count(row => row.Status == RowStatus.Block);
        await AssertAsync(
            Enumerable.Range(writes - ofLeavers, ofLeavers),
            write => $"Killed in the middle of write {write}, {atOnce} at once",
            (write, cancellationToken) => KilledInTheMiddle.KilledAsync(season, write, atOnce, cancellationToken));
    }

    private static async Task AssertAsync(IEnumerable<int> places, Func<int, string> named, Func<int, CancellationToken, Task<List<string>>> killed)
    {
        var broken = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(
            places,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = Token },
            async (place, cancellationToken) =>
            {
                if (await killed(place, cancellationToken) is { Count: > 0 } claims)
                {
                    broken[place] = $"{named(place)}: {string.Join("; ", claims)}";
                }
            });
        Assert.True(broken.IsEmpty, string.Join("\n", broken.OrderBy(b => b.Key).Select(b => b.Value)));
    }

    /// <summary>The rehearsal, and a performance that nothing disturbs, of the plan that hands work over.</summary>
    public sealed class HandingOver() : KilledAtEveryStep.Whole(handsOver: true);
}
