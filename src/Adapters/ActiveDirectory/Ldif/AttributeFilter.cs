using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>
/// Which attributes of an export are used. The values of the others are checked and passed over, not stored: an export has everything, and most of its
/// lines are of no use in either passage. May let more through than was asked for, never less.
/// </summary>
internal sealed class AttributeFilter
{
    private readonly ulong[] tags;

    internal AttributeFilter(IEnumerable<string> names) => tags = [.. names.Select(AttributeTag.Of).Distinct()];

    /// <summary>Whether an attribute of this name may be used. One with an option (<c>member;range=0-1499</c>) always may.</summary>
    internal bool MayUse(ReadOnlySpan<byte> name) => tags.AsSpan().Contains(AttributeTag.Of(name)) || name.Contains((byte)';');
}
