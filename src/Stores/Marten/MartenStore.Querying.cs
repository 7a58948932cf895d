using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

// How a query is run: one connection, rows as they arrive, clear errors.
internal sealed partial class MartenStore
{
    private async IAsyncEnumerable<T> QueryAsync<T>(
        string text, object[] parameters, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = database.Options.CommandTimeoutSeconds };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        var reader = await database.GuardAsync(() => command.ExecuteReaderAsync(cancellationToken)).ConfigureAwait(false);
        await using var readerScope = reader.ConfigureAwait(false);
        while (await database.GuardAsync(() => reader.ReadAsync(cancellationToken)).ConfigureAwait(false))
        {
            yield return read(reader);
        }
    }

    private IAsyncEnumerable<T> DocumentsAsync<T>(string text, object[] parameters, CancellationToken cancellationToken) =>
        QueryAsync(text, parameters, reader => Document<T>(reader, 0), cancellationToken);

    internal static T Document<T>(NpgsqlDataReader reader, int column) =>
        JsonSerializer.Deserialize<T>(reader.GetFieldValue<byte[]>(column), EngineJson.Options)!;
}
