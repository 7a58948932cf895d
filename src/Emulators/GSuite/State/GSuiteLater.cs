namespace SyncEngine.Emulators;

/// <summary>Turns what a customer holds into what a file says: the story between two seeds.</summary>
internal static class GSuiteLater
{
    internal static void Tell(GSuiteState state, GSuiteDocument document)
    {
        Units(state, document);
        Users(state, document);
        Groups(state, document);
        foreach (var unit in state.OrgUnits.Where(u => u.OrgUnitPath != "/" && IsEmpty(state, u) && document.OrgUnits.All(d => d.OrgUnitPath != u.OrgUnitPath)).Reverse().ToList())
        {
            state.Remove(unit);
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
