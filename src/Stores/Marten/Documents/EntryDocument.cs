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
/// The state of one entry as a document. Columns beside it carry what is asked for without the document; the index over them alone answers
/// the question of observing (key, fingerprint, presence of every entry). Column names are storage format.
/// </summary>
[DocumentAlias("entry")]
internal sealed class EntryDocument
{
    /// <summary>A longer search key is kept as its hash: it would not fit the index.</summary>
    private const int SearchKeyLengthMax = 200;

    /// <summary>The name of the entry's stream.</summary>
    public string Id { get; set; } = "";

    public required EntryState State { get; set; }

    [JsonIgnore]
    public string System => State.Key.System.Value;

    [JsonIgnore]
    public int Kind => (int)State.Key.Kind;

    [JsonIgnore]
    public string AnchorKey => OrdinalText.Of(State.Key.Anchor);

    [JsonIgnore]
    public string Fingerprint => State.Fingerprint.Value;

    [JsonIgnore]
    public int Presence => (int)State.Presence;

    [JsonIgnore]
    public string[] FoundBy => SearchColumn(SearchKeys.Of(State));

    public static void ConfigureMarten(DocumentMapping<EntryDocument> mapping)
    {
        mapping.Duplicate(x => x.System, "text", NpgsqlDbType.Text, notNull: true);
        mapping.Duplicate(x => x.Kind, "integer", NpgsqlDbType.Integer, notNull: true);
        mapping.Duplicate(x => x.AnchorKey, "text", NpgsqlDbType.Text, notNull: true);
        mapping.Duplicate(x => x.Fingerprint, "text", NpgsqlDbType.Text, notNull: true);
        mapping.Duplicate(x => x.Presence, "integer", NpgsqlDbType.Integer, notNull: true);
        mapping.Duplicate(x => x.FoundBy, "text[]", NpgsqlDbType.Array | NpgsqlDbType.Text, notNull: true, configure: index =>
        {
            index.Method = IndexMethod.gin;
            index.Predicate = $"kind = {(int)EntryKind.Account}";
        });
        mapping.Indexes.Add(new DocumentIndex(mapping, "system", "kind", "anchor_key")
        {
            Collation = "C",
            IncludeColumns = ["fingerprint", "presence"],
        });
    }

    internal static string[] SearchColumn(IEnumerable<string> keys) =>
        [.. keys.Select(key => key.Length <= SearchKeyLengthMax ? key : string.Concat(
            key.AsSpan(0, 2), "#", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))))];
}
