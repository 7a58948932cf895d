using CsCheck;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Simulation;

/// <summary>Exceptions and filters over random lives. A failure prints the seed that repeats it.</summary>
public sealed class FrozenLives
{
    private const int Lives = 100;
    private static readonly Actor Anna = Actor.Person("anna");

    private static readonly Gen<List<(int What, int Who, int Detail)>> Rules = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[0, 3]).List[5];

    [Fact]
    public Task Whoever_is_frozen_is_never_touched_and_what_a_change_was_said_to_do_it_does() => Gen.Select(RandomWorld.Lives, Rules).SampleAsync(
        async (life, rules) =>
        {
            using var world = new RandomWorld(null);
            foreach (var (period, rule) in life.Zip(rules))
            {
                period.ForEach(happening => happening(world));
                await world.PrepareAsync();
                var there = await world.Engine.ReadRulesAsync(RandomWorld.Sync, CancellationToken.None);
                RuleChange[] changes = [.. Changes(rule, there)];
                var told = await world.Engine.PreviewRulesAsync(RandomWorld.Sync, changes, Anna, "by chance", CancellationToken.None);
                await world.Engine.ChangeRulesAsync(RandomWorld.Sync, changes, Anna, "by chance", CancellationToken.None);
                var plan = await world.PrepareAsync();
                Assert.Equal(told.After.ByStatus, plan.Counts.ByStatus);
                Assert.True((await world.Engine.ReplayAsync(plan.Id, CancellationToken.None)).Same);

                var frozen = plan.Rows.Where(row => row.Status == RowStatus.Frozen).ToList();
                var accounts = frozen.Select(row => row.Target?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
                var before = Contents(world, accounts);
                var calls = world.Application.Calls.Count;
                await world.ApplyAsync(plan);
                Assert.Equal(before, Contents(world, accounts));
                Assert.DoesNotContain(world.Application.Calls.Skip(calls), call => call.Change.TargetId is { } id && accounts.Contains(id));
                var people = frozen.Select(row => row.Source?.Anchor).OfType<string>().ToHashSet(StringComparer.Ordinal);
                Assert.DoesNotContain(world.Application.Calls.Skip(calls), call => call.Change.Fields[AttributeNames.ExternalId] is { } made && people.Contains(made));
            }
        },
        iter: Lives);

    private static IEnumerable<RuleChange> Changes((int What, int Who, int Detail) rule, SyncRules there)
    {
        var key = new EntryKey(new SystemName("corp-ad"), EntryKind.Account, $"guid-{rule.Who}");
        return rule.What switch
        {
            0 or 1 => [RuleChange.Except(key)],
            2 => there.Exceptions.Take(1).Select(view => RuleChange.Lift(view.Exclusion.Key)),
            3 => [RuleChange.AddFilter(EntryKind.Account, AttributeNames.Title, $"title {rule.Detail}")],
            _ => there.Filters.Take(1).Select(view => RuleChange.RemoveFilter(EntryKind.Account, view.Filter.Field, view.Filter.Text)),
        };
    }

    private static List<string> Contents(RandomWorld world, HashSet<string> accounts) =>
        [.. world.Application.Contents.Where(record => accounts.Contains(record.Anchor)).Select(record => $"{record.Anchor} {record.Enabled} {record.Parent} {record.Attributes}")];
}
