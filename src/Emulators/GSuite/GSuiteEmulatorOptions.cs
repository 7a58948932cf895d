namespace SyncEngine.Emulators;

/// <summary>How an emulated G Suite starts. Numbers that Google does not publish are assumptions; each says so.</summary>
public sealed class GSuiteEmulatorOptions
{
    /// <summary>The scopes an administrator has authorised by default: all that only read users, groups, members, units, domains and the customer.</summary>
    public static IReadOnlyList<string> ReadOnlyScopes { get; } =
    [
        GSuiteScopes.Prefix + "admin.directory.user.readonly", GSuiteScopes.Prefix + "admin.directory.group.readonly",
        GSuiteScopes.Prefix + "admin.directory.group.member.readonly", GSuiteScopes.Prefix + "admin.directory.orgunit.readonly",
        GSuiteScopes.Prefix + "admin.directory.domain.readonly", GSuiteScopes.Prefix + "admin.directory.customer.readonly",
    ];

    /// <summary>The port on 127.0.0.1; 0 (the default) takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The customer's id, where no file names one.</summary>
    public string CustomerId { get; set; } = "C03emu1at";

    /// <summary>The customer's domains, the primary one first, where no file names any. Default <c>corp.example</c>.</summary>
    public IReadOnlyList<string> Domains { get; set; } = ["corp.example"];

    /// <summary>
    /// The address of the administrator to act as. Null takes the file's, else <c>admin@</c> the primary domain. When nobody has it, a super
    /// administrator with it is made.
    /// </summary>
    public string? DelegatedAdmin { get; set; }

    /// <summary>The scopes the service account is authorised for to begin with. Default <see cref="ReadOnlyScopes"/>.</summary>
    public IReadOnlyList<string> AuthorizedScopes { get; set; } = ReadOnlyScopes;

    /// <summary>How long an access token lives. Default one hour, as documented.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a page token can be used. Default three days, as documented.</summary>
    public TimeSpan PageTokenLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long a deleted user is listed and can be brought back. Default 20 days, as documented.</summary>
    public TimeSpan DeletedUsersKept { get; set; } = TimeSpan.FromDays(20);

    /// <summary>Requests of one user in one <see cref="Window"/>. Default 2,400, as documented.</summary>
    public int RequestsPerWindow { get; set; } = 2_400;

    /// <summary>The length of the fixed window. Default one minute, as documented.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A JSON file to begin with; null begins with the administrator alone. Not read when <see cref="DataPath"/> exists already.</summary>
    public string? SeedPath { get; set; }

    /// <summary>A JSON file that holds everything between starts, rewritten whole and atomically before a write is answered; null keeps nothing.</summary>
    public string? DataPath { get; set; }

    /// <summary>
    /// Where the service account's key file is written at each start. Null (the default): beside <see cref="DataPath"/>, ending in
    /// <c>.key.json</c>; without that, a temporary file that is deleted at the end.
    /// </summary>
    public string? ServiceAccountKeyPath { get; set; }

    /// <summary>How many requests are remembered. Default 100,000.</summary>
    public int RequestsKept { get; set; } = 100_000;

    /// <summary>Whether answers are compressed for a client that asks for it as Google wants: the word <c>gzip</c> in User-Agent too. Default true.</summary>
    public bool Compression { get; set; } = true;

    /// <summary>The switches to begin with.</summary>
    public GSuiteBehaviour Behaviour { get; set; } = new();

    /// <summary>The clock of lifetimes, windows, lags and delays.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
