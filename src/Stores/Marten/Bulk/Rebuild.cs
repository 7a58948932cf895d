using Npgsql;
using SyncEngine.History;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// Makes the table of entries again from the events: reads them stream by stream on one connection, folds, and copies the states into a new
/// table on another, which then takes the place of the old one with its name, columns, indexes, settings and rights. One transaction: readers
/// have the old table until it ends. Writers wait at the lock that every append takes, and at the tables.
/// </summary>
internal sealed class Rebuild(MartenDatabase database, StoreSql reading)
{
    private const string NewTable = "mt_doc_entry_rebuilt";

    private string Schema => database.Options.Schema;

    private string Old => $"{Schema}.mt_doc_entry";

    private string New => $"{Schema}.{NewTable}";

    internal async Task<RebuildReport> RunAsync(CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            $"""
            select pg_advisory_xact_lock({LockKeys.Append(Schema)});
            lock table {Schema}.mt_events, {Old} in share row exclusive mode;
            set local maintenance_work_mem = '256MB';
            drop table if exists {New};
            create table {New} (like {Old} including defaults including storage including compression);
            """,
            cancellationToken).ConfigureAwait(false);
        var report = await FillAsync(connection, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, await TextAsync(connection, SettingsText(), cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        await ExecuteAsync(connection, $"analyze {New} (id, presence, pending)", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, await TextAsync(connection, SwapText(), cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return report;
    }

    private async Task<RebuildReport> FillAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var source = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var sourceScope = source.ConfigureAwait(false);
        var transaction = await MartenStore.ReadingAsync(source, cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var reader = await CopyReader.BeginAsync(source, reading.Past(EntryIds.All, long.MaxValue), EventReader.Fields, cancellationToken)
            .ConfigureAwait(false);
        await using var readerScope = reader.ConfigureAwait(false);

        // Frozen: nobody sees the new table before it is complete, and whoever reads it then needs no look at who wrote what.
        var sender = await CopySender.BeginAsync(
            connection, $"copy {New} ({BulkSql.EntryColumns}) from stdin (format binary, freeze)", cancellationToken).ConfigureAwait(false);
        await using var senderScope = sender.ConfigureAwait(false);
        var (events, rows, entries) = (new EventReader(reader), new EntryRows(), 0L);
        while (await events.ReadAsync(cancellationToken).ConfigureAwait(false) is { } state)
        {
            rows.Write(sender.Rows, events.Stream, state);
            entries++;
            await sender.TurnAsync(cancellationToken).ConfigureAwait(false);
        }

        await sender.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return new RebuildReport(events.Events, entries);
    }

    /// <summary>Statements that give the new table what the old one has: indexes and keys (by passing names), rights, settings, owner.</summary>
    private string SettingsText() =>
        $"""
        select coalesce(string_agg(statement, E';\n' order by step, statement), '') from (
            select 1 step, case when c.contype = 'p'
                then format('alter table {New} add constraint %I %s', c.conname || '_rebuilt', pg_get_constraintdef(c.oid))
                else replace(replace(pg_get_indexdef(i.indexrelid), format(' INDEX %I ON ', x.relname), format(' INDEX %I ON ', x.relname || '_rebuilt')),
                    ' ON {Old} ', ' ON {New} ') end statement
            from pg_index i join pg_class x on x.oid = i.indexrelid left join pg_constraint c on c.conindid = i.indexrelid and c.contype = 'p'
            where i.indrelid = '{Old}'::regclass
            union all
            select 2, format('grant %s on {New} to %s%s', a.privilege_type, case a.grantee when 0 then 'public' else quote_ident(r.rolname) end,
                case when a.is_grantable then ' with grant option' else '' end)
            from pg_class t cross join aclexplode(t.relacl) a left join pg_roles r on r.oid = a.grantee where t.oid = '{Old}'::regclass
            union all
            select 3, format('alter table {New} set (%s)', array_to_string(t.reloptions, ', ')) from pg_class t
            where t.oid = '{Old}'::regclass and t.reloptions is not null
            union all
            select 4, format('alter table {New} owner to %I', pg_get_userbyid(t.relowner)) from pg_class t
            where t.oid = '{Old}'::regclass and pg_get_userbyid(t.relowner) <> current_user
        ) statements
        """;

    /// <summary>Statements that put the new table in the place of the old one.</summary>
    private string SwapText() =>
        $"""
        select 'drop table {Old}' || string_agg(
            format(E';\nalter index {Schema}.%I rename to %I', x.relname, left(x.relname, length(x.relname) - length('_rebuilt'))), '')
            || E';\nalter table {New} rename to mt_doc_entry'
        from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = '{New}'::regclass
        """;

    private async Task<string> TextAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = database.Options.CommandTimeoutSeconds };
        return (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = database.Options.CommandTimeoutSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
