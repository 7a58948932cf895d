namespace SyncEngine.Stores.Marten;

/// <summary>
/// The statements that append in bulk, on the tables as Marten 9 lays them out: <see cref="BulkLayout"/> checks that they are so before any of
/// these is sent.
/// </summary>
internal sealed class BulkSql(string schema)
{
    /// <summary>Marten's own name for the one tenant of a store without tenants.</summary>
    internal const string Tenant = "*DEFAULT*";

    /// <summary>Columns of the rows that <see cref="EntryRows"/> writes.</summary>
    internal const string EntryColumns = "id, data, mt_version, fingerprint, presence, pending, found_by, mt_dotnet_type";

    internal string CopyStreams { get; } = $"copy {schema}.mt_streams (id, version, tenant_id, is_archived) from stdin (format binary)";

    internal string CopyEvents { get; } =
        $"copy {schema}.mt_events (seq_id, id, stream_id, version, data, type, mt_dotnet_type, timestamp, tenant_id, correlation_id, user_name, is_archived) "
        + "from stdin (format binary)";

    internal string CopyEntries { get; } = $"copy {schema}.mt_doc_entry ({EntryColumns}) from stdin (format binary)";

    internal string CopyStage { get; } = $"copy pg_temp.entry_stage ({EntryColumns}) from stdin (format binary)";

    /// <summary>In the one order of all writers, so that two never wait for each other.</summary>
    internal string LockStreams { get; } =
        $"""select id, version, coalesce(is_archived, false) from {schema}.mt_streams where id = any($1) order by id collate "C" for no key update""";

    internal string States { get; } = $"select data from {schema}.mt_doc_entry where id = any($1)";

    internal string DrawSequences { get; } =
        $"select array_agg(drawn) from (select nextval('{schema}.mt_events_sequence') drawn from generate_series(1, $1)) numbers";

    internal string MakeStage { get; } = $"create temp table entry_stage on commit drop as select {EntryColumns} from {schema}.mt_doc_entry limit 0";

    internal string AnalyzeStage { get; } = "analyze pg_temp.entry_stage (id)";

    internal string UpdateStreams { get; } =
        $"update {schema}.mt_streams s set version = n.version from unnest($1::varchar[], $2::bigint[]) as n(id, version) where s.id = n.id";

    internal string UpdateEntries { get; } =
        $"""
        update {schema}.mt_doc_entry d
        set data = s.data, mt_version = s.mt_version, mt_dotnet_type = s.mt_dotnet_type, mt_last_modified = transaction_timestamp(),
            fingerprint = s.fingerprint, presence = s.presence, pending = s.pending, found_by = s.found_by
        from pg_temp.entry_stage s where d.id = s.id
        """;
}
