using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>The whole engine between a scripted directory and an emulated Pyrus, over real HTTP, in virtual time.</summary>
internal sealed class PyrusSync : IAsyncDisposable
{
    private static readonly SyncName Name = new("staff");
    private readonly ServiceProvider services;

    private PyrusSync(PyrusEmulator pyrus, FakeTimeProvider time, StandstillClock clock)
    {
        (Pyrus, Time) = (pyrus, time);
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddLogging(log => log.AddProvider(clock))
            .AddSyncEngine(engine => engine
                .UseInMemoryStore(new InMemoryStore(time))
                .AddScriptedSource(Directory)
                .AddPyrus("pyrus", options =>
                {
                    options.BaseUrl = pyrus.BaseUrl.ToString();
                    options.Login = pyrus.Login;
                    options.SecurityKey = pyrus.SecurityKey;
                    options.RequestTimeout = TimeSpan.FromMinutes(20); // its clock is the virtual one
                })
                .AddSync(Name.Value, sync => sync.From("corp-ad").To("pyrus").MapField(AttributeNames.Title, to: AttributeNames.Position)))
            .BuildServiceProvider();
        Engine = services.GetRequiredService<ISyncEngine>();
    }

    public PyrusEmulator Pyrus { get; }

    public FakeTimeProvider Time { get; }

    public ISyncEngine Engine { get; }

    public ScriptedSource Directory { get; } = new(
        new SystemName("corp-ad"), new SourceRecord { Kind = EntryKind.Unit, Anchor = "u1", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")) });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PyrusSync> StartAsync()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        return new PyrusSync(await PyrusEmulator.StartAsync(new() { TimeProvider = time }, Ct), time, new StandstillClock(time));
    }

    /// <summary>Somebody in the directory; with an account in Pyrus too when <paramref name="known"/>, blocked there when <paramref name="banned"/>.</summary>
    public void Person(string name, string? title = null, bool enabled = true, bool known = false, bool banned = false)
    {
        var email = $"{name}@corp.example";
        Directory.Records.Add(new SourceRecord
        {
            Kind = EntryKind.Account, Anchor = name, Parent = "u1", Enabled = enabled,
            Attributes = AttributeSet.Of(
                (AttributeNames.FirstName, name), (AttributeNames.LastName, "Novak"), (AttributeNames.Email, email), (AttributeNames.Title, title)),
        });
        if (known)
        {
            Pyrus.SeedMember(new() { FirstName = name, LastName = "Novak", Email = email, Banned = banned });
        }
    }

    public async Task<(Plan Plan, IReadOnlyList<PlanRow> Rows)> PrepareAsync()
    {
        var plan = await Engine.PrepareAsync(Name, Ct);
        return (plan, await Engine.ReadRowsAsync(plan.Id, null, Ct).Where(row => row.Effects.Length > 0).ToListAsync(Ct));
    }

    /// <summary>Applies all rows of a plan, whatever its limits and its own selection say.</summary>
    public async Task<ApplyReport> ApplyAsync(Plan plan, IReadOnlyList<PlanRow> rows)
    {
        if (!plan.Held.IsEmpty)
        {
            await Engine.ApproveAsync(plan.Id, Actor.Person("anna"), "It is meant.", Ct);
        }

        return await Engine.ApplyAsync(plan.Id, Actor.Person("anna"), new RowSelection { Include = [.. rows.Where(r => !r.Selected).Select(r => r.Id)] }, Ct);
    }

    public async Task<ApplyReport> SyncAsync()
    {
        var (plan, rows) = await PrepareAsync();
        return await ApplyAsync(plan, rows);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Pyrus.DisposeAsync();
    }
}
