using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>What a server and a database must be before anything is kept there.</summary>
internal static class ServerRequirements
{
    internal const int MajorVersionMin = 15;

    /// <exception cref="StoreException">The server is too old, or the database has another encoding.</exception>
    internal static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (Fault(connection.PostgreSqlVersion) is { } old)
        {
            throw old;
        }

        if (Fault(await EncodingAsync(connection, cancellationToken).ConfigureAwait(false)) is { } encoding)
        {
            throw encoding;
        }
    }

    internal static StoreException? Fault(Version server) => server.Major >= MajorVersionMin ? null : new StoreException(
        "StoreServerTooOld",
        $"The store's server is PostgreSQL {server}; {MajorVersionMin} or newer is needed.",
        "Upgrade the server, or give the connection string of a newer one.");

    internal static StoreException? Fault(string encoding) => encoding == "UTF8" ? null : new StoreException(
        "StoreEncodingUnsupported",
        $"The store's database has the encoding {encoding}; UTF8 is needed, or names in other scripts could not be kept.",
        "Create a database with ENCODING 'UTF8' and give its name in the connection string.");

    internal static async Task<string> EncodingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("select current_setting('server_encoding')", connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
