namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// Where the private server keeps its data and how careful it is. Environment variables beside these, for the person at the machine:
/// <c>SYNCENGINE_PG_BIN</c> (the only folder to take the server's programs from), <c>SYNCENGINE_PG_USER</c> (whom the server runs as when
/// this process is root), <c>SYNCENGINE_PG_DOWNLOAD=0</c> (never download).
/// </summary>
public sealed class EmbeddedPostgresOptions
{
    /// <summary>The default of <see cref="StartTimeout"/>.</summary>
    public static readonly TimeSpan StartTimeoutDefault = TimeSpan.FromSeconds(60);

    /// <summary>The default of <see cref="StopTimeout"/>.</summary>
    public static readonly TimeSpan StopTimeoutDefault = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The folder under which the server's files are kept, one folder for each major version of PostgreSQL. Null or empty means
    /// <c>/var/lib/syncengine/postgres</c> for root and the user's data folder (<c>~/.local/share/syncengine/postgres</c>) otherwise. As root
    /// it must be a folder that the server's user can enter. Hosts on one machine that give the same folder share one server.
    /// </summary>
    public string? DataPath { get; set; }

    /// <summary>
    /// True (the default): a commit that was acknowledged survives a power failure. False is faster and for throw-away data only. The host
    /// that starts the server decides; a host that joins a running one takes what is there.
    /// </summary>
    public bool Durable { get; set; } = true;

    /// <summary>Whether the server's programs may be downloaded (about 10 MB) where the machine has none. Default true.</summary>
    public bool AllowDownload { get; set; } = true;

    /// <summary>How long to wait for another host's set-up, and for the server to be ready; 1 second to 1 hour, default 60 seconds.</summary>
    public TimeSpan StartTimeout { get; set; } = StartTimeoutDefault;

    /// <summary>How long the server may take to stop before it is made to; 1 second to 1 hour, default 30 seconds.</summary>
    public TimeSpan StopTimeout { get; set; } = StopTimeoutDefault;

    internal void Validate()
    {
        Check(StartTimeout, nameof(StartTimeout));
        Check(StopTimeout, nameof(StopTimeout));
    }

    private static void Check(TimeSpan value, string name)
    {
        if (value < TimeSpan.FromSeconds(1) || value > TimeSpan.FromHours(1))
        {
            throw new ConfigurationException(
                $"{nameof(EmbeddedPostgresOptions)}.{name} is {value}.", "Give a time between 1 second and 1 hour.");
        }
    }
}
