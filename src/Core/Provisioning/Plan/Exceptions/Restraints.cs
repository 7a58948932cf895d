using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Why an entry is left as it is, in both directions.</summary>
/// <param name="Reason">The reason of its row while the person is active.</param>
/// <param name="Inactive">The reason of its row when the person is not active any more, but keeps access.</param>
/// <param name="Text">The cause, to stand behind a person's name.</param>
/// <param name="ByHand">Whether this very entry was excluded, so that it is always listed.</param>
internal sealed record Restraint(Reason Reason, Reason Inactive, string Text, bool ByHand);

/// <summary>
/// Says who is left as he is, and why: excluded by hand, covered by a filter, or in scope only through a group that is excluded. The first of these wins. Called
/// by the planner for every person, in both passes; must never let a person through because a text could not be judged.
/// </summary>
internal sealed class Restraints(PlanningInput input, UnitTree units, ScopeJudge scope, ImmutableSortedDictionary<EntryKey, string> excludedGroups)
{
    private readonly ImmutableArray<FilterAdded> filters = [.. input.Filters.Where(filter => filter.Kind == EntryKind.Account)];
    private readonly ImmutableArray<RemovedFilter> removed = [.. input.RemovedFilters.Where(filter => filter.Filter.Kind == EntryKind.Account)];

    private readonly ImmutableArray<FilterAdded> ended = [.. input.ExpiredFilters.Where(filter => filter.Kind == EntryKind.Account)];

    /// <summary>The groups of the sources that are excluded, by hand or by a filter, with the cause of each.</summary>
    internal ImmutableSortedDictionary<EntryKey, string> ExcludedGroups => excludedGroups;

    /// <summary>Whether anything at all may be left as it is.</summary>
    internal bool Any => input.Excluded.Count > 0 || filters.Length > 0 || excludedGroups.Count > 0;

    /// <summary>Why a person of the source is left as he is, or null.</summary>
    internal Restraint? Of(EntryState person)
    {
        if (!Any)
        {
            return null;
        }

        if (input.Excluded.TryGetValue(person.Key, out var exclusion) || (person.LinkTo(input.Policy.Target) is { } link && OfAccount(link.AccountId, out exclusion)))
        {
            return ByHand(exclusion!);
        }

        foreach (var filter in filters)
        {
            if (TextFilter.Find(filter, person, units) is { } value)
            {
                return new Restraint(
                    Reason.Filtered, Reason.FilteredButInactive,
                    $"is covered by the filter {TextFilter.Text(filter.Field, filter.Text)}, which finds '{value}', set by {filter.By}: {filter.Reason}.", ByHand: false);
            }
        }

        return excludedGroups.Count > 0 && scope.Judge(person) == ScopeVerdict.ExcludedGroup
            ? new Restraint(
                Reason.GroupExcluded, Reason.FilteredButInactive,
                $"is among the picked people only through excluded groups ({string.Join("; ", excludedGroups.Values)}).", ByHand: false)
            : null;
    }

    /// <summary>Why the account of a person without a link is left as it is, or null.</summary>
    internal Restraint? OfAccount(string? accountId) => accountId is not null && OfAccount(accountId, out var exclusion) ? ByHand(exclusion!) : null;

    /// <summary>What to say of a person who was left alone until lately, or null.</summary>
    internal string? Ended(EntryState person)
    {
        if (input.Lifted.TryGetValue(person.Key, out var lifted))
        {
            return $"(The exception was lifted by {lifted.Event.By} on {Day(lifted.At)}: {lifted.Event.Reason}.)";
        }

        if (input.Expired.TryGetValue(person.Key, out var expired))
        {
            return $"(The exception of {expired.By} ended by itself on {Day(expired.Until!.Value)}; its reason was: {expired.Reason}.)";
        }

        foreach (var filter in removed)
        {
            if (TextFilter.Find(filter.Filter, person, units) is not null)
            {
                return $"(The filter {TextFilter.Text(filter.Filter.Field, filter.Filter.Text)} was removed by {filter.Event.By} on {Day(filter.At)}: {filter.Event.Reason}.)";
            }
        }

        foreach (var filter in ended)
        {
            if (TextFilter.Find(filter, person, units) is not null)
            {
                return $"(The filter {TextFilter.Text(filter.Field, filter.Text)} of {filter.By} ended by itself on {Day(filter.Until!.Value)}; its reason was: {filter.Reason}.)";
            }
        }

        return null;
    }

    /// <summary>A day, for sentences.</summary>
    internal static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Why a group of a source is excluded, by hand or by a filter, to stand in a sentence; null when it is not.</summary>
    internal static string? CauseOf(EntryState group, PlanningInput input, UnitTree units)
    {
        var name = UnitTree.NameOf(group);
        if (input.Excluded.TryGetValue(group.Key, out var exclusion))
        {
            return $"'{name}', excluded by {exclusion.By}: {exclusion.Reason}";
        }

        var filter = input.Filters.FirstOrDefault(filter => filter.Kind == EntryKind.Group && TextFilter.Find(filter, group, units) is not null);
        return filter is null ? null : $"'{name}', covered by the filter {TextFilter.Text(filter.Field, filter.Text)}, set by {filter.By}: {filter.Reason}";
    }

    private static Restraint ByHand(ExclusionAdded exclusion) =>
        new(Reason.Excluded, Reason.ExcludedButInactive, $"is excluded by {exclusion.By}: {exclusion.Reason}.", ByHand: true);

    private bool OfAccount(string accountId, out ExclusionAdded? exclusion) =>
        input.Excluded.TryGetValue(new EntryKey(input.Policy.Target, EntryKind.Account, accountId), out exclusion);
}
