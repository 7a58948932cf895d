using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>The store's lines of <c>doctor</c>: reachable, version, encoding, schema, rights, clock. Writes nothing.</summary>
internal sealed class StoreCheck(DataSourceLease lease, MartenStoreOptions options, TimeProvider time) : ISystemCheck
{
    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromSeconds(30);

    public string Subject => "store";

    public async IAsyncEnumerable<CheckResult> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (connection, failure) = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (connection is null)
        {
            yield return failure!;
            yield break;
        }

        await using (connection.ConfigureAwait(false))
        {
            var source = await lease.GetAsync(cancellationToken).ConfigureAwait(false);
            yield return Ok("reachable", ConnectionText.Describe(source.ConnectionString));
            Func<Task<CheckResult>>[] checks =
            [
                () => Task.FromResult(Version(connection)),
                () => EncodingAsync(connection, cancellationToken),
                () => SchemaAsync(source, cancellationToken),
                () => RightsAsync(connection, cancellationToken),
                () => ClockAsync(connection, cancellationToken),
            ];
            foreach (var check in checks)
            {
                var result = await GuardedAsync(check, source).ConfigureAwait(false);
                yield return result;
                if (result.Status == CheckStatus.Failed)
                {
                    yield break;
                }
            }
        }
    }

    private async Task<(NpgsqlConnection? Connection, CheckResult? Failure)> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await lease.ConnectAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (SyncEngineException e)
        {
            return (null, Failed("reachable", e));
        }
    }

    private async Task<CheckResult> GuardedAsync(Func<Task<CheckResult>> check, NpgsqlDataSource source)
    {
        try
        {
            return await check().ConfigureAwait(false);
        }
        catch (Exception e) when (StoreErrors.AreOf(e))
        {
            return Failed("working", StoreErrors.Clear(e, source));
        }
    }

    private CheckResult Version(NpgsqlConnection connection) => Requirement(
        "version", $"PostgreSQL {connection.PostgreSqlVersion}", ServerRequirements.Fault(connection.PostgreSqlVersion));

    private async Task<CheckResult> EncodingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var encoding = await ServerRequirements.EncodingAsync(connection, cancellationToken).ConfigureAwait(false);
        return Requirement("encoding", encoding, ServerRequirements.Fault(encoding));
    }

    private async Task<CheckResult> SchemaAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var documents = DocumentStoreFactory.Make(source, options, time);
        await using var documentsScope = documents.ConfigureAwait(false);
        var state = await SchemaState.ReadAsync(documents, cancellationToken).ConfigureAwait(false);
        return SchemaGate.Fault(state, options) is { } fault ? Failed("schema", fault)
            : state.IsReady ? Ok("schema", $"'{options.Schema}' has all {state.Wanted} objects")
            : Ok("schema", $"'{options.Schema}' lacks {state.Missing.Count} of {state.Wanted} objects; the first use makes them") with { StoreIsNew = true };
    }

    private async Task<CheckResult> RightsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Of a schema that is there: using it and writing its tables, and making some when that may be needed. Else: making a schema.
        using var command = new NpgsqlCommand(
            """
            select case when to_regnamespace($1) is null then has_database_privilege(current_database(), 'CREATE')
                else has_schema_privilege($1, 'USAGE') and ($2 or has_schema_privilege($1, 'CREATE'))
                    and coalesce((select bool_and(has_table_privilege(c.oid, 'SELECT') and has_table_privilege(c.oid, 'INSERT')
                        and has_table_privilege(c.oid, 'UPDATE')) from pg_class c where c.relnamespace = to_regnamespace($1) and c.relkind = 'r'), true)
                end, current_setting('transaction_read_only') = 'off'
            """,
            connection);
        command.Parameters.Add(new() { Value = options.Schema });
        command.Parameters.Add(new() { Value = options.SchemaPolicy == SchemaPolicy.VerifyOnly });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerScope = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return !reader.GetBoolean(1) ? new CheckResult(
                Subject, "rights", CheckStatus.Failed, "The server takes no writes (a standby, or set to read-only).", "Connect to the primary server.")
            : !reader.GetBoolean(0) ? new CheckResult(
                Subject, "rights", CheckStatus.Failed, $"The user may not make or write the tables of schema '{options.Schema}'.",
                "Grant the user CREATE on the database for the first start, and all rights on the store's schema.")
            : Ok("rights", "may read and write");
    }

    private async Task<CheckResult> ClockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        var before = time.GetUtcNow();
        var server = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!, TimeSpan.Zero);
        var difference = (server - before - ((time.GetUtcNow() - before) / 2)).Duration();
        var text = string.Create(CultureInfo.InvariantCulture, $"differs from this machine's by {difference.TotalSeconds:0.0} s");
        return difference <= ClockDifferenceMax
            ? Ok("clock", text)
            : new CheckResult(Subject, "clock", CheckStatus.Warning, text, "Let both machines keep time by NTP: events are stamped by this machine's clock.");
    }

    private CheckResult Requirement(string check, string detail, StoreException? fault) =>
        fault is null ? Ok(check, detail) : Failed(check, fault);

    private CheckResult Ok(string check, string detail) => new(Subject, check, CheckStatus.Ok, detail);

    private CheckResult Failed(string check, SyncEngineException fault) => new(Subject, check, CheckStatus.Failed, fault.Message, fault.Remedy);
}
