namespace SyncEngine.Emulators;

/// <summary>Everything an emulator keeps, as it is in a seed file and in the data file. All parts are optional in a seed.</summary>
internal sealed record GSuiteDocument
{
    public string? CustomerId { get; init; }

    /// <summary>The customer's domains, the primary one first.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>The address of the administrator to act as; made when nobody has it.</summary>
    public string? DelegatedAdmin { get; init; }

    public GSuiteServiceAccount? ServiceAccount { get; init; }

    public IReadOnlyList<GSuiteOrgUnit> OrgUnits { get; init; } = [];

    public IReadOnlyList<GSuiteUser> Users { get; init; } = [];

    public IReadOnlyList<GSuiteGroup> Groups { get; init; } = [];

    public long NextNumber { get; init; }
}
