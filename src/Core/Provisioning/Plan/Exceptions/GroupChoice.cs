using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// The one rule by which configured groups and groups picked by hand go together: all of them count. Where neither says anything, everyone is in scope; as soon
/// as one group was picked by hand the picks are a list, which stays one, also when it is empty, until picking by hand is ended.
/// </summary>
internal static class GroupChoice
{
    /// <summary>The groups of a use: configured ones as far as they were resolved, and those picked by hand.</summary>
    internal static ImmutableArray<PickedGroup>? Of(SyncState state, GroupUse use, IEnumerable<string>? texts)
    {
        ImmutableArray<PickedGroup>? configured = texts is null ? null :
        [
            .. texts.Select(text => CanonicalText.Of(text)!).Distinct(StringComparer.Ordinal).Where(state.Picked.ContainsKey)
                .Select(text => state.Picked[text]).OrderBy(p => p.Anchor, StringComparer.Ordinal),
        ];
        return Combine(configured, state.Chosen.GetValueOrDefault(use)?.Values);
    }

    internal static ImmutableArray<PickedGroup>? Combine(ImmutableArray<PickedGroup>? configured, IEnumerable<GroupChosen>? chosen) => chosen is null
        ? configured
        : [.. (configured ?? []).Concat(chosen.Select(c => new PickedGroup(c.Name, c.Anchor) { System = c.System })).DistinctBy(p => (p.System, p.Anchor)).OrderBy(p => p.Anchor, StringComparer.Ordinal)];
}
