namespace SyncEngine.Emulators;

/// <summary>Turns what a customer holds into what a file says: the story between two seeds.</summary>
internal static class GSuiteLater
{
    internal static bool Tell(GSuiteState state, GSuiteDocument document)
    {
        Check(state, document);
        Units(state, document);
        Users(state, document);
        Groups(state, document);
        foreach (var unit in state.OrgUnits.Where(u => u.OrgUnitPath != "/" && IsEmpty(state, u) && document.OrgUnits.All(d => d.OrgUnitPath != u.OrgUnitPath)).Reverse().ToList())
        {
            state.Remove(unit);
        }

        return true;
    }

    /// <summary>Before anything changes: what cannot be told is refused whole.</summary>
    private static void Check(GSuiteState state, GSuiteDocument document)
    {
        var addresses = document.Users.Where(u => !u.IsDeleted).SelectMany(u => u.Aliases.Prepend(u.PrimaryEmail)).Concat(document.Groups.Select(g => g.Email));
        if (addresses.GroupBy(GSuiteState.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ConfigurationException($"What the emulator is to change to gives the address '{twice.Key}' to more than one entry.", "Give every user and group an address of its own; aliases count.");
        }

        if (document.OrgUnits.FirstOrDefault(u => u.OrgUnitId.Length > 0 && state.OrgUnit(u.OrgUnitPath) is { } there && there.OrgUnitId != u.OrgUnitId) is { } taken)
        {
            throw new ConfigurationException($"The path '{taken.OrgUnitPath}' belongs to a unit with another id.", "Rename that unit first, or leave the id out.");
        }
    }

    /// <summary>A unit with another path was moved or renamed, and those below it with it.</summary>
    private static void Units(GSuiteState state, GSuiteDocument document)
    {
        foreach (var unit in document.OrgUnits.OrderBy(u => u.OrgUnitPath, StringComparer.Ordinal))
        {
            if (unit.OrgUnitId.Length > 0 && state.OrgUnit(unit.OrgUnitId) is { } known && known.OrgUnitPath != unit.OrgUnitPath)
            {
                OrgUnitOperations.Move(state, known.OrgUnitPath, unit.OrgUnitPath);
            }

            state.Put(unit);
        }
    }

    /// <summary>First who leaves, so that the addresses are free; a user who did not change keeps the etag.</summary>
    private static void Users(GSuiteState state, GSuiteDocument document)
    {
        var known = document.Users.Select(user => (Before: user.Id.Length > 0 ? state.UserById(user.Id) : state.User(user.PrimaryEmail), After: user)).ToList();
        var staying = known.Select(k => k.Before?.Id).Append(state.User(state.DelegatedAdmin)!.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var user in state.Users.Where(u => !u.IsDeleted && !staying.Contains(u.Id)).ToList())
        {
            UserOperations.Delete(state, user);
        }

        foreach (var (before, after) in known)
        {
            var changed = before is null ? after : after with { Id = before.Id, Version = before.Version, CreationTime = after.CreationTime ?? before.CreationTime };
            if (before is null || !Bytes(before).AsSpan().SequenceEqual(Bytes(changed)))
            {
                state.Put(changed);
            }
        }
    }

    private static void Groups(GSuiteState state, GSuiteDocument document)
    {
        var known = document.Groups.Select(group => (Before: state.Group(group.Id.Length > 0 ? group.Id : group.Email), After: group)).ToList();
        var staying = known.Select(k => k.Before?.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var group in state.Groups.Where(g => !staying.Contains(g.Id)).ToList())
        {
            state.Remove(group);
        }

        // Groups before their members, since groups are members too.
        foreach (var (group, members) in known.Select(k => (state.Put(k.After with { Id = k.Before?.Id ?? k.After.Id, Members = [] }), k.After.Members)).ToList())
        {
            state.Put(group with { Members = members });
        }
    }

    private static bool IsEmpty(GSuiteState state, GSuiteOrgUnit unit) =>
        state.Users.All(u => u.OrgUnitPath != unit.OrgUnitPath && !u.OrgUnitPath.StartsWith(unit.OrgUnitPath + "/", StringComparison.Ordinal));

    private static byte[] Bytes(GSuiteUser user) => GSuiteFile.ToBytes(new GSuiteDocument { Users = [user] });
}
