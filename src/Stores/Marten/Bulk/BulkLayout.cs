using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// The three tables that appending in bulk writes past Marten, column by column. A version of Marten that lays them out in another way (a
/// column more, another type) is not written past: its sessions know what to do.
/// </summary>
internal static class BulkLayout
{
    private static readonly string[] Expected =
    [
        "mt_doc_entry data jsonb required", "mt_doc_entry fingerprint bytea required", "mt_doc_entry found_by bigint[] required",
        "mt_doc_entry id character varying required", "mt_doc_entry mt_dotnet_type character varying",
        "mt_doc_entry mt_last_modified timestamp with time zone default", "mt_doc_entry mt_version bigint required default",
        "mt_doc_entry pending boolean required", "mt_doc_entry presence integer required",
        "mt_events bdata bytea", "mt_events correlation_id character varying", "mt_events data jsonb required", "mt_events id uuid required",
        "mt_events is_archived boolean default", "mt_events mt_dotnet_type character varying", "mt_events seq_id bigint required",
        "mt_events stream_id character varying", "mt_events tenant_id character varying default",
        "mt_events timestamp timestamp with time zone required default", "mt_events type character varying(500) required",
        "mt_events user_name character varying", "mt_events version bigint required",
        "mt_streams compacted_version bigint required default", "mt_streams created timestamp with time zone required default",
        "mt_streams id character varying required", "mt_streams is_archived boolean default", "mt_streams tenant_id character varying default",
        "mt_streams timestamp timestamp with time zone required default", "mt_streams type character varying", "mt_streams version bigint",
    ];

    /// <summary>The first few differences, for a message; null when there is none.</summary>
    internal static async Task<string?> DifferenceAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            """
            select c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || case when a.attnotnull then ' required' else '' end || case when a.atthasdef then ' default' else '' end
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = to_regnamespace($1) and c.relkind = 'r' and c.relname in ('mt_streams', 'mt_events', 'mt_doc_entry')
                and a.attnum > 0 and not a.attisdropped
            """,
            connection);
        command.Parameters.Add(new() { Value = schema });
        var found = new HashSet<string>(StringComparer.Ordinal);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerScope = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(reader.GetString(0));
        }

        string[] differences =
        [
            .. Expected.Where(column => !found.Contains(column)).Select(column => $"no '{column}'"),
            .. found.Except(Expected, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(column => $"'{column}'"),
        ];
        return differences.Length == 0 ? null : string.Join(", ", differences.Take(5));
    }
}
