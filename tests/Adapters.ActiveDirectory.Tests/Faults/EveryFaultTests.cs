using System.Text.RegularExpressions;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Faults;

/// <summary>
/// Whatever goes wrong at whichever message of a reading or of a confirmation: nobody loses access who would not lose it anyway, and what is said tells
/// where it broke.
/// </summary>
public sealed partial class EveryFaultTests(FaultyCompany company) : IClassFixture<FaultyCompany>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_fault_exactly_the_leavers_are_blocked()
    {
        await using var proxy = company.Proxy();
        var (plan, steps) = await UndisturbedAsync(proxy);
        Assert.Equal(company.Leavers, Blocks(plan));
        Assert.True(plan.Reads[0].Complete);
        Assert.True(steps.Count(s => s.IsEnd) > 50, "too few pages and ranges to say something of each");
    }

    [Fact]
    public async Task A_connection_cut_before_any_message_takes_nobodys_access_wrongly()
    {
        await using var proxy = company.Proxy();
        var (_, steps) = await UndisturbedAsync(proxy);
        await TryAllAsync(proxy, Enumerable.Range(1, steps.Count).Select(k => new ProxyFault(k, ProxyAction.Cut)));
    }

    [Fact]
    public async Task Silence_at_any_page_range_or_search_takes_nobodys_access_wrongly()
    {
        await using var proxy = company.Proxy();
        var (_, steps) = await UndisturbedAsync(proxy);
        await TryAllAsync(proxy, Ends(steps).Select(k => new ProxyFault(k, ProxyAction.Stall)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(51)]
    [InlineData(52)]
    [InlineData(53)]
    public async Task Any_result_code_at_any_page_range_or_search_takes_nobodys_access_wrongly(int code)
    {
        await using var proxy = company.Proxy();
        var (_, steps) = await UndisturbedAsync(proxy);
        await TryAllAsync(proxy, Ends(steps).Select(k => new ProxyFault(k, ProxyAction.Answer, code)));
    }

    private static IEnumerable<int> Ends(IReadOnlyList<ProxyStep> steps) =>
        steps.Index().Where(s => s.Item is { IsEnd: true, OfBind: false }).Select(s => s.Index + 1);

    private static IReadOnlyList<string> Blocks(PlanInFull plan) =>
        [.. plan.Rows.Where(r => r.Status == RowStatus.Block).Select(r => r.Source?.Login ?? r.Target?.Email ?? "?").Order(StringComparer.Ordinal)];

    private static async Task<(PlanInFull Plan, IReadOnlyList<ProxyStep> Steps)> UndisturbedAsync(ControllerProxy proxy)
    {
        using var world = new FaultWorld(proxy);
        await world.SyncAsync();
        proxy.Age = 1;
        proxy.Begin();
        return (await world.PrepareAsync(), proxy.Steps);
    }

    private async Task TryAllAsync(ControllerProxy proxy, IEnumerable<ProxyFault> faults)
    {
        var (incomplete, unconfirmed, refused) = (0, 0, 0);
        foreach (var fault in faults)
        {
            using var world = new FaultWorld(proxy);
            await world.SyncAsync();
            proxy.Age = 1;
            proxy.Begin(fault);
            try
            {
                var plan = await world.PrepareAsync();
                Judge(plan, fault);
                incomplete += plan.Reads[0].Complete ? 0 : 1;
                unconfirmed += plan.Reads[0].Complete ? 1 : 0;
            }
            catch (ConnectedSystemException e)
            {
                Assert.Matches(Server(), e.Message);
                refused++;
            }

            Assert.True(proxy.Faulted.IsCompleted, $"{fault} did not happen");
        }

        // In the reading, in asking for those who are missing, and before either began.
        Assert.True(incomplete > 30 && unconfirmed > 3 && refused > 1, $"{incomplete} incomplete, {unconfirmed} unconfirmed, {refused} refused");
    }

    private void Judge(PlanInFull plan, ProxyFault fault)
    {
        var blocks = Blocks(plan);
        Assert.True(blocks.All(company.Leavers.Contains), $"{fault}: {string.Join(' ', blocks.Except(company.Leavers))} stay");
        var receipt = plan.Reads[0];
        if (receipt.Complete)
        {
            Assert.True(blocks.Count < company.Leavers.Count, $"{fault}: all are blocked although not all could be asked for");
            return;
        }

        Assert.Empty(blocks);
        var problem = Assert.Single(receipt.Problems, p => p.Breaking);
        Assert.Matches(Server(), problem.Message);
        Assert.Matches(Place(), problem.Message);
    }

    [GeneratedRegex("127\\.0\\.0\\.1|DC1\\.contoso\\.test")]
    private static partial Regex Server();

    [GeneratedRegex("page [0-9]+ of (units|groups|accounts|members)|the members of the group '.+' from [0-9]+ on|a primary group|a container")]
    private static partial Regex Place();
}
