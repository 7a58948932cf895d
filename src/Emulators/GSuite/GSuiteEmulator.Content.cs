namespace SyncEngine.Emulators;

/// <summary>What the emulated customer holds, and how a test or a demo changes it past the API.</summary>
public sealed partial class GSuiteEmulator
{
    /// <summary>Every user by id, the deleted ones that can still come back included.</summary>
    public IReadOnlyList<GSuiteUser> Users => Read<IReadOnlyList<GSuiteUser>>(s => [.. s.Users.OrderBy(u => u.Id, StringComparer.Ordinal)]);

    /// <summary>Every group, by id.</summary>
    public IReadOnlyList<GSuiteGroup> Groups => Read<IReadOnlyList<GSuiteGroup>>(s => [.. s.Groups.OrderBy(g => g.Id, StringComparer.Ordinal)]);

    /// <summary>Channels of <c>users.watch</c> that are open.</summary>
    public IReadOnlyList<GSuiteChannel> Channels => Read(_ => services.Channels.Open);

    /// <summary>Every unit, by path; the root is the first.</summary>
    public IReadOnlyList<GSuiteOrgUnit> OrgUnits => Read<IReadOnlyList<GSuiteOrgUnit>>(s => [.. s.OrgUnits]);

    /// <summary>Adds a user, or replaces the one with the same id. A unit that is missing is made. Gives the user with its id.</summary>
    /// <exception cref="ArgumentException">Somebody else has one of the addresses.</exception>
    public GSuiteUser SeedUser(GSuiteUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Changed(s => UserOperations.Put(s, user));
    }

    /// <summary>Adds a group, or replaces the one with the same id. Circles of groups are allowed here; the API makes none. Gives the group with its id.</summary>
    /// <exception cref="ArgumentException">Somebody else has the address.</exception>
    public GSuiteGroup SeedGroup(GSuiteGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Changed(s => s.IsTaken(group.Email, group.Id) ? throw new ArgumentException($"The address {group.Email} is taken.", nameof(group)) : s.Put(group));
    }

    /// <summary>Adds or replaces a unit, and makes those above it that are missing.</summary>
    public GSuiteOrgUnit SeedOrgUnit(GSuiteOrgUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return Changed(s => s.Put(unit));
    }

    /// <summary>The user who is there and has an id, address or alias; null for none.</summary>
    public GSuiteUser? FindUser(string key) => Read(s => s.User(key));

    /// <summary>The group with an id or address; null for none.</summary>
    public GSuiteGroup? FindGroup(string key) => Read(s => s.Group(key));

    /// <summary>Changes a user found by id, address or alias.</summary>
    /// <exception cref="ArgumentException">There is no such user, or somebody else has one of the addresses.</exception>
    public GSuiteUser ChangeUser(string key, Func<GSuiteUser, GSuiteUser> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Changed(s => UserOperations.Put(s, change(Known(s, key)) with { Id = Known(s, key).Id }));
    }

    /// <summary>Suspends a user.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public GSuiteUser SuspendUser(string key, string reason = "ADMIN") => ChangeUser(key, u => u with { Suspended = true, SuspensionReason = reason });

    /// <summary>Lets a suspended user sign in again.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public GSuiteUser UnsuspendUser(string key) => ChangeUser(key, u => u with { Suspended = false, SuspensionReason = null });

    /// <summary>Gives a user another address; the old one stays an alias, as in the product.</summary>
    /// <exception cref="ArgumentException">There is no such user, or somebody else has the address.</exception>
    public GSuiteUser RenameUser(string key, string email) => Changed(s => UserOperations.Rename(s, Known(s, key), email));

    /// <summary>Deletes a user, who can be brought back for <see cref="GSuiteEmulatorOptions.DeletedUsersKept"/>.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public GSuiteUser DeleteUser(string key) => Changed(s => UserOperations.Delete(s, Known(s, key)));

    /// <summary>Brings back a deleted user, by id only, with the memberships the user had.</summary>
    /// <exception cref="ArgumentException">There is no such deleted user, or somebody else has one of the addresses by now.</exception>
    public GSuiteUser UndeleteUser(string id, string orgUnitPath = "/") => Changed(s =>
    {
        s.Purge();
        return s.UserById(id) is { IsDeleted: true } user
            ? UserOperations.Put(s, user with { DeletionTime = null, OrgUnitPath = orgUnitPath })
            : throw new ArgumentException($"No deleted user has the id {id}.", nameof(id));
    });

    /// <summary>Adds a direct member to a group, or changes the role of one who is there.</summary>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    public GSuiteGroup AddMember(string groupKey, GSuiteMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return Changed(s => GroupMemberOperations.Add(s, KnownGroup(s, groupKey), member));
    }

    /// <summary>Adds a user, a group or somebody outside to a group, by address or id.</summary>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    public GSuiteGroup AddMember(string groupKey, string memberKey) =>
        AddMember(groupKey, memberKey?.Contains('@', StringComparison.Ordinal) == true ? new GSuiteMember { Email = memberKey } : new GSuiteMember { Id = memberKey ?? "" });

    /// <summary>Takes a direct member out of a group, by address or id; nothing happens when there is none.</summary>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    public GSuiteGroup RemoveMember(string groupKey, string memberKey) => Changed(s => GroupMemberOperations.Remove(s, KnownGroup(s, groupKey), memberKey));

    /// <summary>Deletes a group, which also leaves the groups it was in.</summary>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    public void DeleteGroup(string key) => Changed(s =>
    {
        s.Remove(KnownGroup(s, key));
        return true;
    });

    /// <summary>Moves or renames a unit; the units and users below follow.</summary>
    /// <exception cref="ArgumentException">There is no such unit, it is the root, or the new path is taken or below the old one.</exception>
    public void MoveOrgUnit(string path, string newPath) => Changed(s =>
    {
        OrgUnitOperations.Move(s, path, newPath);
        return true;
    });

    /// <summary>
    /// Changes everything to what a seed file says, as administrators would over time: who and what is not in it is deleted, who has the same id
    /// (or, without one, the same address) changes, the rest is new. The administrator to act as stays, and so do the key and the tokens.
    /// </summary>
    /// <exception cref="ConfigurationException">The file cannot be read or makes no sense.</exception>
    public void ChangeTo(string seedPath) => Changed(s => GSuiteLater.Tell(s, GSuiteFile.Read(seedPath)));

    private static GSuiteUser Known(GSuiteState s, string key) => s.User(key) ?? throw new ArgumentException($"No user has the id or address {key}.", nameof(key));

    private static GSuiteGroup KnownGroup(GSuiteState s, string key) => s.Group(key) ?? throw new ArgumentException($"No group has the id or address {key}.", nameof(key));
}
