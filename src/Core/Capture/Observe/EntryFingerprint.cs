using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>The fingerprint of an entry's observed content. Storage format: another order or field makes every entry look changed once.</summary>
internal static class EntryFingerprint
{
    internal static Fingerprint Of(bool enabled, string? parent, AttributeSet attributes, ImmutableArray<string> members)
    {
        using var writer = new FingerprintWriter();
        return writer.Add(enabled).Add(parent).Add(attributes).Add(members).Finish();
    }
}
