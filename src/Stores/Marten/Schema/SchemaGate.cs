using JasperFx;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>Lets nobody in before the tables are what this version wants: makes the missing ones, alters none unless told to.</summary>
internal static class SchemaGate
{
    /// <exception cref="StoreException">The schema is missing or different and the policy does not allow the change.</exception>
    internal static async Task EnsureAsync(
        DocumentStore documents, DataSourceLease lease, MartenStoreOptions options, ILogger log, CancellationToken cancellationToken)
    {
        if ((await SchemaState.ReadAsync(documents, cancellationToken).ConfigureAwait(false)).IsReady)
        {
            return;
        }

        // Two hosts may start at once: the second waits here and then finds everything made.
        var connection = await lease.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        await LockAsync(connection, options, "pg_advisory_lock", cancellationToken).ConfigureAwait(false);
        try
        {
            var state = await SchemaState.ReadAsync(documents, cancellationToken).ConfigureAwait(false);
            if (Fault(state, options) is { } fault)
            {
                throw fault;
            }

            if (!state.IsReady)
            {
                var change = options.SchemaPolicy == SchemaPolicy.CreateAndAlter ? AutoCreate.CreateOrUpdate : AutoCreate.CreateOnly;
                await documents.Storage.Database.ApplyAllConfiguredChangesToDatabaseAsync(change, ct: cancellationToken).ConfigureAwait(false);
                Log.SchemaChanged(log, options.Schema, state.Missing.Count, state.Different.Count);
            }
        }
        finally
        {
            await LockAsync(connection, options, "pg_advisory_unlock", CancellationToken.None).ConfigureAwait(false);
        }
    }

    internal static StoreException? Fault(SchemaState state, MartenStoreOptions options)
    {
        if (state.Different.Count > 0 && options.SchemaPolicy != SchemaPolicy.CreateAndAlter)
        {
            return new StoreException(
                "StoreSchemaDiffers",
                $"The schema '{options.Schema}' was made by another version of the store, or was changed by hand: {Few(state.Different)}.",
                "Take a backup, then set SchemaPolicy to CreateAndAlter for one start; or give the store a schema of its own.");
        }

        return state.Missing.Count > 0 && options.SchemaPolicy == SchemaPolicy.VerifyOnly
            ? new StoreException(
                "StoreSchemaMissing",
                $"The schema '{options.Schema}' lacks {state.Missing.Count} of the store's {state.Wanted} objects ({Few(state.Missing)}), "
                    + "and SchemaPolicy is VerifyOnly.",
                "Start once with SchemaPolicy CreateMissing and an account that may define tables.")
            : null;
    }

    private static string Few(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(5)) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");

    private static async Task LockAsync(
        NpgsqlConnection connection, MartenStoreOptions options, string function, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand($"select {function}($1)", connection) { CommandTimeout = options.CommandTimeoutSeconds };
        command.Parameters.Add(new() { Value = LockKeys.Schema(options.Schema) });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
