using System.Security.Cryptography;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// The digest over the states that went into a plan, in the order they are shown: the SHA-256 over one fingerprint for each. An entry's own
/// fingerprint stands for what was observed of it; what was decided and done for it is added field by field. The version does not count: how
/// many events it took is not what is known.
/// </summary>
internal sealed class StateDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal void Add(EntryState entry)
    {
        using var writer = new FingerprintWriter();
        writer.Add((int)entry.Key.Kind).Add(entry.Key.Anchor).Add(entry.Fingerprint).Add((int)entry.Presence).Add(entry.Enabled)
            .Add(entry.RenamedFrom).Add(entry.MissedIn).Add((int?)entry.Disappearance ?? -1).Add(entry.Evidence).Add(entry.Links.Length);
        foreach (var link in entry.Links)
        {
            writer.Add(link.Target.Value).Add(link.AccountId).Add((int)link.Origin).Add(link.LastApplied).Add(link.LastEcho)
                .Add(link.BlockedByEngine).Add(link.BeforeImage ?? AttributeSet.Empty);
        }

        writer.Add(entry.Pending.Length);
        foreach (var pending in entry.Pending)
        {
            writer.Add(pending.Target.Value).Add(pending.IdempotencyKey).Add((int)pending.Action).Add(pending.TargetId).Add(pending.Fields)
                .Add(pending.BeforeImage ?? AttributeSet.Empty).Add(pending.Plan.ToString());
        }

        FingerprintBytes.AppendTo(hash, writer.Finish());
    }

    /// <summary>The digest over the states shown, and over another digest.</summary>
    internal Fingerprint Finish(Fingerprint other)
    {
        FingerprintBytes.AppendTo(hash, other);
        return Finish();
    }

    internal Fingerprint Finish() => Fingerprint.FromBytes(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}

/// <summary>The bytes of fingerprints, for hashing many of them.</summary>
internal static class FingerprintBytes
{
    internal static void AppendTo(IncrementalHash hash, Fingerprint fingerprint)
    {
        Span<byte> bytes = stackalloc byte[Fingerprint.Length];
        fingerprint.TryWriteBytes(bytes);
        hash.AppendData(bytes);
    }
}
