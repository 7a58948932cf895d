using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Adapters.ActiveDirectory;
using SyncEngine.Adapters.Pyrus;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.EndToEnd;

/// <summary>Everything real: a domain controller, Pyrus over HTTP, PostgreSQL, and the engine as a host composes it.</summary>
internal sealed class Office : IAsyncDisposable
{
    internal static readonly SyncName Sync = new("staff");
    private readonly TestDatabase database;
    private readonly List<ServiceProvider> hosts = [];

    private Office(SambaDomain domain, PyrusEmulator pyrus, TestDatabase database)
    {
        Domain = domain;
        Pyrus = pyrus;
        this.database = database;
    }

    internal SambaDomain Domain { get; }

    internal PyrusEmulator Pyrus { get; }

    /// <summary>The unit people are hired into.</summary>
    internal string Users { get; private set; } = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task<Office> OpenAsync(int people = 0)
    {
        var office = new Office(
            await SambaDomain.StartAsync(Token),
            await PyrusEmulator.StartAsync(new PyrusEmulatorOptions(), Token),
            await TestPostgres.CreateDatabaseAsync(Token));
        office.Users = await office.Domain.Tools.AddUnitAsync("Berlin Users", SambaDomain.BaseDn, Token);
        if (people > 0)
        {
            var ldif = Enumerable.Range(0, people)
                .Select(i => LdapTools.User($"Person {i}", $"p{i:000}", office.Users, ("givenName", $"Person{i}"), ("sn", "Novak"), ("mail", $"p{i:000}@contoso.test")).Ldif);
            await office.Domain.Tools.ChangeAsync(string.Join('\n', ldif), Token);
        }

        return office;
    }

    /// <summary>A host with an engine of its own over the same database; a new one remembers nothing but the events.</summary>
    internal ISyncEngine Engine(Action<ActiveDirectoryOptions>? directory = null, Action<SyncOptions>? sync = null)
    {
        var services = new ServiceCollection();
        services.AddSyncEngine(engine => engine
            .UseMarten(database.ConnectionString)
            .AddActiveDirectory("corp-ad", options =>
            {
                options.Server = Domain.LdapsUrl;
                options.BaseDn = SambaDomain.BaseDn;
                options.User = SambaDomain.AdminUser;
                options.Password = SambaDomain.AdminPassword;
                options.TrustedCertificate = Domain.CaFile;
                directory?.Invoke(options);
            })
            .AddPyrus("pyrus", options =>
            {
                options.BaseUrl = Pyrus.BaseUrl.ToString();
                options.Login = Pyrus.Login;
                options.SecurityKey = Pyrus.SecurityKey;
            })
            .AddSync(Sync.Value, options =>
            {
                options.From("corp-ad").To("pyrus");
                sync?.Invoke(options);
            }));
        var host = services.BuildServiceProvider();
        hosts.Add(host);
        return host.GetRequiredService<ISyncEngine>();
    }

    /// <summary>The store of the first host.</summary>
    internal IEventStore Store => hosts[0].GetRequiredService<IEventStore>();

    internal static async Task<ApplyReport> SyncAsync(ISyncEngine engine)
    {
        var plan = await engine.PrepareAsync(Sync, Token);
        return await engine.ApplyAsync(plan.Id, Actor.Person("anna"), null, Token);
    }

    internal int Writes => Pyrus.Requests.Count(r => r.IsWrite);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        await Pyrus.DisposeAsync();
        await Domain.DisposeAsync();
        await database.DisposeAsync();
    }
}
