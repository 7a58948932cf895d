using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What is now known of one sync's policy: the fold of its stream.</summary>
internal sealed record SyncState
{
    internal static SyncState Initial { get; } = new();

    internal long Version { get; init; }

    internal SyncPolicy? Policy { get; init; }

    internal Fingerprint PolicyFingerprint { get; init; }

    /// <summary>The policy under which a plan was last applied.</summary>
    internal SyncPolicy? AppliedPolicy { get; init; }

    internal Fingerprint AppliedFingerprint { get; init; }

    internal ImmutableSortedDictionary<EntryKey, ExclusionAdded> Exclusions { get; init; } = ImmutableSortedDictionary<EntryKey, ExclusionAdded>.Empty;

    /// <summary>Consents to bind an administrator's account, the last of each person.</summary>
    internal ImmutableSortedDictionary<EntryKey, BindConsented> Consents { get; init; } = ImmutableSortedDictionary<EntryKey, BindConsented>.Empty;

    /// <summary>Whether a person ever applied a plan.</summary>
    internal bool Opened { get; init; }

    /// <summary>Anchors of picked groups by the text they were picked by.</summary>
    internal ImmutableSortedDictionary<string, string> Picked { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private ImmutableDictionary<Fingerprint, SyncPolicy> Known { get; init; } = ImmutableDictionary<Fingerprint, SyncPolicy>.Empty;

    internal static SyncState Evolve(SyncState state, IEngineEvent happened)
    {
        var next = happened switch
        {
            PolicyChanged e => state with { Policy = e.Policy, PolicyFingerprint = e.Fingerprint, Known = state.Known.SetItem(e.Fingerprint, e.Policy) },
            PolicyApplied e => state with { AppliedPolicy = state.Known.GetValueOrDefault(e.Fingerprint), AppliedFingerprint = e.Fingerprint },
            ExclusionAdded e => state with { Exclusions = state.Exclusions.SetItem(e.Key, e) },
            ExclusionLifted e => state with { Exclusions = state.Exclusions.Remove(e.Key) },
            BindConsented e => state with { Consents = state.Consents.SetItem(e.Key, e) },
            SyncOpened => state with { Opened = true },
            GroupPicked e => state with { Picked = state.Picked.SetItem(e.Text, e.Anchor) },
            GroupUnpicked e => state with { Picked = state.Picked.Remove(e.Text) },
            _ => state,
        };
        return next with { Version = state.Version + 1 };
    }

    /// <summary>The exclusions in force at a time.</summary>
    internal IReadOnlyDictionary<EntryKey, ExclusionAdded> ExclusionsAt(DateTimeOffset at) =>
        Exclusions.Where(e => e.Value.Until is not { } until || until > at).ToImmutableSortedDictionary();
}
