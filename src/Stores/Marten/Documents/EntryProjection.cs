using JasperFx.Events;
using Marten.Events.Aggregation;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

/// <summary>Core's fold of an entry, in the transaction that appends.</summary>
internal sealed class EntryProjection : SingleStreamProjection<EntryDocument, string>
{
    public override EntryDocument? Evolve(EntryDocument? snapshot, string id, IEvent e)
    {
        if (snapshot is null && StreamName.Parse(id).TryEntry() is not { })
        {
            return null;
        }

        var before = snapshot?.State ?? EntryEvolution.Initial(StreamName.Parse(id).TryEntry()!.Value);
        return e.Data is IEngineEvent happened ? new EntryDocument { Id = id, State = EntryEvolution.Evolve(before, happened) } : snapshot;
    }
}
