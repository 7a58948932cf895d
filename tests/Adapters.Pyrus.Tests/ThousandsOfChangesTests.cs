using SyncEngine.Emulators;
using SyncEngine.Provisioning;

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

    [Fact]
    public async Task All_are_done_in_order_none_is_refused_twice_and_it_takes_as_long_as_the_limits_say()
    {
        await using var sync = await PyrusSync.StartAsync();
        Fill(sync);
        var (plan, rows) = await sync.PrepareAsync();
        Assert.Equal(Unblocked + Updated + Created + Blocked, rows.Count);
        var begun = sync.Time.GetUtcNow();
        sync.Pyrus.ClearRequests();

        var report = await sync.ApplyAsync(plan, rows);

        var (spent, requests) = (sync.Time.GetUtcNow() - begun, sync.Pyrus.Requests);
        Assert.Null(report.Suspended);
        Assert.Equal(5_000, report.Count(RowResult.Applied));
        AssertNothingLost(sync.Pyrus);
        AssertInOrder(requests);
        AssertRefusals(requests);

        // The first window ends with its requests used up, the second with its creations, the third sees the end: two waits of ten minutes and the margin.
        Assert.InRange(spent, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(20) + TimeSpan.FromSeconds(10));
        Assert.Empty((await sync.PrepareAsync()).Rows);
    }

    private static void Fill(PyrusSync sync)
    {
        Many("back", Unblocked, name => sync.Person(name, known: true, banned: true));
        Many("changed", Updated, name => sync.Person(name, title: "Chief", known: true));
        Many("new", Created, name => sync.Person(name));
        Many("gone", Blocked, name => sync.Person(name, enabled: false, known: true));

        static void Many(string name, int count, Action<string> add)
        {
            for (var i = 0; i < count; i++)
            {
                add($"{name}{i:0000}");
            }
        }
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
    }
}
