using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>What one reading gave.</summary>
internal sealed record Reading(IReadOnlyList<SourceRecord> Records, Receipt Receipt)
{
    public IReadOnlyList<SourceRecord> Of(EntryKind kind) => [.. Records.Where(r => r.Kind == kind && !r.Deleted)];

    public SourceRecord Account(string id) => Assert.Single(Of(EntryKind.Account), r => r.Anchor == id);

    public string Fact(string name) => Assert.Single(Receipt.Facts, fact => fact.Name == name).Value;
}
