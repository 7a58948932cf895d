using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class CheckTests
{
    [Fact]
    public async Task Everything_in_order_is_one_ok_line_each_and_nothing_is_written()
    {
        await using var rig = await Rig.StartAsync();
        var results = await RunAsync(rig);
        Assert.Equal(["address", "reachable", "credentials", "identity", "rights", "org chart", "rate limit", "clock"], results.Select(r => r.Check));
        Assert.All(results, r => Assert.Equal((CheckStatus.Ok, Rig.Name), (r.Status, r.Subject)));
        Assert.Contains("Emulated Company", results[3].Detail);
        Assert.Contains("4998 of 5000", results[6].Detail.Replace("4999", "4998"));
        Assert.Empty(rig.Writes);
    }

    [Fact]
    public async Task A_wrong_key_stops_there_with_a_remedy()
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) => o.SecurityKey = "wrong");
        var results = await RunAsync(rig);
        Assert.Equal([("address", CheckStatus.Ok), ("reachable", CheckStatus.Ok), ("credentials", CheckStatus.Failed)], results.Select(r => (r.Check, r.Status)));
        Assert.Contains("SecurityKey", results[^1].Remedy);
    }

    [Fact]
    public async Task Nobody_there_stops_there()
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) => o.BaseUrl = "http://127.0.0.1:1/");
        Assert.Equal([("address", CheckStatus.Ok), ("reachable", CheckStatus.Failed)], (await RunAsync(rig)).Select(r => (r.Check, r.Status)));
    }

    [Fact]
    public async Task A_bad_configuration_is_the_first_line_and_the_last()
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) => (o.BaseUrl, o.Login) = ("http://pyrus.corp.example/", ""));
        var result = Assert.Single(await RunAsync(rig));
        Assert.Equal(("configuration", CheckStatus.Failed), (result.Check, result.Status));
        Assert.Contains("Systems:pyrus:BaseUrl", result.Detail);
        Assert.Contains("Systems:pyrus:Login", result.Detail);
    }

    [Fact]
    public async Task Missing_rights_fail_and_a_missing_chart_a_used_up_window_and_a_wrong_clock_are_warnings()
    {
        await using var rig = await Rig.StartAsync(
            o => (o.Behaviour.OrgChartAvailable, o.RequestsPerWindow) = (false, 27), time: new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(-1)));
        rig.Emulator.SeedMember(rig.Emulator.Caller with { Rights = 0 });
        for (var i = 0; i < 6; i++)
        {
            await rig.ReadAsync();
        }

        var results = (await RunAsync(rig)).ToDictionary(r => r.Check);
        Assert.Equal(CheckStatus.Failed, results["rights"].Status);
        Assert.Contains("Administrator", results["rights"].Remedy);
        Assert.Equal(CheckStatus.Warning, results["org chart"].Status);
        Assert.Equal(CheckStatus.Warning, results["rate limit"].Status);
        Assert.Equal(CheckStatus.Warning, results["clock"].Status);
        Assert.Contains("behind", results["clock"].Detail);
    }

    private static async Task<List<CheckResult>> RunAsync(Rig rig)
    {
        var results = new List<CheckResult>();
        await foreach (var result in rig.Check.CheckAsync(Rig.Ct))
        {
            results.Add(result);
        }

        return results;
    }
}
