namespace SyncEngine.Emulators;

/// <summary>How an emulated Pyrus starts. Numbers that Pyrus does not publish are assumptions; each says so.</summary>
public sealed class PyrusEmulatorOptions
{
    /// <summary>The default of <see cref="Login"/>.</summary>
    public const string LoginDefault = "sync@pyrus.example";

    /// <summary>The longest value of a text field, in characters (an assumption): a longer one is refused with <c>value_is_too_long</c>.</summary>
    public const int TextLengthMax = 256;

    /// <summary>The port of the accounts address on 127.0.0.1; 0 (the default) takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The port of the API address on 127.0.0.1; 0 (the default) takes a free one. Not used with <see cref="SelfHosted"/>.</summary>
    public int ApiPort { get; set; }

    /// <summary>
    /// False (the default): as the cloud, signing in and API have different addresses and the answer to signing in names the second. True: one
    /// address for both, and no <c>api_url</c>.
    /// </summary>
    public bool SelfHosted { get; set; }

    /// <summary>
    /// The address the sync account signs in with. Null takes the file's login, else <see cref="LoginDefault"/>. When nobody has it, an
    /// administrator with it is made.
    /// </summary>
    public string? Login { get; set; }

    /// <summary>The key of that account; null keeps the file's, or makes a random one.</summary>
    public string? SecurityKey { get; set; }

    /// <summary>How long a token lives. Default 24 hours (an assumption).</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many tokens one person may have; a further one revokes the oldest. Default 10 (an assumption).</summary>
    public int TokensPerPerson { get; set; } = 10;

    /// <summary>Requests of one person in one window. Default 5,000, as documented.</summary>
    public int RequestsPerWindow { get; set; } = 5_000;

    /// <summary>Members that one person may create in one window, beside the general limit. Default 500 (an assumption: the number is not published).</summary>
    public int CreationsPerWindow { get; set; } = 500;

    /// <summary>The length of the fixed window. Default 10 minutes, as documented.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The organisation, where no file names one.</summary>
    public PyrusOrganization Organization { get; set; } = new(110_001, "Emulated Company");

    /// <summary>A JSON file to begin with; null begins with the sync account alone. Not read when <see cref="DataPath"/> exists already.</summary>
    public string? SeedPath { get; set; }

    /// <summary>A JSON file that holds everything between starts, rewritten whole and atomically before a write is answered; null keeps nothing.</summary>
    public string? DataPath { get; set; }

    /// <summary>How many requests are remembered. Default 100,000.</summary>
    public int RequestsKept { get; set; } = 100_000;

    /// <summary>Whether answers are compressed for a client that asks for it. Default true.</summary>
    public bool Compression { get; set; } = true;

    /// <summary>The switches to begin with.</summary>
    public PyrusBehaviour Behaviour { get; set; } = new();

    /// <summary>The clock of token lifetimes, windows and delays.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
