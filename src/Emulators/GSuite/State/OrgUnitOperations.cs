namespace SyncEngine.Emulators;

/// <summary>What the product does to units.</summary>
internal static class OrgUnitOperations
{
    /// <summary>Ids stay, paths follow: of the unit, of the units below, and of the users in any of them.</summary>
    internal static void Move(GSuiteState state, string path, string newPath)
    {
        var unit = state.OrgUnit(path) is { ParentPath: not null } known ? known : throw new ArgumentException($"No unit to move has the path {path}.", nameof(path));
        var target = "/" + newPath.Trim('/');
        if (state.OrgUnit(target) is not null || IsBelow(target, unit.OrgUnitPath))
        {
            throw new ArgumentException($"The path {newPath} is taken, or below {path}.", nameof(newPath));
        }

        foreach (var moved in state.OrgUnits.Where(u => u == unit || IsBelow(u.OrgUnitPath, unit.OrgUnitPath)).ToList())
        {
            state.Remove(moved);
            state.Put(moved with { OrgUnitPath = target + moved.OrgUnitPath[unit.OrgUnitPath.Length..] });
        }

        foreach (var user in state.Users.Where(u => u.OrgUnitPath == unit.OrgUnitPath || IsBelow(u.OrgUnitPath, unit.OrgUnitPath)).ToList())
        {
            // The unit changed, and nobody can watch units.
            state.Put(user with { OrgUnitPath = target + user.OrgUnitPath[unit.OrgUnitPath.Length..] }, told: false);
        }
    }

    private static bool IsBelow(string path, string above) => path.StartsWith(above + "/", StringComparison.Ordinal);
}
