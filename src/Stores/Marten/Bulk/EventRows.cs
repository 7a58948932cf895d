using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// Writes the events of one batch as rows of Marten's table of events. What is the same for all events of one type in a batch (its names,
/// the time, run and actor) is encoded once.
/// </summary>
internal sealed class EventRows(global::Marten.DocumentStore documents, EventMetadata metadata, DateTimeOffset at)
{
    private const int IdsAtOnce = 256;

    private readonly Dictionary<Type, Shape> shapes = [];
    private readonly byte[] ids = new byte[IdsAtOnce * 16];
    private int idsUsed = IdsAtOnce;

    internal void Write(CopyRows rows, long sequence, string stream, long version, IEngineEvent happened)
    {
        var shape = ShapeOf(happened);
        rows.Row(12);
        rows.Int64(sequence);
        rows.Uuid(NextId());
        rows.Text(stream);
        rows.Int64(version);
        rows.Json(happened, shape.Json);
        rows.Raw(shape.Rest);
    }

    /// <summary>Random ids, drawn many at once: asking the system for each costs more than the rest of the row.</summary>
    private Guid NextId()
    {
        if (idsUsed == IdsAtOnce)
        {
            RandomNumberGenerator.Fill(ids);
            idsUsed = 0;
        }

        var id = ids.AsSpan(idsUsed++ * 16, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private Shape ShapeOf(IEngineEvent happened)
    {
        var type = happened.GetType();
        if (shapes.TryGetValue(type, out var known))
        {
            return known;
        }

        // Marten's own names, whatever it makes them of.
        var sample = documents.Events.BuildEvent(happened);
        var rest = new CopyRows(512);
        rest.Text(sample.EventTypeName);
        rest.Text(sample.DotNetTypeName);
        rest.Timestamp(at);
        rest.Text(BulkSql.Tenant);
        rest.Text(metadata.Run.ToString());
        rest.Text(metadata.Actor.Name);
        rest.Bool(false);
        return shapes[type] = new Shape(EngineJson.Options.GetTypeInfo(type), rest.Written.ToArray());
    }

    private sealed record Shape(JsonTypeInfo Json, byte[] Rest);
}
