using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>
/// Stage 3, decide: called by the pipeline with what is known of an entry and what was observed of it; returns the events that say what is
/// new, none when nothing is; must never read a clock, a store or the policy. Observing the same again always gives no event.
/// </summary>
internal static class EntryDecider
{
    /// <summary>The evidence of an entry whose tombstone was in a reading.</summary>
    internal const string Tombstone = "its tombstone was read";

    /// <summary>What a record that was read says that was not known.</summary>
    internal static ImmutableArray<IEngineEvent> Decide(EntryState? state, Observation observed)
    {
        if (state is null || state.Version == 0)
        {
            return
            [
                new EntryDiscovered(
                    observed.Enabled, observed.Parent, observed.Attributes, observed.Members ?? [], FingerprintWith(observed, [])),
            ];
        }

        var members = observed.Members ?? state.Members;
        var fingerprint = FingerprintWith(observed, state.Members);
        if (state.Presence != EntryPresence.Present)
        {
            return [new EntryReappeared(observed.Enabled, observed.Parent, observed.Attributes, members, fingerprint)];
        }

        return fingerprint == state.Fingerprint ? [] : Differences(state, observed, members, fingerprint);
    }

    /// <summary>What the source's own tombstone says that was not known.</summary>
    internal static ImmutableArray<IEngineEvent> DecideDeleted(EntryState? state, string evidence) =>
        state is null or { Version: 0 } or { Presence: EntryPresence.Disappeared, Disappearance: DisappearanceReason.Deleted }
            ? []
            : [new EntryDisappeared(DisappearanceReason.Deleted, evidence)];

    /// <summary>
    /// What follows for a known entry that a complete reading did not show, once the source was asked for it.
    /// <paramref name="snapshot"/> tells two readings of a source that cannot be asked apart; null where the source can be asked.
    /// </summary>
    internal static ImmutableArray<IEngineEvent> DecideAbsent(EntryState state, Confirmation confirmation, string? snapshot)
    {
        if (state.Presence == EntryPresence.Disappeared)
        {
            return [];
        }

        return confirmation.Answer switch
        {
            ConfirmationAnswer.Deleted => [new EntryDisappeared(DisappearanceReason.Deleted, confirmation.Evidence)],
            ConfirmationAnswer.Gone => [new EntryDisappeared(DisappearanceReason.Absent, confirmation.Evidence)],
            ConfirmationAnswer.Elsewhere => Elsewhere(state, confirmation),
            ConfirmationAnswer.Present when confirmation.Record is { } record => Decide(state, Observer.Observe(state.Key.System, record)),
            ConfirmationAnswer.CannotTell when snapshot is not null => Missed(state, snapshot),
            _ => [],
        };
    }

    private static ImmutableArray<IEngineEvent> Elsewhere(EntryState state, Confirmation confirmation)
    {
        // Disabled seen anywhere counts at once, also outside of what is read.
        var gone = new EntryDisappeared(DisappearanceReason.OutOfScope, confirmation.Evidence);
        return confirmation.Record is { Enabled: false } && state.Enabled
            ? [new EntryDisabled(EntryFingerprint.Of(false, state.Parent, state.Attributes, state.Members)), gone]
            : [gone];
    }

    private static ImmutableArray<IEngineEvent> Missed(EntryState state, string snapshot)
    {
        if (state.Presence == EntryPresence.Present)
        {
            return [new EntryMissed(snapshot)];
        }

        return state.MissedIn == snapshot
            ? []
            : [new EntryDisappeared(DisappearanceReason.Absent, $"not in two complete readings: {state.MissedIn} and {snapshot}")];
    }

    private static ImmutableArray<IEngineEvent> Differences(
        EntryState state, Observation observed, ImmutableArray<string> members, Fingerprint fingerprint)
    {
        var events = ImmutableArray.CreateBuilder<IEngineEvent>();
        if (state.Enabled != observed.Enabled)
        {
            events.Add(observed.Enabled ? new EntryEnabled(fingerprint) : new EntryDisabled(fingerprint));
        }

        if (state.Parent != observed.Parent)
        {
            events.Add(new EntryMoved(state.Parent, observed.Parent, fingerprint));
        }

        var changes = AttributeChange.Between(state.Attributes, observed.Attributes);
        if (changes.Length > 0)
        {
            events.Add(new EntryChanged(changes, fingerprint));
        }

        var added = members.Except(state.Members, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var removed = state.Members.Except(members, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        if (added.Length > 0 || removed.Length > 0)
        {
            events.Add(new MembersChanged(added, removed, fingerprint));
        }

        return events.ToImmutable();
    }

    private static Fingerprint FingerprintWith(Observation observed, ImmutableArray<string> knownMembers) =>
        observed.Members is not null
            ? observed.Fingerprint
            : EntryFingerprint.Of(observed.Enabled, observed.Parent, observed.Attributes, knownMembers);
}
