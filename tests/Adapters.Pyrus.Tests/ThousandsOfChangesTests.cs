using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>
/// Five thousand changes through the whole engine, over real HTTP, to an emulator with the documented limits: 5,000 requests in ten minutes, and 500
/// creations. Time is virtual and passes only when the adapter has nothing it may send.
/// </summary>
public sealed class ThousandsOfChangesTests
{
    private const int Unblocked = 800;
    private const int Updated = 3_000;
    private const int Created = 1_000;
    private const int Blocked = 200;
    private static readonly SyncName Sync = new("staff");
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_are_done_in_order_none_is_refused_twice_and_it_takes_as_long_as_the_limits_say()
    {
        await using var pyrus = await PyrusEmulator.StartAsync(new() { TimeProvider = time }, Ct);
        var directory = Directory(pyrus);
        await using var services = Services(directory, pyrus);
        var engine = services.GetRequiredService<ISyncEngine>();

        var plan = await engine.PrepareAsync(Sync, Ct);
        var rows = await engine.ReadRowsAsync(plan.Id, null, Ct).Where(row => row.Effects.Length > 0).ToListAsync(Ct);
        Assert.Equal(Unblocked + Updated + Created + Blocked, rows.Count);
        await engine.ApproveAsync(plan.Id, Actor.Person("anna"), "The first run is a large one.", Ct);
        var begun = time.GetUtcNow();
        pyrus.ClearRequests();
        var report = await engine.ApplyAsync(plan.Id, Actor.Person("anna"), new RowSelection { Include = [.. rows.Where(r => !r.Selected).Select(r => r.Id)] }, Ct);
        var spent = time.GetUtcNow() - begun;
        var requests = pyrus.Requests;

        Assert.Null(report.Suspended);
        Assert.Equal(5_000, report.Count(RowResult.Applied));
        AssertNothingLost(pyrus);
        AssertInOrder(requests);
        AssertRefusals(requests);

        // The first window ends with its requests used up, the second with its creations, the third sees the end: two waits of ten minutes and the margin.
        Assert.InRange(spent, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(20) + TimeSpan.FromSeconds(10));
        Assert.Equal(0, (await engine.PrepareAsync(Sync, Ct)).Counts.ByStatus.Where(status => status.Key is not RowStatus.Unmanaged).Sum(status => status.Value));
    }

    private static void AssertNothingLost(PyrusEmulator pyrus)
    {
        Assert.Equal(1 + Unblocked + Updated + Created + Blocked, pyrus.Members.Count);
        Assert.Equal(Created, pyrus.Members.Count(m => m.Email!.StartsWith("new", StringComparison.Ordinal)));
        Assert.Equal(Updated, pyrus.Members.Count(m => m.Position == "Chief"));
        Assert.Equal(Blocked, pyrus.Members.Count(m => m.Banned));
    }

    /// <summary>Access is given back first and taken away last; between them what changes, then who is new.</summary>
    private static void AssertInOrder(IEnumerable<RecordedRequest> requests)
    {
        var kinds = requests.Where(r => r is { IsWrite: true, Status: 200 }).Select(Kind).ToList();
        Assert.Equal(5_000, kinds.Count);
        Assert.Equal(["unblock", "update", "create", "block"], kinds.Where((kind, i) => i == 0 || kinds[i - 1] != kind));

        static string Kind(RecordedRequest request) => request switch
        {
            { Method: "POST" } => "create",
            { Method: "DELETE" } => "block",
            _ => request.Body.Contains("banned", StringComparison.Ordinal) ? "unblock" : "update",
        };
    }

    /// <summary>Only creations are ever refused, once, when their allowance is used up for the first time: it is not shown before.</summary>
    private static void AssertRefusals(IReadOnlyList<RecordedRequest> requests)
    {
        var refused = requests.Where(r => r.Status == 429).ToList();
        Assert.All(refused, r => Assert.Equal(("POST", "members"), (r.Method, r.Path)));
        Assert.InRange(refused.Count, 1, 4); // as many as are under way at once
        Assert.Distinct(refused.Select(r => r.Body));
        Assert.Equal(5_000 + refused.Count, requests.Count(r => r.IsWrite));

        // Who was refused keeps the place: the same are the next that are let through.
        var after = requests.Where(r => r is { Method: "POST", Status: 200 } && r.Number > refused[^1].Number).Take(4).Select(r => r.Body);
        Assert.Subset(after.ToHashSet(), refused.Select(r => r.Body).ToHashSet());
    }

    private static ScriptedSource Directory(PyrusEmulator pyrus)
    {
        var directory = new ScriptedSource(
            new SystemName("corp-ad"), new SourceRecord { Kind = EntryKind.Unit, Anchor = "u1", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")) });
        Add("back", Unblocked, pyrus, title: null, enabled: true, banned: true);
        Add("changed", Updated, pyrus, title: "Chief", enabled: true, banned: false);
        Add("new", Created, null, title: null, enabled: true, banned: false);
        Add("gone", Blocked, pyrus, title: null, enabled: false, banned: false);
        return directory;

        void Add(string name, int count, PyrusEmulator? known, string? title, bool enabled, bool banned)
        {
            for (var i = 0; i < count; i++)
            {
                var email = $"{name}{i:0000}@corp.example";
                directory.Records.Add(new SourceRecord
                {
                    Kind = EntryKind.Account, Anchor = $"{name}{i:0000}", Parent = "u1", Enabled = enabled,
                    Attributes = AttributeSet.Of(
                        (AttributeNames.FirstName, $"{name}{i:0000}"), (AttributeNames.LastName, "Novak"), (AttributeNames.Email, email), (AttributeNames.Title, title)),
                });
                known?.SeedMember(new() { FirstName = $"{name}{i:0000}", LastName = "Novak", Email = email, Banned = banned });
            }
        }
    }

    private ServiceProvider Services(ScriptedSource directory, PyrusEmulator pyrus) => new ServiceCollection()
        .AddSingleton<TimeProvider>(time)
        .AddLogging(log => log.AddProvider(new StandstillClock(time)))
        .AddSyncEngine(engine => engine
            .UseInMemoryStore(new InMemoryStore(time))
            .AddScriptedSource(directory)
            .AddPyrus("pyrus", options =>
            {
                options.BaseUrl = pyrus.BaseUrl.ToString();
                options.Login = pyrus.Login;
                options.SecurityKey = pyrus.SecurityKey;
                options.RequestTimeout = TimeSpan.FromMinutes(20); // its clock is the virtual one
            })
            .AddSync(Sync.Value, sync => sync.From("corp-ad").To("pyrus").MapField(AttributeNames.Title, to: AttributeNames.Position)))
        .BuildServiceProvider();
}
