using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// The digest over the states that went into a plan, in the order they are shown. An entry's own fingerprint stands for what was observed of
/// it; what was decided and done for it is added field by field. The version does not count: how many events it took is not what is known.
/// </summary>
internal sealed class StateDigest : IDisposable
{
    private readonly FingerprintWriter writer = new();

    internal void Add(EntryState entry)
    {
        writer.Add((int)entry.Key.Kind).Add(entry.Key.Anchor).Add(entry.Fingerprint).Add((int)entry.Presence).Add(entry.Enabled)
            .Add(entry.RenamedFrom).Add(entry.MissedIn).Add((int?)entry.Disappearance ?? -1).Add(entry.Evidence).Add(entry.Links.Length);
        foreach (var link in entry.Links)
        {
            var kept = link.LastEcho.Equals(link.LastApplied);
            writer.Add(link.Target.Value).Add(link.AccountId).Add((int)link.Origin).Add(link.LastApplied)
                .Add(kept).Add(kept ? AttributeSet.Empty : link.LastEcho)
                .Add(link.BlockedByEngine).Add(link.BeforeImage ?? AttributeSet.Empty).Add(link.RolesOwed)
                .Add(link.Granted ?? []).Add(link.Overwritten?.Count ?? 0);
            if (link.BlockBegun is { } begun)
            {
                writer.Add("begun").Add(begun);
            }

            foreach (var (field, overwrite) in link.Overwritten ?? ImmutableSortedDictionary<string, Overwrite>.Empty)
            {
                writer.Add(field).Add(overwrite.Value).Add(overwrite.Times);
            }
        }

        writer.Add(entry.Pending.Length);
        foreach (var pending in entry.Pending)
        {
            writer.Add(pending.Target.Value).Add(pending.IdempotencyKey).Add((int)pending.Action).Add(pending.TargetId).Add(pending.Fields)
                .Add(pending.BeforeImage ?? AttributeSet.Empty).Add(pending.Plan.ToString());
        }
    }

    /// <summary>Adds the digest over other states.</summary>
    internal void Add(Fingerprint others) => writer.Add(others);

    internal Fingerprint Finish() => writer.Finish();

    public void Dispose() => writer.Dispose();
}
