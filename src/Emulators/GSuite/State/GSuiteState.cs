using System.Globalization;

namespace SyncEngine.Emulators;

/// <summary>What the emulated customer holds. Every access is under <see cref="Gate"/>; the operations beside it hold the rules.</summary>
internal sealed class GSuiteState(GSuiteEmulatorOptions options)
{
    private readonly Dictionary<string, UserEntry> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GSuiteGroup> groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, GSuiteOrgUnit> units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> byAddress = new(StringComparer.Ordinal);
    private readonly HashSet<string> deleted = new(StringComparer.Ordinal);
    private long nextNumber = 1;

    internal Lock Gate { get; } = new();

    internal required string CustomerId { get; init; }

    internal required IReadOnlyList<string> Domains { get; init; }

    internal required string DelegatedAdmin { get; init; }

    internal GSuiteServiceAccount ServiceAccount { get; set; } = new();

    /// <summary>True when something changed since the last save.</summary>
    internal bool Dirty { get; set; }

    /// <summary>Hears of every user that changes: as before, and as now.</summary>
    internal Action<GSuiteUser?, GSuiteUser>? UserChanged { get; set; }

    /// <summary>Grows with every change of a user, so that a sorted listing knows when it is out of date.</summary>
    internal long UsersVersion { get; private set; }

    internal DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    internal IReadOnlyCollection<UserEntry> UserEntries => users.Values;

    internal IEnumerable<GSuiteUser> Users => users.Values.Select(e => e.Current);

    internal IReadOnlyCollection<GSuiteGroup> Groups => groups.Values;

    /// <summary>By path, so a unit comes after the one above it. The root is the first.</summary>
    internal IReadOnlyCollection<GSuiteOrgUnit> OrgUnits => units.Values;

    internal static string Key(string address) => address.Trim().ToLowerInvariant();

    /// <summary>A user, deleted or not, by id only.</summary>
    internal GSuiteUser? UserById(string id) => users.GetValueOrDefault(id)?.Current;

    /// <summary>A user who is there, by id, primary address or alias.</summary>
    internal GSuiteUser? User(string key) => UserById(byAddress.GetValueOrDefault(Key(key), key)) is { IsDeleted: false } user ? user : null;

    internal GSuiteGroup? Group(string key) => groups.GetValueOrDefault(byAddress.GetValueOrDefault(Key(key), key));

    internal GSuiteOrgUnit? OrgUnit(string pathOrId) =>
        pathOrId.StartsWith("id:", StringComparison.Ordinal) ? units.Values.FirstOrDefault(u => u.OrgUnitId == pathOrId) : units.GetValueOrDefault(PathOf(pathOrId));

    internal bool IsTaken(string address, string exceptId) => byAddress.TryGetValue(Key(address), out var id) && id != exceptId;

    /// <summary>Adds or changes a user. Nobody hears of it when it is not <paramref name="told"/>.</summary>
    internal GSuiteUser Put(GSuiteUser user, bool told = true)
    {
        var before = user.Id.Length > 0 ? users.GetValueOrDefault(user.Id) : null;
        var now = Now;
        var stored = user with
        {
            Id = user.Id.Length > 0 ? user.Id : NextId(n => "1" + n.ToString("D20", CultureInfo.InvariantCulture), users.ContainsKey),
            Version = Math.Max(before?.Current.Version ?? long.MinValue, user.Version) + 1,
            CreationTime = user.CreationTime ?? now,
            OrgUnitPath = EnsureOrgUnit(user.OrgUnitPath).OrgUnitPath,
        };
        Forget(stored.Id, before is null ? [] : Addresses(before.Current));
        Learn(stored.Id, Addresses(stored));
        var lag = options.Behaviour.ListLag;
        users[stored.Id] = new UserEntry(stored, before?.Shown(now), lag > TimeSpan.Zero ? now + lag : DateTimeOffset.MinValue);
        _ = stored.IsDeleted ? deleted.Add(stored.Id) : deleted.Remove(stored.Id);
        Changed();
        if (told)
        {
            UserChanged?.Invoke(before?.Current, stored);
        }

        return stored;
    }

    internal GSuiteGroup Put(GSuiteGroup group)
    {
        var before = group.Id.Length > 0 ? groups.GetValueOrDefault(group.Id) : null;
        var stored = group with
        {
            Id = group.Id.Length > 0 ? group.Id : NextId(n => "01" + n.ToString("x13", CultureInfo.InvariantCulture), groups.ContainsKey),
            Version = Math.Max(before?.Version ?? long.MinValue, group.Version) + 1,
            Members = [.. group.Members.Select(Resolved).DistinctBy(m => m.Id, StringComparer.Ordinal)],
        };
        Forget(stored.Id, before is null ? [] : Addresses(before));
        Learn(stored.Id, Addresses(stored));
        groups[stored.Id] = stored;
        Dirty = true;
        return stored;
    }

