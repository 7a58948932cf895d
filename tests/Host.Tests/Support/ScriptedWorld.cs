using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Host.Tests;

/// <summary>A directory, an application and an engine between them in memory, behind the real console.</summary>
internal sealed class ScriptedWorld : IAsyncDisposable
{
    private readonly ServiceProvider services;

    internal ScriptedWorld(Action<SyncOptions>? configure = null)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 20, 15, 0, TimeSpan.Zero));
        Directory = new ScriptedSource(new SystemName("corp-ad"));
        Workspace = new ScriptedSource(new SystemName("workspace"));
        Application = new ScriptedTarget(new SystemName("pyrus"));
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSyncEngine(engine => engine
                .AddSchedule()
                .UseInMemoryStore(new InMemoryStore(Time))
                .AddScriptedSource(Directory)
                .AddScriptedSource(Workspace)
                .AddScriptedTarget(Application)
                .AddSync("staff", sync =>
                {
                    sync.From("corp-ad").To("pyrus");
                    sync.DepartmentSeparator = "/";
                    configure?.Invoke(sync);
                }))
            .BuildServiceProvider();
        Console = new TestConsole
        {
            Time = Time,
            OpenEngine = (_, _) => Task.FromResult(new EngineSession(services)),
        };
        Unit("ou-users", "Users");
    }

    internal FakeTimeProvider Time { get; }

    internal ScriptedSource Directory { get; }

    /// <summary>A second directory, for syncs that name it.</summary>
    internal ScriptedSource Workspace { get; }

    internal ScriptedTarget Application { get; }

    internal TestConsole Console { get; }

    internal ISyncEngine Engine => services.GetRequiredService<ISyncEngine>();

    internal Task<ConsoleRun> RunAsync(params string[] args) => Console.RunAsync(args);

    internal void Unit(string anchor, string name) => Directory.Records.Add(new SourceRecord
    {
        Kind = EntryKind.Unit, Anchor = anchor, Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    });

    internal void Hire(
        string login, string first, string last, string? title = null, string? department = null, string unit = "ou-users", string? email = "", bool enabled = true) =>
        Directory.Records.Add(new SourceRecord
        {
            Kind = EntryKind.Account,
            Anchor = $"guid-{login}",
            Parent = unit,
            Enabled = enabled,
            Attributes = AttributeSet.Of(
                (AttributeNames.Login, login), (AttributeNames.FirstName, first), (AttributeNames.LastName, last),
                (AttributeNames.Email, email is "" ? $"{login}@corp.example" : email), (AttributeNames.Title, title), (AttributeNames.Department, department)),
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

    internal string Account(string email, string first, string last, bool enabled = true, string? position = null) => Application.AddAccount(
        AttributeSet.Of(
            (AttributeNames.Email, email), (AttributeNames.FirstName, first), (AttributeNames.LastName, last), (AttributeNames.Position, position)),
        enabled);

    /// <summary>A small company with one of nearly everything, before its first sync.</summary>
    internal ScriptedWorld WithCompany()
    {
        Account("boris@corp.example", "Boris", "Petrov", position: "Engineer");
        Account("robot@corp.example", "Night", "Robot");
        Account("carla@corp.example", "Carla", "Gone");
        Account("dmitri@corp.example", "Dmitri", "Orlov", enabled: false);
        Hire("anna", "Anna", "Ivanova", "Head of sales", "Sales/EU");
        Hire("boris", "Boris", "Petrov", "Senior engineer", "R&D");
        Hire("carla", "Carla", "Gone", enabled: false);
        Hire("dmitri", "Dmitri", "Orlov");
        Hire("yulia", "Юлия", "Щукина", "1C Developer", "R&D/Platform");
        Hire("john2", "John2", "Smith");
        Hire("twin1", "Tom", "Twin", email: "twin@corp.example");
        Hire("twin2", "Tim", "Twin", email: "twin@corp.example");
        Hire("nomail", "Nora", "Mailless", email: null);
        return this;
    }

    /// <summary>The same company after its first sync and some weeks: leavers, a renamed unit, a rename, somebody blocked by hand.</summary>
    internal async Task<ScriptedWorld> WithLaterCompanyAsync()
    {
        WithCompany();
        Unit("ou-sales", "Sales users");
        for (var i = 0; i < 24; i++)
        {
            Hire($"s{i:00}", "Seller", $"Number{i:00}", "Seller", "Sales", "ou-sales");
        }

        var plan = await Engine.PrepareAsync(new SyncName("staff"), TestContext.Current.CancellationToken);
        await Engine.ApplyAsync(plan.Id, Actor.Person("anna"), null, TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromDays(20));
        Edit("ou-sales", unit => unit with { Attributes = AttributeSet.Of((AttributeNames.Name, "Sales staff")) });
        Edit("guid-anna", person => person with { Attributes = person.Attributes.With(AttributeNames.LastName, "Petrova") });
        Edit("guid-john2", person => person with { Enabled = false });
        Hire("zoe", "Zoe", "New", "Accountant", "Finance");
        return this;
    }

    public async ValueTask DisposeAsync() => await services.DisposeAsync();
}
