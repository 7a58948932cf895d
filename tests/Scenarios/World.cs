using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Scenarios;

/// <summary>A company directory, an application and an engine between them, in memory. Scenarios tell their story with it.</summary>
internal sealed class World : IDisposable
{
    internal static readonly SyncName Sync = new("staff");
    internal static readonly Actor Anna = Actor.Person("anna@corp.example");
    private readonly ServiceProvider services;

    internal World(Action<SyncOptions>? configure = null, InMemoryStore? store = null, ScriptedSource? directory = null, ScriptedTarget? application = null,
        Func<ScriptedTarget, ITarget>? writer = null, Action<SyncEngineOptions>? bounds = null,
        FakeTimeProvider? time = null, Action<IServiceCollection, InMemoryStore>? more = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        Store = store ?? new InMemoryStore(Time);
        Directory = directory ?? new ScriptedSource(new SystemName("corp-ad"), new SourceRecord
        {
            Kind = EntryKind.Unit, Anchor = "ou-users", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")),
        });
        Application = application ?? new ScriptedTarget(new SystemName("pyrus"));
        var collection = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .Configure<SyncEngineOptions>(options => bounds?.Invoke(options))
            .AddSyncEngine(engine => engine
                .AddSchedule()
                .UseInMemoryStore(Store)
                .AddScriptedSource(Directory)
                .AddSource(Application.Name, _ => Application)
                .AddTarget(Application.Name, _ => writer?.Invoke(Application) ?? Application)
                .AddSync(Sync.Value, sync =>
                {
                    sync.From("corp-ad").To("pyrus");
                    sync.DepartmentSeparator = "/";
                    configure?.Invoke(sync);
                }));
        more?.Invoke(collection, Store);
        services = collection.BuildServiceProvider();
        Engine = services.GetRequiredService<ISyncEngine>();
    }

    internal FakeTimeProvider Time { get; }

    internal InMemoryStore Store { get; }

    internal ScriptedSource Directory { get; }

    internal ScriptedTarget Application { get; }

    internal ISyncEngine Engine { get; }

    internal Instruments Instruments => services.GetRequiredService<Instruments>();

    internal IHostedService Schedule => services.GetRequiredService<IHostedService>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal SourceRecord Hire(string login, string first = "Ada", string last = "Novak", string? title = null, string? department = null, string unit = "ou-users")
    {
        var record = new SourceRecord
        {
            Kind = EntryKind.Account,
            Anchor = $"guid-{login}",
            Parent = unit,
            Attributes = AttributeSet.Of(
                (AttributeNames.Login, login), (AttributeNames.FirstName, first), (AttributeNames.LastName, last),
                (AttributeNames.Email, $"{login}@corp.example"), (AttributeNames.Title, title), (AttributeNames.Department, department)),
        };
        Directory.Records.Add(record);
        return record;
    }

    internal void HireMany(int count, string unit = "ou-users")
    {
        for (var i = 0; i < count; i++)
        {
            Hire($"p{i:000}", $"Person{i:000}", "Novak", unit: unit);
        }
    }

    internal void Unit(string anchor, string name, string? parent = null) => Directory.Records.Add(new SourceRecord
    {
        Kind = EntryKind.Unit, Anchor = anchor, Parent = parent, Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    });

    internal void Group(string anchor, string name, params string[] members) => Directory.Records.Add(new SourceRecord
    {
        Kind = EntryKind.Group, Anchor = anchor, Members = [.. members], Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    });

    internal void Edit(string anchor, Func<SourceRecord, SourceRecord> edit)
    {
        var at = Directory.Records.FindIndex(r => r.Anchor == anchor);
        Directory.Records[at] = edit(Directory.Records[at]);
    }

    internal void Fire(string login) => Directory.Records.RemoveAll(r => r.Anchor == $"guid-{login}");

    internal string Account(string email, string first = "Ada", string last = "Novak", bool enabled = true) => Application.AddAccount(
        AttributeSet.Of((AttributeNames.Email, email), (AttributeNames.FirstName, first), (AttributeNames.LastName, last)), enabled);

    internal Task<PlanInFull> PrepareAsync() => PlanInFull.PrepareAsync(Engine, Sync, Token);

    internal Task<ApplyReport> ApplyAsync(PlanInFull plan, RowSelection? selection = null) => Engine.ApplyAsync(plan.Id, Anna, selection, Token);

    internal async Task<ApplyReport> SyncAsync() => await ApplyAsync(await PrepareAsync());

    internal SourceRecord? AccountOf(string email) => Application.Contents.FirstOrDefault(r =>
        r.Kind == EntryKind.Account && EmailKey.TryFrom(r.Attributes[AttributeNames.Email]) == EmailKey.TryFrom(email));

    internal async Task<int> EventsAsync()
    {
        var count = 0;
        await foreach (var recorded in Store.ReadAllAsync(0, long.MaxValue, Token))
        {
            count += recorded.Stream.Category is "entry" or "department" or "sync" or "system" ? 1 : 0;
        }

        return count;
    }

    public void Dispose() => services.Dispose();
}

internal static class PlanReading
{
    internal static PlanRow Row(this PlanInFull plan, string name) =>
        plan.Rows.Single(r => r.Kind == RowKind.User && (r.Source?.Login == name || r.Target?.Email == name));

    internal static PlanRow? FindRow(this PlanInFull plan, string name) =>
        plan.Rows.SingleOrDefault(r => r.Kind == RowKind.User && (r.Source?.Login == name || r.Target?.Email == name));
}
