namespace SyncEngine.Stores.Marten;

/// <summary>Reads the GUID in the name of a plan's or run's stream.</summary>
internal static class StreamId
{
    internal static Guid? Of(string stream, string category) =>
        stream.Length > category.Length && stream[category.Length] == ':' && stream.StartsWith(category, StringComparison.Ordinal)
        && Guid.TryParse(stream.AsSpan(category.Length + 1), out var id) ? id : null;
}
