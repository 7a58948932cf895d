namespace SyncEngine.Model;

/// <summary>
/// The identity of one entry: the system, the kind, and the system's own immutable id (the anchor: AD <c>objectGUID</c> in the
/// form <c>8-4-4-4-12</c>, lower case; Google <c>id</c>; Pyrus <c>id</c>). Never a name, an address or a DN: those change.
/// </summary>
/// <param name="System">The system that gave the anchor.</param>
/// <param name="Kind">What the entry is.</param>
/// <param name="Anchor">The system's immutable id, equal when the characters are.</param>
public readonly record struct EntryKey(SystemName System, EntryKind Kind, string Anchor) : IComparable<EntryKey>
{
    /// <summary>By system, kind, and anchor; texts by code point (<see cref="CodePointOrder"/>), which is how stores can order them too.</summary>
    public int CompareTo(EntryKey other)
    {
        var bySystem = System.CompareTo(other.System);
        if (bySystem != 0)
        {
            return bySystem;
        }

        var byKind = Kind.CompareTo(other.Kind);
        return byKind != 0 ? byKind : CodePointOrder.Comparer.Compare(Anchor, other.Anchor);
    }

    /// <summary>Of kind and anchor: tables hold the keys of one or two systems, and their names would only cost time.</summary>
    public override int GetHashCode() => Anchor.GetHashCode(StringComparison.Ordinal) ^ ((int)Kind << 16);

    /// <summary><c>system/kind/anchor</c>, for messages.</summary>
    public override string ToString() => $"{System}/{EntryKindText.Of(Kind)}/{Anchor}";
}
