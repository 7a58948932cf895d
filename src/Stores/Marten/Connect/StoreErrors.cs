using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>Says in the host's words what PostgreSQL says in codes. What it does not know stays as it is.</summary>
internal static class StoreErrors
{
    /// <summary>Whether an exception is the server's or the way to it, and not a cancellation, a clear error already, or a mistake of ours.</summary>
    internal static bool AreOf(Exception exception) => exception is not SyncEngineException && Cause(exception) is not null;

    /// <summary>The clear error for an exception that <see cref="AreOf"/> knows.</summary>
    internal static StoreException Clear(Exception exception, NpgsqlDataSource source)
    {
        var address = ConnectionText.Describe(source.ConnectionString);
        return Cause(exception) is PostgresException refused ? Refused(refused, address) : Unreachable(address, exception);
    }

    private static Exception? Cause(Exception exception)
    {
        for (var cause = exception; cause is not null and not OperationCanceledException; cause = cause.InnerException)
        {
            if (cause is PostgresException or NpgsqlException or SocketException or TimeoutException)
            {
                return cause;
            }
        }

        return null;
    }

    private static StoreException Unreachable(string address, Exception exception)
    {
        var cause = Cause(exception)!;
        var why = (cause.InnerException ?? cause).Message.TrimEnd('.');
        if (cause.InnerException is AuthenticationException)
        {
            return new StoreException(
                "StoreCertificateNotTrusted",
                $"The certificate of the store's PostgreSQL server is not trusted ({address}): {why}.",
                "Give the authority's certificate as Root Certificate in the connection string, or correct Host to the name in the certificate.",
                exception);
        }

        // Npgsql has no type for it: the server wants a password and the connection string has none.
        if (why.Contains("password has been provided", StringComparison.Ordinal))
        {
            return new StoreException(
                "StoreSignInRefused", $"The store's PostgreSQL server wants a password ({address}), and none is given.",
                "Give the password in the connection string, in PGPASSWORD, or in a passfile.", exception);
        }

        return new StoreException(
            "StoreUnreachable",
            $"The store's PostgreSQL server does not answer ({address}): {why}. "
                + "If something was being stored, whether it was is not known; running again is safe.",
            "Check that the server runs and that host, port and firewall let this machine connect.",
            exception);
    }

    private static StoreException Refused(PostgresException refused, string address)
    {
        var (code, what, remedy) = refused.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => (
                "StoreSignInRefused", "refuses the sign-in", "Check user and password of the connection string, and pg_hba.conf on the server."),
            PostgresErrorCodes.InvalidCatalogName => (
                "StoreDatabaseMissing", "has no such database", "Create the database, or correct its name in the connection string."),
            PostgresErrorCodes.InsufficientPrivilege => (
                "StorePermissionDenied", "denies a right", "Grant the user CREATE on the database for the first start, and all rights on the store's schema."),
            PostgresErrorCodes.TooManyConnections => (
                "StoreBusy", "has no connection left", "Raise max_connections, or close other users of the server."),
            PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => (
                "StoreUnreachable", "is starting or stopping", "Wait until it runs, then run again; running again is safe."),
            PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire => (
                "StoreUnstorableText", "cannot keep a text: it holds the character U+0000, or one that the database's encoding lacks",
                "Take the character out of the value in the system it comes from, or in its mapping; use a database with encoding UTF8."),
            PostgresErrorCodes.DiskFull => ("StoreFull", "has no space left on its disk", "Make room on the server, then run again; running again is safe."),
            PostgresErrorCodes.ReadOnlySqlTransaction => (
                "StoreReadOnly", "takes no writes (a standby, or set to read-only)", "Connect to the primary server."),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction => (
                "StoreSchemaDiffers", "lacks a table of the store, although it was there at the start",
                "Restore the schema from a backup, or start again with an empty one."),
            PostgresErrorCodes.QueryCanceled => (
                "StoreTooSlow", "did not end a command in time", "Raise CommandTimeout, or find out what holds the server up."),
            _ => ("StoreFailed", "failed", "See the server's log."),
        };
        return new StoreException(code, $"The store's PostgreSQL server {what} ({address}): {refused.MessageText} ({refused.SqlState}).", remedy, refused);
    }
}
