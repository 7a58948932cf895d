using System.Globalization;
using SyncEngine.Model;
using SyncEngine.Provisioning;

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

    /// <summary>Of the ids of one system; for COPY, which takes no parameters.</summary>
    internal string Index(object[] ids) =>
        $"""
        select id collate "C", fingerprint, presence from {schema}.mt_doc_entry
        where id collate "C" >= {Literal(ids[0])} and id collate "C" < {Literal(ids[1])}
        """;

    internal string Entries { get; } = $"select data from {schema}.mt_doc_entry where id = any($1)";

    internal string EntriesOfKind { get; } =
        $"""select data from {schema}.mt_doc_entry where id collate "C" >= $1 and id collate "C" < $2 order by id collate "C" """;

    /// <summary>As <see cref="EntriesOfKind"/> for all kinds, of those with a write whose outcome is not known: few, in an index of their own.</summary>
    internal string Pending { get; } =
        $"""
        select data from {schema}.mt_doc_entry where pending and id collate "C" >= $1 and id collate "C" < $2 order by id collate "C"
        """;

    /// <summary>
    /// Accounts by their manager, groups by their members. Reads every account and group of the system: asked only when somebody was deleted, and an index
    /// of every membership would cost every append.
    /// </summary>
    internal string Naming { get; } =
        $"""
        select id from {schema}.mt_doc_entry
        where id collate "C" >= $2 and id collate "C" < $3 and presence <> 2 and data -> 'state' -> 'attributes' ->> 'manager' = any($1)
        union all
        select id from {schema}.mt_doc_entry
        where id collate "C" >= $4 and id collate "C" < $5 and presence <> 2 and data -> 'state' -> 'members' ?| $1
        order by 1
        """;

    internal string PastOf { get; } =
        $"""
        select {EventColumns} from {schema}.mt_events where stream_id = any($1) and seq_id <= $2 and type <> 'tombstone' order by stream_id, version
        """;

    internal string NextStamp { get; } = $"select seq_id, timestamp from {schema}.mt_events where seq_id >= $1 order by seq_id limit 1";

    internal string SequenceAt { get; } =
        $"""
        select seq_id from {schema}.mt_events where seq_id < $2 and timestamp <= $1 and type <> 'tombstone' order by seq_id desc limit 1
        """;

    internal string Found { get; } =
        $"""
        select data from {schema}.mt_doc_entry where found_by && $1
        order by split_part(id, '/', 1) collate "C", id collate "C"
        """;

    internal string PlanView { get; } = $"select data from {schema}.mt_doc_plan_view where id = $1";

    internal string PlanViews { get; } = $"select data from {schema}.mt_doc_plan_view where sync = $1 order by began desc limit $2";

    internal string RunViews { get; } = $"select data from {schema}.mt_doc_run_view where sync = $1 order by began desc limit $2";

    internal string Plan { get; } = $"select data from {schema}.mt_doc_plan where id = $1";

    internal string CopyPlanRows { get; } = $"copy {schema}.{PlanRowTable.Name} (plan, place, id, status, data) from stdin (format binary)";

    /// <summary>The events of entries from one id to before another as rows for <see cref="EventReader"/>; for COPY, which takes no parameters.</summary>
    internal string Past(object[] ids, long upTo) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        select stream_id, type, data from {schema}.mt_events
        where stream_id collate "C" >= {Literal(ids[0])} and stream_id collate "C" < {Literal(ids[1])} and seq_id <= {upTo} and type <> 'tombstone'
        order by stream_id collate "C", version
        """);

    internal (string Text, object[] Parameters) PlanRows(PlanId plan, RowQuery query)
    {
        var parameters = new List<object> { plan.Value };
        string If(bool wanted, string before, Func<object> value, string after = "")
        {
            if (!wanted)
            {
                return "";
            }

            parameters.Add(value());
            return string.Create(CultureInfo.InvariantCulture, $" {before}${parameters.Count}{after}");
        }

        var from = $"from {schema}.{PlanRowTable.Name} where plan = $1";
        var statuses = If(!query.Statuses.IsDefault, "", () => query.Statuses.Select(status => (short)status).ToArray());
        var rest = If(!query.Ids.IsDefault, "and id = any(", () => query.Ids.ToArray(), ")")
            + If(query.After is not null, "and place collate \"C\" > ", () => query.After!)
            + " order by place collate \"C\""
            + If(query.Max is not null, "limit ", () => (long)query.Max!);

        // A page of some statuses is the first of the pages of each: asked for at once, the server would read all rows before it to find them.
        var text = statuses.Length == 0 ? $"select data {from}{rest}"
            : query.Max is null ? $"select data {from} and status = any({statuses}){rest}"
            : $"select data from unnest({statuses}::smallint[]) as s(wanted) cross join lateral (select data, place {from} and status = s.wanted{rest}) "
                + $"as pages order by place collate \"C\" limit ${parameters.Count}";
        return (text, [.. parameters]);
    }

    private static string Literal(object text) => $"'{((string)text).Replace("'", "''", StringComparison.Ordinal)}'";
}
