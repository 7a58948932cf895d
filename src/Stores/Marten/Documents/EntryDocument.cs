using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Marten.Schema;
using NpgsqlTypes;
using SyncEngine.History;
using SyncEngine.Model;
using Weasel.Postgresql.Tables;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// The state of one entry as a document. Its id names system, kind and anchor, so an index on it by bytes finds and orders the entries of a
/// system; that index carries fingerprint and presence too, and alone answers the question of observing. Column names are storage format.
/// </summary>
[DocumentAlias("entry")]
internal sealed class EntryDocument
{
    /// <summary>A longer search key is kept as its hash: it would not fit the index.</summary>
    private const int SearchKeyLengthMax = 200;

    /// <summary>The name of the entry's stream.</summary>
    public string Id { get; set; } = "";

    public required EntryState State { get; set; }

    /// <summary>The 32 bytes; none for an entry that was never observed.</summary>
    [JsonIgnore]
    public byte[] Fingerprint
    {
        get
        {
            var bytes = new byte[Model.Fingerprint.Length];
            return State.Fingerprint != Model.Fingerprint.None && State.Fingerprint.TryWriteBytes(bytes) ? bytes : [];
        }
    }

    [JsonIgnore]
    public int Presence => (int)State.Presence;

    /// <summary>Whether the outcome of a write is not known.</summary>
    [JsonIgnore]
    public bool Pending => State.Pending.Length > 0;

    [JsonIgnore]
    public string[] FoundBy => SearchColumn(SearchKeys.Of(State));

    public static void ConfigureMarten(DocumentMapping<EntryDocument> mapping)
    {
        // Not Duplicate(): that would give each column an index of its own, which nobody asks and every append pays for.
        mapping.DuplicateField(nameof(Fingerprint), "bytea", notNull: true).DbType = NpgsqlDbType.Bytea;
        mapping.DuplicateField(nameof(Presence), "integer", notNull: true).DbType = NpgsqlDbType.Integer;
        mapping.DuplicateField(nameof(Pending), "boolean", notNull: true).DbType = NpgsqlDbType.Boolean;
        mapping.DuplicateField(nameof(FoundBy), "text[]", notNull: true).DbType = NpgsqlDbType.Array | NpgsqlDbType.Text;
        mapping.Indexes.Add(new DocumentIndex(mapping, "found_by") { Method = IndexMethod.gin });
        mapping.Indexes.Add(new DocumentIndex(mapping, "id") { Collation = "C", IncludeColumns = ["fingerprint", "presence"] });
        mapping.Indexes.Add(new DocumentIndex(mapping, "id") { Name = "mt_doc_entry_idx_pending", Collation = "C", Predicate = "pending" });
    }

    internal static string[] SearchColumn(IEnumerable<string> keys) =>
        [.. keys.Select(key => key.Length <= SearchKeyLengthMax ? key : string.Concat(
            key.AsSpan(0, 2), "#", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))))];
}
