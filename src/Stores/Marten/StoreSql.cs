namespace SyncEngine.Stores.Marten;

/// <summary>
/// The reading statements, on the tables as Marten 9 lays them out. Tombstones, which Marten writes for sequences of failed appends, are no
/// events. Texts are ordered by bytes (collation "C"), whatever the database's own collation is.
/// </summary>
internal sealed class StoreSql(string schema)
{
    private const string EventColumns = "stream_id, version, seq_id, timestamp, correlation_id, user_name, type, data";

    internal string Stream { get; } =
        $"select {EventColumns} from {schema}.mt_events where stream_id = $1 and type <> 'tombstone' order by version";

    internal string All { get; } =
        $"select {EventColumns} from {schema}.mt_events where seq_id > $1 and seq_id <= $2 and type <> 'tombstone' order by seq_id";

    internal string LastSequence { get; } =
        $"select seq_id from {schema}.mt_events where type <> 'tombstone' order by seq_id desc limit 1";

    internal string Versions { get; } = $"select id, version from {schema}.mt_streams where id = any($1)";

    /// <summary>Of the ids from $1 to before $2, which are those of one system.</summary>
    internal string Index { get; } =
        $"""select id collate "C", fingerprint, presence from {schema}.mt_doc_entry where id collate "C" >= $1 and id collate "C" < $2""";

    internal string Entries { get; } = $"select data from {schema}.mt_doc_entry where id = any($1)";

    internal string EntriesOfKind { get; } =
        $"""select data from {schema}.mt_doc_entry where id collate "C" >= $1 and id collate "C" < $2 order by id collate "C" """;

    internal string Pending { get; } =
        $"""
        select data from {schema}.mt_doc_entry where system = $1 and jsonb_array_length(data -> 'state' -> 'pending') > 0
        order by kind, anchor_key collate "C"
        """;

    internal string Past { get; } =
        $"""
        select {EventColumns} from {schema}.mt_events where starts_with(stream_id, $1) and seq_id <= $2 and type <> 'tombstone'
        order by stream_id collate "C", version
        """;

    internal string PastOf { get; } =
        $"""select {EventColumns} from {schema}.mt_events where stream_id = any($1) and seq_id <= $2 and type <> 'tombstone' order by stream_id collate "C", version""";

    internal string SequenceAt { get; } =
        $"select coalesce(max(seq_id), 0) from {schema}.mt_events where timestamp <= $1 and type <> 'tombstone'";

    internal string Found { get; } =
        $"""
        select data from {schema}.mt_doc_entry where found_by && $1
        order by split_part(id, '/', 1) collate "C", id collate "C" limit $2
        """;

    internal string PlanView { get; } = $"select data from {schema}.mt_doc_plan_view where id = $1";

    internal string PlanViews { get; } = $"select data from {schema}.mt_doc_plan_view where sync = $1 order by began desc limit $2";

    internal string RunViews { get; } = $"select data from {schema}.mt_doc_run_view where sync = $1 order by began desc limit $2";

    internal string Plan { get; } = $"select data from {schema}.mt_doc_plan where id = $1";

    internal string PlanRows { get; } = $"""select data from {schema}.mt_doc_plan_rows where id = any($1) order by id collate "C" """;
}
