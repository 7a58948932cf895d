using System.Buffers.Binary;
using System.Collections.Immutable;
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

    /// <summary>Whether something waits for a reading. The column's name is from when that was writes of unknown outcome only.</summary>
    [JsonIgnore]
    public bool Pending => State.IsUnsettled;

    /// <summary>Hashes of what an account is found by: an index of numbers costs a third of one of texts. Whoever asks compares the texts then.</summary>
    [JsonIgnore]
    public long[] FoundBy => SearchColumn(SearchKeys.Of(State));

    public static void ConfigureMarten(DocumentMapping<EntryDocument> mapping)
    {
        // Not Duplicate(): that would give each column an index of its own, which nobody asks and every append pays for.
        mapping.DuplicateField(nameof(Fingerprint), "bytea", notNull: true).DbType = NpgsqlDbType.Bytea;
        mapping.DuplicateField(nameof(Presence), "integer", notNull: true).DbType = NpgsqlDbType.Integer;
        mapping.DuplicateField(nameof(Pending), "boolean", notNull: true).DbType = NpgsqlDbType.Boolean;
        mapping.DuplicateField(nameof(FoundBy), "bigint[]", notNull: true).DbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint;
        mapping.Indexes.Add(new DocumentIndex(mapping, "found_by") { Method = IndexMethod.gin });
        mapping.Indexes.Add(new DocumentIndex(mapping, "id") { Collation = "C", IncludeColumns = ["fingerprint", "presence"] });
        mapping.Indexes.Add(new DocumentIndex(mapping, "id") { Name = "mt_doc_entry_idx_pending", Collation = "C", Predicate = "pending" });
    }

    /// <summary>The first eight bytes of the SHA-256 of each key. Storage format.</summary>
    internal static long[] SearchColumn(ImmutableArray<string> keys)
    {
        var hashes = keys.Length == 0 ? [] : new long[keys.Length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < hashes.Length; i++)
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(keys[i]), hash);
            hashes[i] = BinaryPrimitives.ReadInt64BigEndian(hash);
        }

        return hashes;
    }
}
