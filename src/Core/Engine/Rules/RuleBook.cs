using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Judges one decision about a sync's rules, and gives the event it is stored as.</summary>
internal sealed class RuleBook(SyncName sync, SyncOptions options, SyncState state, DateTimeOffset now)
{
    /// <exception cref="RuleException">The decision makes no sense for this sync; the message says why.</exception>
    internal IEngineEvent EventOf(RuleChange change, EntryState? entry, Actor by, string reason)
    {
        if (change.Until <= now)
        {
            throw new RuleException("EndPassed", $"The end {change.Until:u} has passed already.", "Name a time to come, or none.");
        }

        return change.Action switch
        {
            RuleAction.AddException => Except(change.Entry!.Value, by, reason, change.Until),
            RuleAction.LiftException => state.Exclusions.ContainsKey(change.Entry!.Value)
                ? new ExclusionLifted(change.Entry.Value, by, reason)
                : throw new RuleException("NoException", $"{change.Entry} is not excluded from '{sync}'.", "List what there is: exceptions list."),
            RuleAction.AddFilter => new FilterAdded(change.Kind, change.Field!, change.Text!, by, reason, change.Until),
            RuleAction.RemoveFilter => Filter(change) is { } filter
                ? new FilterRemoved(filter.Kind, filter.Field, filter.Text, by, reason)
                : throw new RuleException(
                    "NoFilter", $"'{sync}' has no filter {TextFilter.Text(change.Field!, change.Text!)}.", "List what there is: filters list."),
            RuleAction.PickGroup => Pick(change, entry, by, reason),
            RuleAction.UnpickGroup => Unpick(change, by, reason),
            _ => state.Chosen.ContainsKey(change.Use)
                ? new GroupChoiceEnded(change.Use, by, reason)
                : throw new RuleException("NoPicks", $"No group of '{sync}' was picked by hand.", "List what there is: groups list."),
        };
    }

    private string Sources => string.Join(", ", options.Sources);

    private ExclusionAdded Except(EntryKey key, Actor by, string reason, DateTimeOffset? until)
    {
        return (options.Sources.Contains(key.System.Value, StringComparer.Ordinal) && key.Kind is EntryKind.Account or EntryKind.Group) || (key.System.Value == options.Target && key.Kind == EntryKind.Account)
            ? new ExclusionAdded(key, by, reason, until)
            : throw new RuleException(
                "NotOfSync", $"{key} has no part in '{sync}', which goes from {Sources} to {options.Target}.", "Name a person or group of its source, or an account of its target.");
    }

    private FilterAdded? Filter(RuleChange change) => state.Filters.GetValueOrDefault(TextFilter.KeyOf(change.Kind, change.Field!, change.Text!))
        ?? state.Filters.Values.FirstOrDefault(f =>
            f.Kind == change.Kind && string.Equals(f.Field, change.Field, StringComparison.OrdinalIgnoreCase) && CanonicalText.NameKey(f.Text) == CanonicalText.NameKey(change.Text));

    private GroupChosen Pick(RuleChange change, EntryState? group, Actor by, string reason)
    {
        var key = change.Entry!.Value;
        if (!options.Sources.Contains(key.System.Value, StringComparer.Ordinal) || group is not { Presence: EntryPresence.Present })
        {
            throw new RuleException("GroupMissing", $"{Sources} has no group {key.Anchor}, as far as was read.", "Run 'preview' to read, then name a group that is there.");
        }

        return new GroupChosen(change.Use, key.Anchor, UnitTree.NameOf(group), by, reason) { System = key.System.Value == options.Source ? null : key.System };
    }

    private GroupDropped Unpick(RuleChange change, Actor by, string reason)
    {
        var anchor = change.Entry!.Value.Anchor;
        if (state.ChosenFor(change.Use).ContainsKey(anchor))
        {
            return new GroupDropped(change.Use, anchor, by, reason);
        }

        var (key, texts) = change.Use == GroupUse.People ? ("PickedGroups", options.PickedGroups) : ("RoleGroups", options.RoleGroups);
        throw texts?.Select(CanonicalText.Of).FirstOrDefault(text => text is not null && state.Picked.GetValueOrDefault(text)?.Anchor == anchor) is { } text
            ? new RuleException("ConfiguredGroup", $"'{text}' is picked by the configuration of '{sync}', not by hand.", $"Take it out of {key} there.")
            : new RuleException("NotPicked", $"The group {anchor} is not picked for '{sync}'.", "List what there is: groups list.");
    }
}
