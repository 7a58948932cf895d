namespace SyncEngine.EmbeddedPostgres;

/// <summary>The private server cannot be found, created, started or used. The message holds what the server itself said.</summary>
public sealed class EmbeddedPostgresException : SyncEngineException
{
    /// <summary>Code: the machine has no server programs and none could be downloaded.</summary>
    public const string BinariesMissing = "PostgresBinariesMissing";

    /// <summary>Code: the data was made by another major version than the programs found, or they are too old.</summary>
    public const string VersionMismatch = "PostgresVersionMismatch";

    /// <summary>Code: the data folder, or the programs, cannot be reached by the user the server runs as.</summary>
    public const string Unreachable = "PostgresUnreachable";

    /// <summary>Code: the server's data could not be created.</summary>
    public const string CreateFailed = "PostgresCreateFailed";

    /// <summary>Code: the server did not start.</summary>
    public const string StartFailed = "PostgresStartFailed";

    /// <summary>Code: another host holds the set-up lock longer than allowed.</summary>
    public const string Busy = "PostgresBusy";

    /// <summary>Code: this operating system is not supported.</summary>
    public const string NotSupported = "PostgresNotSupported";

    internal EmbeddedPostgresException(string code, string message, string remedy, Exception? innerException = null)
        : base(code, message, remedy, innerException)
    {
    }
}
