using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>Folds an entry's events into its state. Pure and total: it has no failure path, since what is stored has happened.</summary>
public static class EntryEvolution
{
    /// <summary>The state before the first event.</summary>
    public static EntryState Initial(EntryKey key) => new() { Key = key };

    /// <summary>The state after one more event. An event of a kind it does not know only counts.</summary>
    public static EntryState Evolve(EntryState state, IEngineEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Next(state, happened) with { Version = state.Version + 1 };
    }

    private static EntryState Next(EntryState state, IEngineEvent happened) => happened switch
    {
        EntryDiscovered e => Seen(state, e.Enabled, e.Parent, e.Attributes, e.Members, e.Fingerprint),
        EntryReappeared e => Seen(state, e.Enabled, e.Parent, e.Attributes, e.Members, e.Fingerprint),
        EntryChanged e => state with
        {
            Attributes = AttributeChange.Apply(state.Attributes, e.Changes),
            Fingerprint = e.Fingerprint,
            RenamedFrom = e.Changes.FirstOrDefault(c => c.Name == AttributeNames.Name) is { From.Length: > 0 } renamed
                ? renamed.From[0]
                : state.RenamedFrom,
        },
        EntryMoved e => state with { Parent = e.ToParent, Fingerprint = e.Fingerprint },
        EntryDisabled e => state with { Enabled = false, Fingerprint = e.Fingerprint },
        EntryEnabled e => state with { Enabled = true, Fingerprint = e.Fingerprint },
        MembersChanged e => state with
        {
            Members = [.. state.Members.Except(e.Removed, StringComparer.Ordinal).Union(e.Added, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Fingerprint = e.Fingerprint,
        },
        EntryMissed e => state with { Presence = EntryPresence.Missed, MissedIn = e.Snapshot },
        EntryDisappeared e => state with
        {
            Presence = EntryPresence.Disappeared,
            MissedIn = null,
            Disappearance = e.Reason,
            Evidence = e.Evidence,
        },
        AccountLinked e => state with
        {
            Links = WithLink(state, new AccountLink
            {
                Target = e.Target,
                AccountId = e.AccountId,
                Origin = e.Origin,
                LastApplied = e.Agreed ?? AttributeSet.Empty,
                LastEcho = e.Agreed ?? AttributeSet.Empty,
            }),
        },
        AccountUnlinked e => state with { Links = state.Links.RemoveAll(link => link.Target == e.Target) },
        ChangeIntended e => Begun(state, e) with
        {
            Pending = state.Pending.RemoveAll(p => p.IdempotencyKey == e.IdempotencyKey)
                .Add(new PendingChange(e.Target, e.IdempotencyKey, e.Action, e.TargetId, e.Fields, e.BeforeImage, e.Plan)),
        },
        ChangeConfirmed e => Confirmed(state, e),
        ChangeRefused e => state with { Pending = state.Pending.RemoveAll(p => p.IdempotencyKey == e.IdempotencyKey) },
        _ => state,
    };

    private static EntryState Seen(
        EntryState state, bool enabled, string? parent, AttributeSet attributes, ImmutableArray<string> members, Fingerprint fingerprint) =>
        state with
        {
            Presence = EntryPresence.Present,
            Enabled = enabled,
            Parent = parent,
            Attributes = attributes,
            Members = members,
            Fingerprint = fingerprint,
            MissedIn = null,
            Disappearance = null,
            Evidence = null,
        };

    /// <summary>Work is handed over for a block alone: from here on the block is begun, whatever comes of the handing over.</summary>
    private static EntryState Begun(EntryState state, ChangeIntended e) =>
        e is { Action: ChangeAction.HandOverWork, BeforeImage: { } before } && state.LinkTo(e.Target) is { } link
            ? state with { Links = WithLink(state, link with { BlockBegun = before }) }
            : state;

    private static EntryState Confirmed(EntryState state, ChangeConfirmed e)
    {
        var intended = state.Pending.FirstOrDefault(p => p.IdempotencyKey == e.IdempotencyKey);
        var settled = state with { Pending = state.Pending.RemoveAll(p => p.IdempotencyKey == e.IdempotencyKey) };
        if (settled.LinkTo(e.Target) is not { } link)
        {
            return settled;
        }

        if (e.Applied.Values(AttributeNames.Members) is { Length: > 0 } members)
        {
            return settled with { Links = WithLink(settled, link with { Granted = Granted(link.Granted ?? [], e.Action, members) }) };
        }

        var after = link with
        {
            LastApplied = Merged(link.LastApplied, e.Applied, e.Cleared),
            LastEcho = Merged(link.LastEcho, e.Echo, e.Cleared),
            BlockedByEngine = e.Action switch
            {
                // Found blocked by somebody else: not ours to undo by itself.
                ChangeAction.BlockAccount => !e.AlreadySo || link.BlockedByEngine,
                ChangeAction.UnblockAccount => false,
                _ => link.BlockedByEngine,
            },
            BeforeImage = e.Action switch
            {
                ChangeAction.BlockAccount => Taken(link, intended?.BeforeImage),
                ChangeAction.UnblockAccount => null,
                _ => link.BeforeImage,
            },
            BlockBegun = e.Action is ChangeAction.BlockAccount or ChangeAction.UnblockAccount ? null : link.BlockBegun,
            Overwritten = e.Action == ChangeAction.UpdateAccount ? Overwritten(link, e, intended?.BeforeImage) : link.Overwritten,
            RolesOwed = e.Action switch
            {
                ChangeAction.BlockAccount => [],
                ChangeAction.UnblockAccount => link.BeforeImage?.Values(AttributeNames.Roles) ?? [],
                ChangeAction.AddToRole => link.RolesOwed.Remove(e.TargetId),
                _ => link.RolesOwed,
            },
        };
        return settled with { Links = WithLink(settled, after) };
    }

    /// <summary>What a block took away. Where access was gone before it, the handing over took it, and the rest with it.</summary>
    private static AttributeSet? Taken(AccountLink link, AttributeSet? before) =>
        before?[AttributeNames.Blocked] is null ? before ?? link.BeforeImage : link.BlockBegun ?? before;

    private static ImmutableArray<string>? Granted(ImmutableArray<string> before, ChangeAction action, ImmutableArray<string> members)
    {
        ImmutableArray<string> after = action == ChangeAction.AddToRole
            ? [.. before.Union(members, StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : [.. before.Except(members, StringComparer.Ordinal)];
        return after.Length == 0 ? null : after;
    }

    /// <summary>Counts how often the same value had to be written over the same other one.</summary>
    private static ImmutableSortedDictionary<string, Overwrite>? Overwritten(AccountLink link, ChangeConfirmed e, AttributeSet? before)
    {
        var counted = link.Overwritten ?? ImmutableSortedDictionary.Create<string, Overwrite>(StringComparer.Ordinal);
        foreach (var (field, values) in e.Applied)
        {
            if (before is null || link.LastApplied[field] != values[0])
            {
                counted = counted.Remove(field);
                continue;
            }

            var replaced = before[field];
            counted = counted.SetItem(
                field, new Overwrite(replaced, counted.GetValueOrDefault(field) is { } earlier && earlier.Value == replaced ? earlier.Times + 1 : 1));
        }

        return counted.IsEmpty ? null : counted;
    }

    private static AttributeSet Merged(AttributeSet before, AttributeSet set, ImmutableArray<string> cleared) =>
        AttributeChange.Apply(
            before,
            cleared.Select(name => new AttributeChange(name, [], [])).Concat(set.Select(a => new AttributeChange(a.Key, [], a.Value))));

    private static ImmutableArray<AccountLink> WithLink(EntryState state, AccountLink link) =>
        [.. state.Links.Where(l => l.Target != link.Target).Append(link).OrderBy(l => l.Target)];
}
