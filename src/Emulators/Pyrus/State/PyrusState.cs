namespace SyncEngine.Emulators;

/// <summary>What the emulated organisation holds. Every access is under <see cref="Gate"/>; the operations beside it hold the rules.</summary>
internal sealed class PyrusState
{
    private readonly Dictionary<string, HashSet<int>> byEmail = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> byLoginPhone = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PyrusMember> members = [];
    private readonly SortedDictionary<int, PyrusRole> roles = [];
    private readonly SortedDictionary<long, PyrusDepartment> departments = [];
    private int nextPersonId = 100_001;
    private long nextDepartmentId = 5_001;

    internal Lock Gate { get; } = new();

    internal required PyrusOrganization Organization { get; set; }

    internal IReadOnlyList<PyrusForeignOrganization> ForeignOrganizations { get; set; } = [];

    internal IReadOnlyCollection<PyrusMember> Members => members.Values;

    internal IReadOnlyCollection<PyrusRole> Roles => roles.Values;

    internal IReadOnlyCollection<PyrusDepartment> Departments => departments.Values;

    /// <summary>True when something changed since the last save.</summary>
    internal bool Dirty { get; set; }

    internal PyrusMember? Member(int id) => members.GetValueOrDefault(id);

    internal PyrusRole? Role(int id) => roles.GetValueOrDefault(id);

    internal PyrusDepartment? Department(long id) => departments.GetValueOrDefault(id);

    internal IEnumerable<PyrusMember> MembersByEmail(string email) => Find(byEmail, email);

    internal IEnumerable<PyrusMember> MembersByLoginPhone(string phone) => Find(byLoginPhone, phone);

    internal PyrusMember Put(PyrusMember member)
    {
        var stored = member.Id == 0 ? member with { Id = nextPersonId } : member;
        nextPersonId = Math.Max(nextPersonId, stored.Id + 1);
        if (members.TryGetValue(stored.Id, out var before))
        {
            Forget(byEmail, before.Email, before.Id);
            Forget(byLoginPhone, before.LoginPhone, before.Id);
        }

        members[stored.Id] = stored;
        Learn(byEmail, stored.Email, stored.Id);
        Learn(byLoginPhone, stored.LoginPhone, stored.Id);
        Dirty = true;
        return stored;
    }

    internal PyrusRole Put(PyrusRole role)
    {
        var stored = role with { Id = role.Id == 0 ? nextPersonId : role.Id, MemberIds = [.. role.MemberIds.Distinct().Order()] };
        nextPersonId = Math.Max(nextPersonId, stored.Id + 1);
        roles[stored.Id] = stored;
        Dirty = true;
        return stored;
    }

    internal PyrusDepartment Put(PyrusDepartment department)
    {
        var stored = department.Id == 0 ? department with { Id = nextDepartmentId } : department;
        nextDepartmentId = Math.Max(nextDepartmentId, stored.Id + 1);
        departments[stored.Id] = stored;
        Dirty = true;
        return stored;
    }

    internal PyrusDocument ToDocument(string login) => new()
    {
        Organization = Organization,
        Login = login,
        Members = [.. Members],
        Roles = [.. Roles],
        Departments = [.. Departments],
        ForeignOrganizations = ForeignOrganizations,
        NextPersonId = nextPersonId,
        NextDepartmentId = nextDepartmentId,
    };

    /// <summary>Takes over ids that were given before, so that none is given twice even when the last entry is not in the file.</summary>
    internal void ContinueIds(int person, long department)
    {
        nextPersonId = Math.Max(nextPersonId, person);
        nextDepartmentId = Math.Max(nextDepartmentId, department);
    }

    internal static string Key(string text) => text.Trim().ToLowerInvariant();

    private IEnumerable<PyrusMember> Find(Dictionary<string, HashSet<int>> index, string text) =>
        index.TryGetValue(Key(text), out var ids) ? ids.Order().Select(id => members[id]) : [];

    private static void Learn(Dictionary<string, HashSet<int>> index, string? text, int id)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (!index.TryGetValue(Key(text), out var ids))
        {
            index[Key(text)] = ids = [];
        }

        ids.Add(id);
    }

    private static void Forget(Dictionary<string, HashSet<int>> index, string? text, int id)
    {
        if (!string.IsNullOrWhiteSpace(text) && index.TryGetValue(Key(text), out var ids))
        {
            ids.Remove(id);
        }
    }
}
