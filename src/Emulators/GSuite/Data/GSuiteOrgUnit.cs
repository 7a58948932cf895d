namespace SyncEngine.Emulators;

/// <summary>An organizational unit. Its name is the last part of its path.</summary>
public sealed record GSuiteOrgUnit
{
    /// <summary>The immutable id, which begins with <c>id:</c>; empty in a seed means the next free one.</summary>
    public string OrgUnitId { get; init; } = "";

    /// <summary>The whole path from the root: <c>/Staff/Sales</c>. It changes when the unit, or one above it, is renamed or moved.</summary>
    public string OrgUnitPath { get; init; } = "";

    /// <summary>What it is for; null for nothing.</summary>
    public string? Description { get; init; }

    internal string Name => OrgUnitPath[(OrgUnitPath.LastIndexOf('/') + 1)..];

    /// <summary>The path of the unit above; null for the root.</summary>
    internal string? ParentPath => OrgUnitPath == "/" ? null : OrgUnitPath.LastIndexOf('/') is > 0 and var at ? OrgUnitPath[..at] : "/";
}
