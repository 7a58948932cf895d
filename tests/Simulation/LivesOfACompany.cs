using CsCheck;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Simulation;

/// <summary>Properties of the whole loop over random lives. A failure prints the seed that repeats it.</summary>
public sealed class LivesOfACompany
{
    private const int Lives = 150;

    [Fact]
    public Task Applying_a_plan_leaves_nothing_selected_and_writes_what_was_shown() => RandomWorld.Lives.SampleAsync(
        async life =>
        {
            using var world = new RandomWorld(null);
            foreach (var period in life)
            {
                period.ForEach(happening => happening(world));
                var plan = await world.PrepareAsync();
                var before = world.Application.Calls.Count;
                var report = await world.ApplyAsync(plan);

                Assert.All(report.Outcomes, o => Assert.True(o.Result is RowResult.Applied or RowResult.NotSelected, $"{o.Result}: {o.Text}"));
                var shown = plan.Rows.Where(r => report.Outcomes.Single(o => o.RowId == r.Id).Result == RowResult.Applied)
                    .Sum(r => r.Effects.Count(e => e != Effect.Link));
                Assert.Equal(shown, world.Application.Calls.Count - before);
                var again = await world.PrepareAsync();
                Assert.DoesNotContain(again.Rows, r => r.Selected);
            }
        },
        iter: Lives);

    [Fact]
    public Task Preparing_is_the_identity_on_the_target_and_repeating_it_changes_no_state() => RandomWorld.Lives.SampleAsync(
        async life =>
        {
            using var world = new RandomWorld(null);
            foreach (var period in life)
            {
                period.ForEach(happening => happening(world));
                var contents = string.Join('\n', world.Application.Contents.Select(c => c.ToString() + c.Attributes));
                var calls = world.Application.Calls.Count;
                var first = await world.PrepareAsync();
                var events = await EntryEventsAsync(world);
                var second = await world.PrepareAsync();
                Assert.Equal(first.Fingerprint, second.Fingerprint);
                Assert.Equal(events, await EntryEventsAsync(world));
                Assert.Equal(contents, string.Join('\n', world.Application.Contents.Select(c => c.ToString() + c.Attributes)));
                Assert.Equal(calls, world.Application.Calls.Count);
                await world.ApplyAsync(second);
            }
        },
        iter: Lives);

    [Fact]
    public Task A_reading_that_breaks_anywhere_blocks_nobody_and_the_next_whole_one_ends_where_no_fault_would_have() =>
        Gen.Select(RandomWorld.Lives, Gen.Int[0, 3]).SampleAsync(
            async (life, batches) =>
            {
                using var faulty = new RandomWorld(null);
                using var whole = new RandomWorld(null);
                foreach (var period in life)
                {
                    period.ForEach(happening => happening(faulty));
                    period.ForEach(happening => happening(whole));
                    faulty.Directory.FailAfterBatches = batches;
                    var broken = await faulty.PrepareAsync();
                    Assert.Equal(0, broken.Counts[RowStatus.Block]);
                    faulty.Directory.FailAfterBatches = null;
                    var healed = await faulty.PrepareAsync();
                    var expected = await whole.PrepareAsync();
                    Assert.Equal(expected.Rows.Select(r => (r.Id, r.Status, r.Reason, r.Selected)), healed.Rows.Select(r => (r.Id, r.Status, r.Reason, r.Selected)));
                    await faulty.ApplyAsync(healed);
                    await whole.ApplyAsync(expected);
                }
            },
            iter: Lives);

    [Fact]
    public Task Changes_block_nobody_whom_a_full_reading_would_not_and_with_one_the_plan_is_the_same() =>
        Gen.Select(RandomWorld.Lives, Gen.Int[0, 5]).SampleAsync(
            async (life, broken) =>
            {
                using var told = new RandomWorld(null, tellsChanges: true);
                using var whole = new RandomWorld(null);
                foreach (var period in life)
                {
                    period.ForEach(happening => happening(told));
                    period.ForEach(happening => happening(whole));
                    told.Directory.FailAfterBatches = broken > 2 ? null : broken;
                    var first = await told.PrepareAsync();
                    told.Directory.FailAfterBatches = null;
                    var changes = await told.PrepareAsync();
                    var expected = await whole.PrepareAsync();
                    Assert.Subset(Blocks(expected), Blocks(first));
                    Assert.Subset(Blocks(expected), Blocks(changes));
                    var full = await told.PrepareAsync(ReadMode.Full);
                    Assert.Equal(expected.Rows.Select(r => (r.Id, r.Status, r.Reason, r.Selected)), full.Rows.Select(r => (r.Id, r.Status, r.Reason, r.Selected)));
                    await told.ApplyAsync(full);
                    await whole.ApplyAsync(expected);
                }
            },
            iter: Lives);

    [Fact]
    public Task The_order_in_which_a_source_answers_changes_no_plan() => Gen.Select(RandomWorld.Lives, Gen.Int).SampleAsync(
        async (life, seed) =>
        {
            using var ordered = new RandomWorld(null);
            using var shuffled = new RandomWorld(seed);
            foreach (var period in life)
            {
                period.ForEach(happening => happening(ordered));
                period.ForEach(happening => happening(shuffled));
                var expected = await ordered.PrepareAsync();
                var plan = await shuffled.PrepareAsync();
                Assert.Equal(expected.Fingerprint, plan.Fingerprint);
                Assert.True((await shuffled.Engine.ReplayAsync(plan.Id, CancellationToken.None)).Same);
                await ordered.ApplyAsync(expected);
                await shuffled.ApplyAsync(plan);
            }
        },
        iter: Lives);

    [Fact]
    public Task Whatever_answer_is_lost_everybody_is_created_once_and_the_end_is_the_same() =>
        Gen.Select(RandomWorld.Lives, Gen.Int[0, 12], Gen.Bool).SampleAsync(
            async (life, call, done) =>
            {
                using var faulty = new RandomWorld(null);
                using var whole = new RandomWorld(null);
                faulty.Application.FailCall(call, done ? ScriptedFault.LoseAfter : ScriptedFault.LoseBefore);
                foreach (var period in life)
                {
                    period.ForEach(happening => happening(faulty));
                    period.ForEach(happening => happening(whole));
                    await faulty.ApplyAsync(await faulty.PrepareAsync());
                    await faulty.ApplyAsync(await faulty.PrepareAsync());
                    await whole.ApplyAsync(await whole.PrepareAsync());
                    Assert.Equal(Accounts(whole), Accounts(faulty));
                }
            },
            iter: Lives);

    private static HashSet<string> Blocks(PlanInFull plan) => plan.Rows.Where(r => r.Status == RowStatus.Block).Select(r => r.Id).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Accounts(RandomWorld world) => world.Application.Contents
        .Where(r => r.Kind == EntryKind.Account)
        .Select(r => $"{r.Enabled} {r.Attributes.With(AttributeNames.ExternalId)} {string.Join(',', Roles(world, r.Anchor))}")
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string?> Roles(RandomWorld world, string account) => world.Application.Contents
        .Where(r => r.Kind == EntryKind.Group && r.Members.Contains(account))
        .Select(r => r.Attributes[AttributeNames.Name])
        .Order(StringComparer.Ordinal);

    private static async Task<int> EntryEventsAsync(RandomWorld world)
    {
        var count = 0;
        await foreach (var recorded in world.Store.ReadAllAsync(0, long.MaxValue, CancellationToken.None))
        {
            count += recorded.Stream.Category == "entry" ? 1 : 0;
        }

        return count;
    }
}
