using System.Text.Json;

namespace SyncEngine.Bench.Runner;

/// <summary>What a measured child process is told, as JSON on its command line.</summary>
internal sealed record PieceArguments
{
    public required string Piece { get; init; }

    /// <summary>How many people.</summary>
    public int Size { get; init; }

    /// <summary>How many of them have accounts in the application, from the first.</summary>
    public int Accounts { get; init; }

    /// <summary>How often the same is done before the clock starts.</summary>
    public int WarmUps { get; init; }

    public string Connection { get; init; } = "";

    /// <summary>The LDIF file or the prepared rows to read, or the changes to make.</summary>
    public string Path { get; init; } = "";

    /// <summary>The address of a server, where one is read or written over the network.</summary>
    public string Url { get; init; } = "";

    public string User { get; init; } = "";

    /// <summary>A throw-away secret of this run's own server.</summary>
    public string Password { get; init; } = "";

    /// <summary>A file with the password, for programs that want it so.</summary>
    public string PasswordFile { get; init; } = "";

    public string Certificate { get; init; } = "";

    /// <summary>A service account's key file, where the server is a G Suite.</summary>
    public string KeyPath { get; init; } = "";

    public string BaseDn { get; init; } = "";

    /// <summary>Further attributes of accounts to read.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>Up to which sequence of the store, where a past state is asked for.</summary>
    public long Sequence { get; init; }

    internal string ToJson() => JsonSerializer.Serialize(this);

    internal static PieceArguments FromJson(string json) => JsonSerializer.Deserialize<PieceArguments>(json)!;
}

/// <summary>What a measured child process says.</summary>
/// <param name="Seconds">The time of what is measured, without start-up and preparation.</param>
/// <param name="Count">How many it handled; checked before the time counts.</param>
/// <param name="PeakMb">The largest resident memory of the process, in MiB.</param>
/// <param name="CpuSeconds">The processor time of what is measured where that can be told apart, else of the whole process.</param>
internal sealed record PieceResult(double Seconds, long Count, long PeakMb, double CpuSeconds)
{
    /// <summary>When the measured part began and ended, UTC.</summary>
    public DateTimeOffset Began { get; init; }

    public DateTimeOffset Ended { get; init; }

    /// <summary>Times of parts, by name, for comment lines.</summary>
    public IReadOnlyDictionary<string, double> Parts { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
}
