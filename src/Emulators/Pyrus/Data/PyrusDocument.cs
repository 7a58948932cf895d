namespace SyncEngine.Emulators;

/// <summary>Everything an emulator keeps, as it is in a seed file and in the data file. All parts are optional in a seed.</summary>
internal sealed record PyrusDocument
{
    public PyrusOrganization? Organization { get; init; }

    public IReadOnlyList<PyrusMember> Members { get; init; } = [];

    public IReadOnlyList<PyrusRole> Roles { get; init; } = [];

    public IReadOnlyList<PyrusDepartment> Departments { get; init; } = [];

    public IReadOnlyList<PyrusForeignOrganization> ForeignOrganizations { get; init; } = [];

    /// <summary>The login that the emulator announces; the first member with a key when it is missing.</summary>
    public string? Login { get; init; }

    public int NextPersonId { get; init; }

    public long NextDepartmentId { get; init; }
}
