using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Adapters.Pyrus;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.EndToEnd;

/// <summary>A company's directory, Pyrus over HTTP, PostgreSQL and the engine between them, and the few things that stories do and ask.</summary>
internal sealed class Story : IAsyncDisposable
{
    internal static readonly SyncName Sync = new("staff");
    internal static readonly Actor Anna = Actor.Person("anna");
    private static readonly Lazy<Task<TestDatabase>> Template = new(MakeTemplateAsync);
    private readonly TestDatabase database;
    private readonly Action<SyncOptions>? configure;
    private readonly List<ServiceProvider> hosts = [];

    private Story(CompanyDirectory directory, PyrusEmulator pyrus, TestDatabase database, Action<SyncOptions>? configure)
    {
        Directory = directory;
        Pyrus = pyrus;
        this.database = database;
        this.configure = configure;
        Engine = Host();
    }

    internal CompanyDirectory Directory { get; }

    internal PyrusEmulator Pyrus { get; }

    internal ISyncEngine Engine { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task<Story> BeginAsync(CompanyDirectory directory, Action<SyncOptions>? configure) => new(
        directory, await PyrusEmulator.StartAsync(new PyrusEmulatorOptions(), Token), await TestPostgres.CreateDatabaseAsync(await Template.Value, Token), configure);

    /// <summary>Goes on with a host that remembers nothing but the events.</summary>
    internal void StartAnotherHost() => Engine = Host();

    internal Task<PlanInFull> PlanAsync(ReadMode mode = ReadMode.Delta) => PlanInFull.PrepareAsync(Engine, Sync, mode, Token);

    internal async Task<ApplyReport> ApplyAsync(PlanInFull plan, RowSelection? selection = null)
    {
        var report = await Engine.ApplyAsync(plan.Id, Anna, selection, Token);
        Assert.All(report.Outcomes, outcome => Assert.False(outcome.Result is RowResult.Refused or RowResult.Unknown, outcome.Text));
        return report;
    }

    internal async Task<PlanInFull> SyncAsync()
    {
        var plan = await PlanAsync();
        await ApplyAsync(plan);
        return plan;
    }

    /// <summary>Prepares a plan that does one thing to one person, and applies it.</summary>
    internal async Task<PlanRow> SyncOneAsync(string email, RowStatus status, Reason reason)
    {
        var plan = await PlanAsync();
        Assert.False(plan.Incomplete);
        var row = Assert.Single(plan.Rows, row => row is { Selected: true, Kind: RowKind.User });
        Assert.Equal((email, status, reason), (row.EmailOf(), row.Status, row.Reason));
        await ApplyAsync(plan);
        return row;
    }

    internal PyrusMember? FindAccount(string email) => Pyrus.FindMember(email);

    internal PyrusMember Account(string email) => Pyrus.FindMember(email) ?? throw new InvalidOperationException($"Nobody in Pyrus has the address {email}.");

    /// <summary>The names of the roles that an account is a member of.</summary>
    internal string[] RolesOf(string email) => [.. Pyrus.Roles.Where(role => role.MemberIds.Contains(Account(email).Id)).Select(role => role.Name!).Order(StringComparer.Ordinal)];

    /// <summary>The addresses of a role's members.</summary>
    internal string[] MembersOf(string role) =>
        [.. Pyrus.Roles.Single(found => found.Name == role).MemberIds.Select(id => Pyrus.FindMember(id)!.Email!).Order(StringComparer.Ordinal)];

    internal string? DepartmentOf(string email) => Pyrus.Departments.SingleOrDefault(department => department.Id == Account(email).DepartmentId)?.DepartmentName;

    internal int Writes => Pyrus.Requests.Count(request => request.IsWrite);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        await Pyrus.DisposeAsync();
        await Directory.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>A database in which the tables are made already, for the stories to be copied from.</summary>
    private static async Task<TestDatabase> MakeTemplateAsync()
    {
        var empty = await TestPostgres.CreateDatabaseAsync(CancellationToken.None);
        await using (var host = new ServiceCollection().AddSyncEngine(engine => engine.UseMarten(empty.ConnectionString)).BuildServiceProvider())
        {
            Assert.Empty(await host.GetRequiredService<IEventStore>().ReadAllAsync(0, 1, CancellationToken.None).ToListAsync());
        }

        empty.Disconnect();
        return empty;
    }

    private ISyncEngine Host()
    {
        var services = new ServiceCollection();
        services.AddSyncEngine(engine =>
        {
            engine.UseMarten(database.ConnectionString);
            Directory.Register(engine, "directory");
            engine.AddPyrus("pyrus", options =>
            {
                options.BaseUrl = Pyrus.BaseUrl.ToString();
                options.Login = Pyrus.Login;
                options.SecurityKey = Pyrus.SecurityKey;
            });
            engine.AddSync(Sync.Value, options =>
            {
                options.From("directory").To("pyrus");
                configure?.Invoke(options);
            });
        });
        var host = services.BuildServiceProvider();
        hosts.Add(host);
        return host.GetRequiredService<ISyncEngine>();
    }
}

internal static class PlanReading
{
    internal static PlanRow Row(this PlanInFull plan, string email) => plan.Rows.Single(row => row.Kind == RowKind.User && row.EmailOf() == email);

    internal static string? EmailOf(this PlanRow row) => row.Source?.Email ?? row.Target?.Email;

    /// <summary>What the plan does to people, when it is applied as it is.</summary>
    internal static IEnumerable<(string? Email, RowStatus Status, Reason Reason)> Done(this PlanInFull plan) =>
        plan.Rows.Where(row => row is { Selected: true, Held: null, Kind: RowKind.User }).Select(row => (row.EmailOf(), row.Status, row.Reason)).Order();
}
