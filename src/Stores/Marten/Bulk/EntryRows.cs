using System.Text.Json.Serialization.Metadata;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

/// <summary>Writes states as rows of the table of entries, in the columns that <see cref="BulkSql"/> names.</summary>
internal sealed class EntryRows
{
    private static readonly JsonTypeInfo Type = EngineJson.Options.GetTypeInfo(typeof(EntryDocument));
    private static readonly string DotNetType = typeof(EntryDocument).FullName!;
    private readonly byte[] fingerprint = new byte[Fingerprint.Length];

    internal void Write(CopyRows rows, string stream, EntryState state)
    {
        var document = new EntryDocument { Id = stream, State = state };
        rows.Row(8);
        rows.Text(stream);
        rows.Json(document, Type);
        rows.Int64(state.Version);
        state.Fingerprint.TryWriteBytes(fingerprint);
        rows.Bytes(state.Fingerprint == Fingerprint.None ? [] : fingerprint);
        rows.Int32(document.Presence);
        rows.Bool(document.Pending);
        rows.Int64s(document.FoundBy);
        rows.Text(DotNetType);
    }
}
