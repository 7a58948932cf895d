using System.Text;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// Ranges of ids: <c>entry:system/kind/anchor</c> sorted by bytes has the entries of a system side by side, and those of a kind in it in the
/// order of their anchors.
/// </summary>
internal static class EntryIds
{
    /// <summary>From which id, and before which, the entries of a system are.</summary>
    internal static object[] Of(SystemName system) => Below($"entry:{system}/");

    /// <summary>The same for one kind.</summary>
    internal static object[] Of(SystemName system, EntryKind kind) => Below(StreamName.Entry(new EntryKey(system, kind, "")).Value);

    /// <summary>The same for all entries there are.</summary>
    internal static object[] All { get; } = ["entry:", "entry;"];

    /// <summary>The entry of a system by its id in UTF-8.</summary>
    internal static EntryKey Key(SystemName system, ReadOnlySpan<byte> id)
    {
        // The name of the system is known: only the kind is read, and only the anchor is a new text.
        var kindAt = "entry:".Length + system.Value.Length + 1;
        var (kind, length) = id[kindAt] switch
        {
            (byte)'a' => (EntryKind.Account, "account/".Length),
            (byte)'g' => (EntryKind.Group, "group/".Length),
            _ => (EntryKind.Unit, "unit/".Length),
        };
        return new EntryKey(system, kind, Encoding.UTF8.GetString(id[(kindAt + length)..]));
    }

    /// <summary>All ids that begin with a prefix that ends in '/'; the character after that is '0'.</summary>
    private static object[] Below(string prefix) => [prefix, prefix[..^1] + "0"];
}
