using SyncEngine.TestSupport.Samba;

namespace SyncEngine.EndToEnd;

/// <summary>The domain that the stories of one class share; each has a part of it to itself.</summary>
public sealed class SambaServer : IAsyncLifetime
{
    private int stories;

    internal SambaDomain Domain { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Domain = await SambaDomain.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Domain.DisposeAsync();

    /// <summary>A unit that nothing else is in.</summary>
    internal Task<string> NewBaseAsync(CancellationToken cancellationToken) =>
        Domain.Tools.AddUnitAsync($"Story {++stories}", SambaDomain.BaseDn, cancellationToken);
}

/// <summary>Active Directory: a part of a real domain, changed over LDAP. Names of people and groups are the same in each part, their login names differ.</summary>
internal sealed class SambaCompany : CompanyDirectory
{
    private const int PageSize = 5;
    private readonly SambaDomain domain;
    private readonly FaultyRelay relay;
    private readonly string baseDn;
    private readonly Dictionary<string, string> places = new(StringComparer.Ordinal);

    private SambaCompany(SambaDomain domain, string baseDn)
    {
        this.domain = domain;
        this.baseDn = baseDn;
        relay = FaultyRelay.Start(domain);
    }

    private LdapTools Tools => domain.Tools;

    internal static async Task<CompanyDirectory> OpenAsync(SambaServer server)
    {
        var company = new SambaCompany(server.Domain, await server.NewBaseAsync(Token));
        await company.AddUnitAsync(Office);
        return company;
    }

    internal override void Register(ISyncEngineBuilder engine, string name) => engine.AddActiveDirectory(name, options =>
    {
        options.Server = relay.Url;
        options.BaseDn = baseDn;
        options.User = SambaDomain.AdminUser;
        options.Password = SambaDomain.AdminPassword;
        options.TrustedCertificate = domain.CaFile;
        options.PageSize = PageSize;
    });

    internal override void Have(Trouble trouble) => relay.Fault = trouble switch
    {
        Trouble.Halfway => new RelayFault(RelayAction.Cut) { AfterEntries = 2 * PageSize },
        Trouble.Outage => new RelayFault(RelayAction.Cut) { AfterBytes = 0 },
        _ => null,
    };

    internal override async Task AddUnitAsync(string name) => places[name] = await Tools.AddUnitAsync(name, baseDn, Token);

    internal override async Task RenameUnitAsync(string name, string newName)
    {
        var before = places[name];
        var after = await Tools.MoveAsync(before, $"OU={newName}", baseDn, Token);
        foreach (var (key, dn) in places.Where(place => place.Value.EndsWith(before, StringComparison.Ordinal)).ToList())
        {
            places[key] = dn[..^before.Length] + after;
        }
    }

    internal override Task DisableAsync(string login) => Tools.DisableAsync(places[login], Token);

    internal override Task EnableAsync(string login) => Tools.EnableAsync(places[login], Token);

    internal override Task DeleteAsync(string login) => Tools.DeleteAsync(places[login], Token);

    internal override async Task MoveAsync(string login, string unit) => places[login] = await Tools.MoveAsync(places[login], NameOf(login), places[unit], Token);

    internal override async Task MoveOutOfReachAsync(string login)
    {
        var elsewhere = await Tools.AddUnitAsync($"Elsewhere of {baseDn[3..baseDn.IndexOf(',', StringComparison.Ordinal)]} Users", SambaDomain.BaseDn, Token);
        places[login] = await Tools.MoveAsync(places[login], NameOf(login), elsewhere, Token);
    }

    internal override async Task AddGroupAsync(string name, params string[] members)
    {
        var dn = $"CN={name},{baseDn}";
        await Tools.ChangeAsync($"dn: {dn}\nchangetype: add\nobjectClass: group\nsAMAccountName: {Unique(name)}\n{string.Concat(members.Select(member => $"member: {places[member]}\n"))}\n", Token);
        places[name] = dn;
    }

    internal override Task AddMemberAsync(string group, string member) =>
        Tools.ChangeAsync($"dn: {places[group]}\nchangetype: modify\nadd: member\nmember: {places[member]}\n\n", Token);

    internal override Task RemoveMemberAsync(string group, string member) =>
        Tools.ChangeAsync($"dn: {places[group]}\nchangetype: modify\ndelete: member\nmember: {places[member]}\n\n", Token);

    internal override async Task RenameGroupAsync(string name, string newName) => places[newName] = await Tools.MoveAsync(places[name], $"CN={newName}", baseDn, Token);

    public override ValueTask DisposeAsync() => relay.DisposeAsync();

    protected override async Task AddAsync(IReadOnlyList<Employee> people)
    {
        var ldif = new List<string>();
        foreach (var employee in people)
        {
            var (dn, text) = LdapTools.User($"{employee.First} {employee.Last}", Unique(employee.Login), places[Office], [.. Attributes(employee)]);
            places[employee.Login] = dn;
            ldif.Add(text);
        }

        await Tools.ChangeAsync(string.Join('\n', ldif), Token);
    }

    protected override async Task ChangeAsync(Employee before, Employee after)
    {
        var (was, now) = (Attributes(before).ToDictionary(StringComparer.Ordinal), Attributes(after).ToDictionary(StringComparer.Ordinal));
        foreach (var name in was.Keys.Union(now.Keys, StringComparer.Ordinal).Where(name => was.GetValueOrDefault(name) != now.GetValueOrDefault(name)))
        {
            await Tools.SetAsync(places[after.Login], name, Token, now.TryGetValue(name, out var value) ? [value] : []);
        }
    }

    /// <summary>The name of somebody's entry, which stays as it was when the person was hired.</summary>
    private string NameOf(string login) => places[login][..places[login].IndexOf(',', StringComparison.Ordinal)];

    /// <summary>Login names are unique in a domain, of which each story has only a part.</summary>
    private string Unique(string name) => $"{name}-{baseDn["OU=Story ".Length..baseDn.IndexOf(',', StringComparison.Ordinal)]}";

    private IEnumerable<(string Name, string Value)> Attributes(Employee employee)
    {
        yield return ("givenName", employee.First);
        yield return ("sn", employee.Last);
        yield return ("mail", employee.Email);
        if (employee.Title is { } title)
        {
            yield return ("title", title);
        }

        if (employee.Department is { } department)
        {
            yield return ("department", department);
        }

        if (employee.Manager is { } manager)
        {
            yield return ("manager", places[manager]);
        }
    }
}
