using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Testing;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Doctor;

/// <summary>The doctor behind the sign-in: base, what is visible, groups that are picked, clock; and before everything, no domain at all.</summary>
public sealed class DomainTroubleTests(SharedDomain shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_domain_and_no_server()
    {
        var builder = new CheckBuilder();
        builder.AddActiveDirectory("corp-ad", new ConfigurationBuilder()
            .AddInMemoryCollection([new("Systems:corp-ad:User", "svc-sync"), new("Systems:corp-ad:Password", "S3cret-marker")])
            .Build().GetSection("Systems:corp-ad"));
        using var services = builder.Services.BuildServiceProvider();

        var line = Assert.Single(await builder.Check!(services).CheckAsync(Token).ToListAsync(Token));

        Assert.Equal(
            new CheckResult(
                "corp-ad", "configuration", CheckStatus.Failed,
                "corp-ad: No Server is given and this machine is not in an Active Directory domain. Give the domain controller in Server (ldaps://dc1.corp.example) "
                + "with a user and a password; a machine outside the domain reads it just as well. Or give an export in LdifPath.",
                "Correct the configuration of the system 'corp-ad'."),
            line);
    }

    [Fact]
    public Task A_base_that_does_not_exist() => FailsAsync(
        o => o.BaseDn = $"OU=Nowhere,{SambaDomain.BaseDn}", "base", "BaseNotFound",
        ["BaseDn 'OU=Nowhere,DC=contoso,DC=test' does not exist at DC1.contoso.test, or the account that reads may not see it"],
        "whether the unit was renamed or moved");

    [Fact]
    public Task A_base_of_another_domain() => FailsAsync(
        o => o.BaseDn = "DC=other,DC=test", "base", "BaseOutsideDomain",
        ["BaseDn 'DC=other,DC=test' is not inside the domain of this server, DC=contoso,DC=test"], "Give a BaseDn that ends in DC=contoso,DC=test");

    [Fact]
    public async Task A_server_that_is_no_domain_controller()
    {
        await using var server = new ScriptedServer(shared.Domain.Authority, r => r.Operation == ScriptedRequest.Bind
            ? [ScriptedServer.Result(r.Id, 1, 0)]
            : ScriptedDomain.One(r.Id, "", ("namingContexts", ["o=corp"])));
        await FailsAsync(
            o => o.Server = server.Url, "base", "NotActiveDirectory",
            [$"127.0.0.1:{server.Port} speaks LDAP but is not an Active Directory domain controller"], "Give a domain controller in Server");
    }

    [Fact]
    public async Task Nobody_to_be_seen()
    {
        var unit = await shared.OwnUnitAsync();
        var last = (await Examination.RunAsync(Options(o => o.BaseDn = unit)))[^1];

        Assert.Equal(("visible", CheckStatus.Failed), (last.Check, last.Status));
        Assert.Equal($"0 accounts, 0 groups, 1 units below {unit}", last.Detail);
        Assert.Equal("Check BaseDn, and what the account that reads may see.", last.Remedy);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-7)]
    public async Task A_clock_that_is_off(int minutes)
    {
        var results = await Examination.RunAsync(Options(_ => { }), new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(minutes)));
        var clock = results.Single(r => r.Check == "clock");

        Assert.Equal(CheckStatus.Warning, clock.Status);
        Assert.Matches("^4[12][0-9] s apart: DC1.contoso.test and this machine$", clock.Detail);
        Assert.Equal("Set the clock of this machine or of the domain controller: certificates, Kerberos and logs rely on it.", clock.Remedy);
    }

    [Fact]
    public async Task Groups_are_found_by_everything_a_person_may_call_them_and_by_nothing_else()
    {
        var unit = await shared.OwnUnitAsync();
        var plain = await shared.Tools.AddGroupAsync("sales-west", unit, Token);
        var dn = await shared.Tools.MoveAsync(plain, $"CN={LdapTools.Escape("Sales, \"West\" (EU) * Ж")}", unit, Token);
        await shared.Tools.SetAsync(dn, "mail", Token, "sales.west@contoso.test");
        await shared.Tools.AddGroupAsync("Doctor Twice", unit, Token);
        var below = await shared.Tools.AddUnitAsync("Below", unit, Token);
        var second = await shared.Tools.AddGroupAsync("Doctor Other", below, Token);
        await shared.Tools.MoveAsync(second, "CN=Doctor Twice", below, Token);
        var outside = await shared.OwnUnitAsync();
        await shared.Tools.AddGroupAsync("Doctor Outside", outside, Token);
        var anchor = await shared.Tools.AnchorAsync(dn, Token);
        string[] right = [anchor, anchor.ToUpperInvariant(), dn, "SALES-WEST", "Sales.West@contoso.test", "sales, \"west\" (eu) * ж"];

        ISystemCheck check = new ActiveDirectoryCheck(AdReading.System, () => Options(o => o.BaseDn = unit), TimeProvider.System);
        var answers = await check.FindGroupsAsync([.. right, "Sales*", "*", "Doctor Twice", "Doctor Outside"], Token);

        Assert.All(right, text => Assert.Equal(anchor, Assert.Single(answers![text]).Anchor));
        Assert.Empty(answers!["Sales*"]);
        Assert.Empty(answers["*"]);
        Assert.Empty(answers["Doctor Outside"]);
        Assert.Equal(2, answers["Doctor Twice"].Count);
        Assert.All(answers["Doctor Twice"], g => Assert.Equal("Doctor Twice", g.Attributes[AttributeNames.Name]));
    }

    [Fact]
    public async Task A_picked_group_that_is_not_there()
    {
        var options = Options(_ => { });
        using var services = new ServiceCollection()
            .AddSyncEngine(engine => engine
                .UseInMemoryStore(new InMemoryStore(TimeProvider.System))
                .AddActiveDirectory("corp-ad", o =>
                    (o.Server, o.User, o.Password, o.TrustedCertificate) = (options.Server, options.User, options.Password, options.TrustedCertificate))
                .AddScriptedTarget(new ScriptedTarget(new SystemName("app")))
                .AddSync("staff", sync => sync.From("corp-ad").To("app").PickGroups("Domain Users", "Stuff")))
            .BuildServiceProvider();

        var lines = await services.GetRequiredService<ISyncEngine>().CheckAsync(new SyncName("staff"), Token).ToListAsync(Token);

        Assert.Equal("sync 'staff': corp-ad has 'Domain Users'", lines[^2].Detail);
        Assert.Equal(
            new CheckResult(
                "corp-ad", "groups", CheckStatus.Failed, "Sync 'staff' picks the group 'Stuff', which corp-ad does not have, or not where it is read.",
                "Correct the name in PickedGroups; a DN, name, login name, address or anchor will do. The base that is read must hold the group."),
            lines[^1]);
    }

    private Task FailsAsync(Action<ActiveDirectoryOptions> spoil, string step, string code, string[] what, string remedy) =>
        Examination.FailsAsync(Options(spoil), step, code, what, remedy);

    private ActiveDirectoryOptions Options(Action<ActiveDirectoryOptions> change)
    {
        var options = AdReading.Options(shared.Domain);
        change(options);
        return options;
    }

    /// <summary>Keeps the check that the adapter registers.</summary>
    private sealed class CheckBuilder : ISyncEngineBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();

        internal Func<IServiceProvider, ISystemCheck>? Check { get; private set; }

        public ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory) => this;

        public ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, SyncEngine.Provisioning.ITarget> factory) => this;

        public ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory)
        {
            Check = factory;
            return this;
        }
    }
}
