using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Simulation;

/// <summary>A small company whose life is drawn by chance: few names and addresses, so that collisions, returns and swaps really happen.</summary>
internal sealed class RandomWorld : IDisposable
{
    internal static readonly SyncName Sync = new("staff");
    private static readonly string[] Units = ["ou-users", "ou-staff", "ou-paris"];
    private readonly ServiceProvider services;

    internal RandomWorld(int? shuffle, bool tellsChanges = false)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        Directory = new ScriptedSource(new SystemName("corp-ad")) { ShuffleSeed = shuffle, TellsChanges = tellsChanges };
        Unit("ou-users", "Users", null);
        Unit("ou-staff", "Staff", null);
        Unit("ou-paris", "Paris Users", "ou-staff");
        Directory.Records.Add(new SourceRecord { Kind = EntryKind.Account, Anchor = "guid-anchor", Parent = "ou-users", Attributes = Person("anchor", "Anchor", null, null) });
        Application = new ScriptedTarget(new SystemName("pyrus"));
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSyncEngine(engine => engine
                .UseInMemoryStore(new InMemoryStore(time))
                .AddScriptedSource(Directory)
                .AddScriptedTarget(Application)
                .AddSync(Sync.Value, sync =>
                {
                    sync.From("corp-ad").To("pyrus").Limit("Block", null);
                    sync.DepartmentSeparator = "/";
                }))
            .BuildServiceProvider();
        Engine = services.GetRequiredService<ISyncEngine>();
        Store = services.GetRequiredService<InMemoryStore>();
    }

    internal ScriptedSource Directory { get; }

    internal ScriptedTarget Application { get; }

    internal ISyncEngine Engine { get; }

    internal InMemoryStore Store { get; }

    /// <summary>What can happen between two syncs, on either side.</summary>
    internal static Gen<Action<RandomWorld>> Happening { get; } = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 3]).Select(Make);

    internal static Gen<List<List<Action<RandomWorld>>>> Lives { get; } = Happening.List[0, 8].List[1, 5];

    internal Task<PlanInFull> PrepareAsync() => PlanInFull.PrepareAsync(Engine, Sync, CancellationToken.None);

    internal Task<PlanInFull> PrepareAsync(ReadMode mode) => PlanInFull.PrepareAsync(Engine, Sync, mode, CancellationToken.None);

    internal Task<ApplyReport> ApplyAsync(PlanInFull plan) => Engine.ApplyAsync(plan.Id, Actor.Person("simulation"), null, CancellationToken.None);

    public void Dispose() => services.Dispose();

    private static Action<RandomWorld> Make(int what, int who, int other, int detail) => what switch
    {
        0 or 1 => w => w.Hire(who, other, detail),
        2 => w => w.Edit(who, r => r with { Enabled = !r.Enabled }),
        3 => w => w.Directory.Records.RemoveAll(r => r.Anchor == Anchor(who)),
        4 => w => w.Edit(who, r => r with { Parent = Units[detail % Units.Length] }),
        5 => w => w.Edit(who, r => r with { Attributes = r.Attributes.With(AttributeNames.Email, $"p{other}@corp.example") }),
        6 => w => w.Edit(who, r => r with { Attributes = r.Attributes.With(AttributeNames.Title, detail == 0 ? [] : [$"Title {detail}"]) }),
        7 => w => w.Edit(who, r => r with { Attributes = r.Attributes.With(AttributeNames.Department, detail == 0 ? [] : [$"Sales/Team {detail}"]) }),
        8 => w => w.Edit(who, r => r with { Deleted = true }),
        _ => w => w.ByHand(who, detail),
    };

    private static string Anchor(int who) => $"guid-{who}";

    private static AttributeSet Person(string login, string first, string? title, string? department) => AttributeSet.Of(
        (AttributeNames.Login, login), (AttributeNames.FirstName, first), (AttributeNames.LastName, "Novak"),
        (AttributeNames.Email, $"{login}@corp.example"), (AttributeNames.Title, title), (AttributeNames.Department, department));

    private void Hire(int who, int other, int detail)
    {
        if (Directory.Records.Any(r => r.Anchor == Anchor(who)))
        {
            return;
        }

        Directory.Records.Add(new SourceRecord
        {
            Kind = EntryKind.Account,
            Anchor = Anchor(who),
            Parent = Units[detail % Units.Length],
            Attributes = Person($"p{other}", $"Person{other}", detail == 0 ? null : $"Title {detail}", detail == 1 ? "Sales/Team 1" : null),
        });
    }

    private void Edit(int who, Func<SourceRecord, SourceRecord> edit)
    {
        var at = Directory.Records.FindIndex(r => r.Anchor == Anchor(who));
        if (at >= 0)
        {
            Directory.Records[at] = edit(Directory.Records[at]);
        }
    }

    /// <summary>An administrator of the application does something without telling anybody.</summary>
    private void ByHand(int who, int detail)
    {
        var accounts = Application.Contents.Where(r => r.Kind == EntryKind.Account)
            .OrderBy(r => r.Attributes[AttributeNames.Email], StringComparer.Ordinal).ToList(); // by address: ids depend on the order of creation
        if (detail == 0 || accounts.Count == 0)
        {
            var email = $"p{who}@corp.example";
            if (accounts.All(a => a.Attributes[AttributeNames.Email] != email))
            {
                Application.AddAccount(AttributeSet.Of((AttributeNames.Email, email), (AttributeNames.FirstName, $"Person{who}")));
            }

            return;
        }

        Application.Edit(accounts[who % accounts.Count].Anchor, r => detail switch
        {
            1 => r with { Enabled = !r.Enabled },
            2 => r with { Attributes = r.Attributes.With(AttributeNames.Position, "By hand") },
            _ => r,
        });
    }

    private void Unit(string anchor, string name, string? parent) => Directory.Records.Add(new SourceRecord
    {
        Kind = EntryKind.Unit, Anchor = anchor, Parent = parent, Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    });
}
