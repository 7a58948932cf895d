using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Questions to the store about all sources of a sync.</summary>
internal static class SourceQueries
{
    /// <summary>All entries of one kind that the sources of a sync have, one source after the other in order of authority.</summary>
    internal static IAsyncEnumerable<EntryState> ReadSourcesAsync(this IEntryQueries entries, SyncOptions options, EntryKind kind, CancellationToken cancellationToken) =>
        options.Sources.ToAsyncEnumerable().SelectMany(source => entries.ReadAllAsync(new SystemName(source), kind, cancellationToken));
}
