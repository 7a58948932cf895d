namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// The settings we lay over the server's own, written before each start, so that data moved to another place starts there. No network at
/// all: whoever may enter the socket's folder (the server's user and root) is in, nobody else.
/// </summary>
internal static class ServerSettings
{
    /// <summary>What the data's own configuration ends with.</summary>
    public const string Include = "\n# The embedded server's settings, written before each start.\ninclude = '../server.conf'\n";

    /// <summary>Writes the file.</summary>
    public static void Write(ClusterLayout layout, bool durable) => File.WriteAllText(layout.Settings, Text(layout.SocketFolder, durable));

    /// <summary>The file's text.</summary>
    public static string Text(string socketFolder, bool durable)
    {
        var safety = durable ? "on" : "off";
        return $"""
            listen_addresses = ''
            port = 5432
            unix_socket_directories = '{Quoted(socketFolder)}'
            unix_socket_permissions = 0700
            max_connections = 200
            timezone = 'UTC'
            log_timezone = 'UTC'
            fsync = {safety}
            synchronous_commit = {safety}
            full_page_writes = {safety}

            """;
    }

    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
}
