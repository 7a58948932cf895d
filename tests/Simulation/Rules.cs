using CsCheck;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Simulation;

/// <summary>What an administrator of the sync may decide about who takes part: people, groups and accounts excluded by hand or by a filter, and the end of that.</summary>
internal static class Rules
{
    internal static Gen<(int What, int Who, int Detail)> Any { get; } = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5], Gen.Int[0, 3]);

    /// <summary>The changes of rules that one drawing means in a world with these rules; none when there is nothing to end.</summary>
    internal static RuleChange[] Changes((int What, int Who, int Detail) rule, SyncRules there, RandomWorld w)
    {
        var group = new EntryKey(RandomWorld.Source, EntryKind.Group, RandomWorld.Groups[rule.Who % RandomWorld.Groups.Length]);
        return
        [
            .. rule.What switch
            {
                0 or 1 => [RuleChange.Except(new EntryKey(RandomWorld.Source, EntryKind.Account, Happenings.Anchor(rule.Who)))],
                2 or 3 => there.Exceptions.Take(1).Select(view => RuleChange.Lift(view.Exclusion.Key)),
                4 => [RuleChange.AddFilter(EntryKind.Account, AttributeNames.Title, $"title {rule.Detail}")],
                5 => there.Filters.Take(1).Select(view => RuleChange.RemoveFilter(view.Filter.Kind, view.Filter.Field, view.Filter.Text)),
                6 => [RuleChange.Except(group)],
                7 => [RuleChange.AddFilter(EntryKind.Group, AttributeNames.Name, rule.Detail == 0 ? "маркет" : "sales")],
                8 => w.Application.Contents.Where(r => r.Kind == EntryKind.Account).OrderBy(r => r.Attributes[AttributeNames.Email], StringComparer.Ordinal)
                    .Skip(rule.Who).Take(1).Select(r => RuleChange.Except(new EntryKey(RandomWorld.Target, EntryKind.Account, r.Anchor))),
                _ => Array.Empty<RuleChange>(),
            },
        ];
    }

    /// <summary>Stores them, in the name of an administrator.</summary>
    internal static async Task DecideAsync(RandomWorld w, (int What, int Who, int Detail) rule)
    {
        var there = await w.Engine.ReadRulesAsync(RandomWorld.Sync, CancellationToken.None);
        await w.Engine.ChangeRulesAsync(RandomWorld.Sync, Changes(rule, there, w), RandomWorld.Anna, "by chance", CancellationToken.None);
    }
}
