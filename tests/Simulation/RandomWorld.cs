using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Simulation;

/// <summary>
/// A small company whose life is drawn by chance: few names, addresses, groups and roles, so that collisions, returns and swaps really happen. What can happen in
/// it stands in <see cref="Happenings"/>, what an administrator of the sync may decide in <see cref="Rules"/>.
/// </summary>
internal sealed class RandomWorld : IDisposable
{
    internal static readonly SyncName Sync = new("staff");
    internal static readonly SystemName Source = new("corp-ad");
    internal static readonly SystemName Target = new("pyrus");
    internal static readonly Actor Anna = Actor.Person("anna");

    /// <summary>The groups that are kept as roles, and one that only stands in others.</summary>
    internal static readonly string[] Groups = ["g-editors", "g-sales", "g-support", "g-market", "g-inner"];

    private readonly ServiceProvider services;

    private RandomWorld(Life life, int? shuffle, bool tellsChanges)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        Life = life;
        Directory = new ScriptedSource(Source) { ShuffleSeed = shuffle, TellsChanges = tellsChanges };
        Application = new ScriptedTarget(Target);
        Desk = Application.AddAccount(AttributeSet.Of((AttributeNames.Email, "desk@corp.example"), (AttributeNames.FirstName, "Desk")));
        Application.AddRole("Editors");
        Customers = Application.AddRole("Customers");
        Happenings.Begin(this);
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSyncEngine(engine => engine
                .UseInMemoryStore(new InMemoryStore(time))
                .AddScriptedSource(Directory)
                .AddScriptedTarget(Application)
                .AddSync(Sync.Value, Configure))
            .BuildServiceProvider();
        Engine = services.GetRequiredService<ISyncEngine>();
        Store = services.GetRequiredService<InMemoryStore>();
    }

    /// <summary>A world as it was on its first day, which the engine has seen, and after a sync if the life says so.</summary>
    internal static async Task<RandomWorld> BeginAsync(Life life, int? shuffle = null, bool tellsChanges = false)
    {
        var world = new RandomWorld(life, shuffle, tellsChanges);
        var first = await world.PrepareAsync();
        if (life.Synced)
        {
            await world.ApplyAsync(first);
        }

        return world;
    }

    internal Life Life { get; }

    internal ScriptedSource Directory { get; }

    internal ScriptedTarget Application { get; }

    internal ISyncEngine Engine { get; }

    internal InMemoryStore Store { get; }

    /// <summary>The account that gets the work of leavers when nobody else can.</summary>
    internal string Desk { get; }

    /// <summary>The role that two groups feed.</summary>
    internal string Customers { get; }

    /// <summary>Whom an administrator of the application put into a role, and who have been in it since..</summary>
    internal HashSet<(string Role, string Account)> HandMade { get; } = [];

    /// <summary>Lets a period pass.</summary>
    internal void Live(List<Happening> period) => period.ForEach(happening => Happenings.Happen(this, happening));

    internal Task<PlanInFull> PrepareAsync() => PlanInFull.PrepareAsync(Engine, Sync, CancellationToken.None);

    internal Task<PlanInFull> PrepareAsync(ReadMode mode) => PlanInFull.PrepareAsync(Engine, Sync, mode, CancellationToken.None);

    internal Task<ApplyReport> ApplyAsync(PlanInFull plan) => Engine.ApplyAsync(plan.Id, Anna, null, CancellationToken.None);

    /// <summary>What the engine knows of every entry of a kind in the directory, by anchor.</summary>
    internal async Task<Dictionary<string, EntryState>> KnownAsync(EntryKind kind) => await Engine.ReadStatesAsync(Source, kind, null, CancellationToken.None)
        .ToDictionaryAsync(state => state.Key.Anchor, StringComparer.Ordinal);

    public void Dispose() => services.Dispose();

    private void Configure(SyncOptions sync)
    {
        sync.From(Source.Value).To(Target.Value);
        sync.Limits["Block"] = sync.Limits["RoleMembers"] = new LimitOptions { Percent = 100, Floor = 100 };
        sync.DepartmentSeparator = "/";
        foreach (var group in Groups.Where(group => group != "g-inner"))
        {
            sync.RoleGroups.Add(group);
        }

        sync.RoleTargets["g-sales"] = Customers;
        sync.RoleTargets["g-support"] = Customers;
        sync.CreateEmptyRoles = Life.EmptyRoles;
        sync.DepartmentManagers = Life.Managers;
        sync.PickedGroups = Life.Picked ? ["g-picked"] : null;
        foreach (var field in Life.Latin ? new[] { AttributeNames.FirstName, AttributeNames.LastName } : [])
        {
            sync.LatinFields.Add(field);
        }

        foreach (var receiver in Life.HandsOver ? new[] { "manager", "departmentManager", Desk } : [])
        {
            sync.TaskReceivers.Add(receiver);
        }
    }
}
