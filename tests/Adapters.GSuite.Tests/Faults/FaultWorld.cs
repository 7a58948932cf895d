using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Adapters.GSuite.Tests.Faults;

/// <summary>
/// An engine between an emulated G Suite and an application in memory. It knows everyone as they were; then some left, in every way there is, and one who
/// stays is left out of the lists.
/// </summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    internal const string Hidden = "user07@corp.example";
    private const string Picked = "staff@corp.example";
    private static readonly SyncName Sync = new("staff");
    private readonly FakeTimeProvider clock;
    private readonly ServiceProvider services;
    private readonly ISyncEngine engine;

    private FaultWorld(GSuiteEmulator emulator, FakeTimeProvider clock)
    {
        Emulator = emulator;
        this.clock = clock;
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSyncEngine(builder => builder
                .UseInMemoryStore(new InMemoryStore(clock))
                .AddGSuite(Rig.Name, options =>
                {
                    Rig.Connect(options, emulator);
                    options.UserPageSize = 5;
                    options.GroupPageSize = 2;
                    options.MemberPageSize = 6;
                    options.Concurrency = 1;
                    options.RequestTimeout = TimeSpan.FromMinutes(10);
                    options.QuotaWaitMax = TimeSpan.FromSeconds(20);
                })
                .AddScriptedTarget(new ScriptedTarget(new SystemName("pyrus")))
                .AddSync(Sync.Value, sync =>
                {
                    sync.From(Rig.Name).To("pyrus").PickGroups(Picked);
                    sync.ScopeRule.Mode = ScopeMode.Any;
                }))
            .BuildServiceProvider();
        engine = services.GetRequiredService<ISyncEngine>();
    }

    /// <summary>The addresses of those whose access must end: suspended, archived, deleted, deleted long ago, out of the picked group.</summary>
    internal static IReadOnlyList<string> Leavers { get; } = [.. Enumerable.Range(1, 5).Select(Email)];

    internal GSuiteEmulator Emulator { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task<FaultWorld> StartAsync()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time, DeletedUsersKept = TimeSpan.FromMinutes(1) }, Token);
        Seed(emulator);
        var world = new FaultWorld(emulator, time);
        var plan = await world.PrepareAsync();
        await world.engine.ApplyAsync(plan.Id, Actor.Person("anna@corp.example"), null, Token);
        world.Leave();
        return world;
    }

    internal static IReadOnlyList<string> Blocks(PlanInFull plan) =>
        [.. plan.Rows.Where(r => r.Status == RowStatus.Block).Select(r => r.Source?.Email ?? r.Target?.Email ?? "?").Order(StringComparer.Ordinal)];

    /// <summary>Reads and plans; time passes all the while, so that waits end.</summary>
    internal async Task<PlanInFull> PrepareAsync()
    {
        var preparing = engine.PrepareAsync(Sync, Token);
        while (await Task.WhenAny(preparing, Task.Delay(TimeSpan.FromMilliseconds(2), Token)) != preparing)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        var plan = await preparing;
        return new PlanInFull(plan, await engine.ReadRowsAsync(plan.Id, null, Token).ToListAsync(Token));
    }

    internal void LetPass(TimeSpan time) => clock.Advance(time);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Emulator.DisposeAsync();
    }

    private static string Email(int number) => FormattableString.Invariant($"user{number:00}@corp.example");

    private static void Seed(GSuiteEmulator emulator)
    {
        emulator.SeedOrgUnit(new() { OrgUnitPath = "/Staff" });
        emulator.SeedOrgUnit(new() { OrgUnitPath = "/Staff/Sales" });
        foreach (var number in Enumerable.Range(1, 18))
        {
            emulator.SeedUser(new()
            {
                PrimaryEmail = Email(number), GivenName = "User", FamilyName = FormattableString.Invariant($"No{number}"), OrgUnitPath = number % 2 == 0 ? "/Staff" : "/Staff/Sales",
                Relations = number == 7 ? [] : [new(Email(7), "manager")],
            });
        }

        // The picked group has its people by two groups inside it, one of them with several pages.
        emulator.SeedGroup(new() { Email = "odd@corp.example", Name = "Odd", Members = [.. Enumerable.Range(1, 18).Where(n => n % 2 == 1).Select(n => new GSuiteMember { Email = Email(n) })] });
        emulator.SeedGroup(new() { Email = "even@corp.example", Name = "Even", Members = [.. Enumerable.Range(1, 18).Where(n => n % 2 == 0).Select(n => new GSuiteMember { Email = Email(n) })] });
        emulator.SeedGroup(new() { Email = Picked, Name = "Staff", Members = [new() { Email = "odd@corp.example" }, new() { Email = "even@corp.example" }] });
    }

    private void Leave()
    {
        Emulator.SuspendUser(Email(1));
        Emulator.ChangeUser(Email(2), user => user with { Archived = true });
        Emulator.DeleteUser(Email(4));
        clock.Advance(TimeSpan.FromMinutes(2));
        Emulator.DeleteUser(Email(3));
        Emulator.RemoveMember("odd@corp.example", Email(5));
        Emulator.Behaviour.HiddenFromLists = user => user.PrimaryEmail == Hidden;
        Emulator.ClearRequests();
    }
}
