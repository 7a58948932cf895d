using CsCheck;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.Simulation;

/// <summary>Exceptions, filters and what is done by hand, over random lives. A failure prints the seed that repeats it; <c>CsCheck_Iter</c> in the environment says how many lives, 100 without it.</summary>
public sealed class FrozenLives
{
    [Fact]
    public Task Whoever_is_frozen_is_named_by_no_write_and_what_a_change_was_said_to_do_it_does() => Gen.Select(Life.Any, Rules.Any.List[5]).TryAsync(FrozenAsync);

    internal static async Task FrozenAsync(Life life, List<(int What, int Who, int Detail)> rules)
    {
        using var world = await RandomWorld.BeginAsync(life);
        foreach (var (period, rule) in life.Periods.Zip(rules))
        {
            world.Live(period);
            await world.PrepareAsync();
            var changes = Rules.Changes(rule, await world.Engine.ReadRulesAsync(RandomWorld.Sync, CancellationToken.None), world);
            var told = await world.Engine.PreviewRulesAsync(RandomWorld.Sync, changes, RandomWorld.Anna, "by chance", CancellationToken.None);
            await world.Engine.ChangeRulesAsync(RandomWorld.Sync, changes, RandomWorld.Anna, "by chance", CancellationToken.None);
            var plan = await world.PrepareAsync();
            Assert.Equal(told.After.ByStatus, plan.Counts.ByStatus);
            Assert.True((await world.Engine.ReplayAsync(plan.Id, CancellationToken.None)).Same);

            var frozen = await AloneAsync(world);
            var accounts = frozen.Accounts;
            var before = Contents(world, accounts);
            var calls = world.Application.Calls.Count;
            await world.ApplyAsync(plan);
            Assert.Equal(before, Contents(world, accounts));
            Assert.All(world.Application.Calls.Skip(calls), call =>
            {
                Assert.Empty(Named(call.Change, world.Desk).Intersect(accounts, StringComparer.Ordinal));
                Assert.DoesNotContain(call.Change.Fields[AttributeNames.ExternalId] ?? "nobody", frozen.People);
            });
        }
    }

    [Fact]
    public Task Whoever_was_made_a_member_by_hand_stays_one() => Gen.Select(Life.Any, Rules.Any.List[5]).TryAsync(HandAsync);

    internal static async Task HandAsync(Life life, List<(int What, int Who, int Detail)> rules)
    {
        using var world = await RandomWorld.BeginAsync(life);
        foreach (var (period, rule) in life.Periods.Zip(rules))
        {
            world.Live(period);
            await world.PrepareAsync();
            await Rules.DecideAsync(world, rule);
            var calls = world.Application.Calls.Count;
            await world.ApplyAsync(await world.PrepareAsync());
            Assert.All(world.Application.Calls.Skip(calls).Where(call => call.Change.Action == ChangeAction.RemoveFromRole), call =>
                Assert.DoesNotContain(call.Change.Members, member => world.HandMade.Contains((call.Change.TargetId!, member))));
            var blocked = world.Application.Contents.Where(r => r is { Kind: EntryKind.Account, Enabled: false }).Select(r => r.Anchor).ToHashSet(StringComparer.Ordinal);
            world.HandMade.RemoveWhere(member => blocked.Contains(member.Account)); // A block takes out of every role.
            Assert.All(world.HandMade, member => Assert.Contains(member.Account, world.Application.Find(member.Role)!.Members));
        }
    }

    /// <summary>Who the rules leave alone, by what they say and not by what the plan says of it: accounts by id, people by anchor.</summary>
    private static async Task<(HashSet<string> Accounts, HashSet<string> People)> AloneAsync(RandomWorld world)
    {
        var rules = await world.Engine.ReadRulesAsync(RandomWorld.Sync, CancellationToken.None);
        var keys = rules.Exceptions.Select(view => view.Exclusion.Key).ToHashSet();
        var known = await world.KnownAsync(EntryKind.Account);
        var accounts = keys.Where(key => key.System == RandomWorld.Target).Select(key => key.Anchor).ToHashSet(StringComparer.Ordinal);
        var people = known.Values
            .Where(person => keys.Contains(person.Key)
                || (person.LinkTo(RandomWorld.Target) is { } link && accounts.Contains(link.AccountId))
                || rules.Filters.Any(view => view.Filter.Kind == EntryKind.Account && person.Attributes[view.Filter.Field]?.Contains(view.Filter.Text, StringComparison.OrdinalIgnoreCase) == true))
            .ToList();
        accounts.UnionWith(people.Select(person => person.LinkTo(RandomWorld.Target)?.AccountId).OfType<string>());
        return (accounts, people.Select(person => person.Key.Anchor).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Every account a write names. The desk gets work because an administrator named it for that.</summary>
    private static IEnumerable<string> Named(Change change, string desk) =>
        new[] { change.TargetId, change.Receiver == desk ? null : change.Receiver, change.Fields[AttributeNames.Manager] }.OfType<string>().Concat(change.Members);

    private static List<string> Contents(RandomWorld world, HashSet<string> accounts) =>
    [
        .. world.Application.Contents.Where(record => accounts.Contains(record.Anchor)).Select(record => $"{record.Anchor} {record.Enabled} {record.Parent} {record.Attributes}"),
        .. world.Application.Contents.SelectMany(record => record.Members.Where(accounts.Contains).Select(member => $"{member} in {record.Anchor}")),
    ];
}
