using System.Text.Json.Serialization.Metadata;
using Marten;
using Marten.Services;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// One plan on its way: its rows go to the server while it is computed, and its header and events join them in the transaction at the end.
/// Takes no lock before that: others read and append while a plan is computed.
/// </summary>
internal sealed class PlanWriter : IPlanWriter
{
    private static readonly JsonTypeInfo RowType = EngineJson.Options.GetTypeInfo(typeof(PlanRow));

    private readonly MartenStore store;
    private readonly PlanId plan;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly CopySender sender;

    private PlanWriter(MartenStore store, PlanId plan, NpgsqlConnection connection, NpgsqlTransaction transaction, CopySender sender) =>
        (this.store, this.plan, this.connection, this.transaction, this.sender) = (store, plan, connection, transaction, sender);

    internal static async Task<IPlanWriter> BeginAsync(
        MartenStore store, PlanId plan, string copy, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var begun = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

            // Computing may take longer between two rows than a server lets transactions idle.
            using var command = new NpgsqlCommand("set local idle_in_transaction_session_timeout = 0", connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return new PlanWriter(store, plan, connection, begun, await CopySender.BeginAsync(connection, copy, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task AddAsync(IReadOnlyList<PlanRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        await store.TranslateAsync([], async () =>
        {
            foreach (var row in rows)
            {
                var to = sender.Rows;
                to.Row(5);
                to.Uuid(plan.Value);
                to.Text(row.Place);
                to.Text(row.Id);
                to.Int16((short)row.Status);
                to.Json(row, RowType, binary: false);
                await sender.TurnAsync(cancellationToken).ConfigureAwait(false);
            }

            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    public async Task CommitAsync(Plan plan, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        StreamAppend.EnsureValid(appends);
        await store.TranslateAsync(appends, async () =>
        {
            await sender.CompleteAsync(cancellationToken).ConfigureAwait(false);
            await store.SaveAsync(SessionOptions.ForTransaction(transaction), appends, metadata, PlanDocument.Of(plan), cancellationToken)
                .ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await sender.DisposeAsync().ConfigureAwait(false);
        await transaction.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
