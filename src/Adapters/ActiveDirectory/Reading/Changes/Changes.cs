using System.Runtime.InteropServices;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>What a controller said of one entry that changed.</summary>
/// <param name="Deleted">It is a tombstone.</param>
/// <param name="Arrived">It came, or came back, into being: others may name it, or name it no more, who are not reported. Null when that is not known for sure.</param>
/// <param name="Renamed">It was there before and has, or may have, another name or place: so has what stands below it, which is not reported.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Change(bool Deleted, bool? Arrived, bool Renamed)
{
    /// <summary>Later word of the same entry: whether it is deleted now counts, the rest adds up.</summary>
    internal Change Then(Change later) => new(later.Deleted, Arrived == true || later.Arrived == true ? true : Arrived is null || later.Arrived is null ? null : false, Renamed || later.Renamed);
}

/// <summary>Who changed since a cursor, and the cursor after.</summary>
internal sealed record ChangeList(Dictionary<Guid, Change> Changed, ChangeCursor Next);