    internal GSuiteOrgUnit Put(GSuiteOrgUnit unit)
    {
        var path = PathOf(unit.OrgUnitPath);
        if (path != "/")
        {
            EnsureOrgUnit(new GSuiteOrgUnit { OrgUnitPath = path }.ParentPath!);
        }

        var id = unit.OrgUnitId.Length > 0 ? unit.OrgUnitId : units.GetValueOrDefault(path)?.OrgUnitId ?? "";
        var stored = unit with
        {
            OrgUnitPath = path,
            OrgUnitId = id.Length > 0 ? id : NextId(n => "id:03" + n.ToString("x13", CultureInfo.InvariantCulture), taken => OrgUnit(taken) is not null),
        };
        Dirty = true;
        return units[path] = stored;
    }

    internal GSuiteOrgUnit EnsureOrgUnit(string path) => OrgUnit(path) ?? Put(new GSuiteOrgUnit { OrgUnitPath = path });

    internal void Remove(GSuiteOrgUnit unit)
    {
        units.Remove(unit.OrgUnitPath);
        Dirty = true;
    }

    internal void Remove(GSuiteGroup group)
    {
        Forget(group.Id, Addresses(group));
        groups.Remove(group.Id);
        TakeOutOfGroups(group.Id);
        Dirty = true;
    }

    /// <summary>Forgets the users who were deleted too long ago to come back.</summary>
    internal void Purge()
    {
        if (deleted.Count == 0)
        {
            return;
        }

        foreach (var id in deleted.Where(id => users[id].Current.DeletionTime + options.DeletedUsersKept <= Now).ToList())
        {
            users.Remove(id);
            deleted.Remove(id);
            TakeOutOfGroups(id);
            Changed();
        }
    }

    internal GSuiteDocument ToDocument() => new()
    {
        CustomerId = CustomerId,
        Domains = Domains,
        DelegatedAdmin = DelegatedAdmin,
        ServiceAccount = ServiceAccount,
        OrgUnits = [.. OrgUnits],
        Users = [.. Users.OrderBy(u => u.Id, StringComparer.Ordinal)],
        Groups = [.. Groups.OrderBy(g => g.Id, StringComparer.Ordinal)],
        NextNumber = nextNumber,
    };

    /// <summary>Takes over the numbers that were given before, so that no id is given twice even when its entry is gone.</summary>
    internal void ContinueNumbers(long next) => nextNumber = Math.Max(nextNumber, next);

    private static string PathOf(string path) => "/" + path.Trim().Trim('/');

    private static IEnumerable<string> Addresses(GSuiteUser user) => user.IsDeleted ? [] : [user.PrimaryEmail, .. user.Aliases, .. user.NonEditableAliases];

    private static IEnumerable<string> Addresses(GSuiteGroup group) => [group.Email, .. group.Aliases, .. group.NonEditableAliases];

    private GSuiteMember Resolved(GSuiteMember member)
    {
        if (member.Type == "CUSTOMER")
        {
            return member with { Id = CustomerId, Email = null };
        }

        var id = member.Id.Length > 0 ? member.Id : byAddress.GetValueOrDefault(Key(member.Email ?? ""), "");
        return users.ContainsKey(id) ? member with { Id = id, Type = "USER" }
            : groups.ContainsKey(id) ? member with { Id = id, Type = "GROUP" }
            : member with { Id = id.Length > 0 ? id : NextId(n => "2" + n.ToString("D20", CultureInfo.InvariantCulture), _ => false), Type = "EXTERNAL" };
    }

    private void TakeOutOfGroups(string memberId)
    {
        foreach (var group in groups.Values.Where(g => g.Members.Any(m => m.Id == memberId)).ToList())
        {
            Put(group with { Members = [.. group.Members.Where(m => m.Id != memberId)] });
        }
    }

    private string NextId(Func<long, string> form, Func<string, bool> taken)
    {
        string id;
        do
        {
            id = form(nextNumber++);
        }
        while (taken(id));
        return id;
    }

    private void Learn(string id, IEnumerable<string> addresses)
    {
        foreach (var address in addresses.Where(a => a.Length > 0))
        {
            byAddress[Key(address)] = id;
        }
    }

    private void Forget(string id, IEnumerable<string> addresses)
    {
        foreach (var key in addresses.Select(Key).Where(k => byAddress.GetValueOrDefault(k) == id))
        {
            byAddress.Remove(key);
        }
    }

    private void Changed()
    {
        UsersVersion++;
        Dirty = true;
    }
}
