using SyncEngine.Emulators;

namespace SyncEngine.EndToEnd;

/// <summary>G Suite: a customer of the emulator, read by the adapter over HTTP, changed as the Admin console does.</summary>
internal sealed class GoogleCompany : CompanyDirectory
{
    private const string Elsewhere = "elsewhere.test";
    private readonly GSuiteEmulator google;

    private GoogleCompany(GSuiteEmulator google) => this.google = google;

    internal static async Task<CompanyDirectory> OpenAsync()
    {
        var options = new GSuiteEmulatorOptions { Domains = [Domain, Elsewhere], DelegatedAdmin = $"root@{Elsewhere}" };
        var company = new GoogleCompany(await GSuiteEmulator.StartAsync(options, Token));
        await company.AddUnitAsync(Office);
        return company;
    }

    internal override void Register(ISyncEngineBuilder engine, string name) => engine.AddGSuite(name, options =>
    {
        options.BaseUrl = google.BaseUrl.ToString();
        options.ServiceAccountKeyPath = google.ServiceAccountKeyPath;
        options.DelegatedAdmin = google.DelegatedAdmin;
        options.Domains = [Domain];
        options.UserPageSize = 5;
        options.ReadRetryDelay = TimeSpan.Zero;
    });

    internal override void Have(Trouble trouble)
    {
        google.Faults.Clear();
        switch (trouble)
        {
            case Trouble.Halfway:
                google.Faults.Add(new GSuiteFault(GSuiteFaultKind.BackendError) { Path = "users", Query = "pageToken=", Times = int.MaxValue });
                break;
            case Trouble.Outage:
                google.Faults.Add(new GSuiteFault(GSuiteFaultKind.LoseRequest) { Times = int.MaxValue });
                break;
            default:
                break;
        }
    }

    internal override Task AddUnitAsync(string name) => Done(() => google.SeedOrgUnit(new() { OrgUnitPath = $"/{name}" }));

    internal override Task RenameUnitAsync(string name, string newName) => Done(() => google.MoveOrgUnit($"/{name}", $"/{newName}"));

    internal override Task DisableAsync(string login) => Done(() => google.SuspendUser(AddressOf(login)));

    internal override Task EnableAsync(string login) => Done(() => google.UnsuspendUser(AddressOf(login)));

    internal override Task DeleteAsync(string login) => Done(() => google.DeleteUser(AddressOf(login)));

    internal override Task MoveAsync(string login, string unit) => Done(() => google.ChangeUser(AddressOf(login), user => user with { OrgUnitPath = $"/{unit}" }));

    internal override Task MoveOutOfReachAsync(string login) => Done(() => google.RenameUser(AddressOf(login), $"{login}@{Elsewhere}"));

    internal override Task AddGroupAsync(string name, params string[] members) =>
        Done(() => google.SeedGroup(new() { Email = GroupAddress(name), Name = name, Members = [.. members.Select(member => new GSuiteMember { Email = MemberAddress(member) })] }));

    internal override Task AddMemberAsync(string group, string member) => Done(() => google.AddMember(GroupAddress(group), MemberAddress(member)));

    internal override Task RemoveMemberAsync(string group, string member) => Done(() => google.RemoveMember(GroupAddress(group), MemberAddress(member)));

    internal override Task RenameGroupAsync(string name, string newName) =>
        Done(() => google.SeedGroup(google.FindGroup(GroupAddress(name))! with { Name = newName, Email = GroupAddress(newName) }));

    public override ValueTask DisposeAsync() => google.DisposeAsync();

    protected override Task AddAsync(IReadOnlyList<Employee> people) => Done(() =>
    {
        foreach (var employee in people)
        {
            FreeAlias(employee.Email);
            google.SeedUser(With(employee, new GSuiteUser { PrimaryEmail = employee.Email, OrgUnitPath = $"/{Office}" }));
        }
    });

    protected override Task ChangeAsync(Employee before, Employee after) => Done(() =>
    {
        if (before.Email != after.Email)
        {
            FreeAlias(after.Email);
            google.RenameUser(before.Email, after.Email);
        }

        google.ChangeUser(after.Email, user => With(after, user));
    });

    private static Task Done(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    private static string GroupAddress(string name) => $"{name.ToLowerInvariant().Replace(' ', '-')}@{Domain}";

    private string AddressOf(string login) => Known(login).Email;

    private string MemberAddress(string member) => IsEmployee(member) ? AddressOf(member) : GroupAddress(member);

    /// <summary>A former address stays its user's alias, which an administrator takes away before somebody else can have it.</summary>
    private void FreeAlias(string address)
    {
        if (google.FindUser(address) is { } owner && owner.PrimaryEmail != address)
        {
            google.ChangeUser(owner.Id, user => user with { Aliases = [.. user.Aliases.Where(alias => alias != address)] });
        }
    }

    private GSuiteUser With(Employee employee, GSuiteUser user) => user with
    {
        GivenName = employee.First,
        FamilyName = employee.Last,
        Organizations = [new() { Title = employee.Title, Department = employee.Department, Primary = true }],
        Relations = employee.Manager is { } manager ? [new(AddressOf(manager), "manager")] : [],
    };
}
