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
    /// <summary>operationsError, timeLimit, sizeLimit, referral, adminLimit, busy, unavailable, unwilling.</summary>
    private static readonly int[] Codes = [1, 3, 4, 10, 11, 51, 52, 53];

    [Fact]
    public async Task Without_a_fault_exactly_the_leavers_are_blocked()
    {
        await using var proxy = company.Proxy();
        var (plan, steps) = await UndisturbedAsync(proxy);
        Assert.Equal(company.Leavers, Blocks(plan));
        Assert.True(plan.Reads[0].Complete);
        Assert.True(Places(steps).Count > 50, "too few pages and ranges to say something of each");
    }

    [Fact]
    public async Task A_connection_cut_anywhere_takes_nobodys_access_wrongly() =>
        await TryAllAsync(places => [.. places.Select(p => new ProxyFault(p.Middle, ProxyAction.Cut)), .. places.Select(p => new ProxyFault(p.End, ProxyAction.Cut))]);

    [Fact]
    public async Task Silence_anywhere_takes_nobodys_access_wrongly() =>
        await TryAllAsync(places => places.Select(p => new ProxyFault(p.End, ProxyAction.Stall)));

    [Fact]
    public async Task A_result_code_anywhere_takes_nobodys_access_wrongly() =>
        await TryAllAsync(places => [.. places.Index().Select(p => Refusal(p.Index, p.Item.End)), .. places.Index().Select(p => Refusal(p.Index + 3, p.Item.Middle))]);

    private static ProxyFault Refusal(int i, int message) => new(message, ProxyAction.Answer, Codes[i % Codes.Length]);

    /// <summary>Every page, range and single search of a reading and of the questions after it: the number of its last message, and one in its middle.</summary>
    private static List<(int Middle, int End)> Places(IReadOnlyList<ProxyStep> steps)
    {
        var places = new List<(int, int)>();
        var first = 1;
        foreach (var (i, step) in steps.Index().Where(s => s.Item.IsEnd))
        {
            if (!step.OfBind)
            {
                places.Add((first + ((i + 1 - first) / 2), i + 1));
            }

            first = i + 2;
        }

        return places;
    }

    private static IReadOnlyList<string> Blocks(PlanInFull plan) =>
        [.. plan.Rows.Where(r => r.Status == RowStatus.Block).Select(r => r.Source?.Login ?? r.Target?.Email ?? "?").Order(StringComparer.Ordinal)];

    private static async Task<(PlanInFull Plan, IReadOnlyList<ProxyStep> Steps)> UndisturbedAsync(ControllerProxy proxy)
    {
        using var world = await SyncedAsync(proxy);
        proxy.Begin();
        return (await world.PrepareAsync(), proxy.Steps);
    }

    /// <summary>An engine that knows everyone as they were, over a domain in which some have left.</summary>
    private static async Task<FaultWorld> SyncedAsync(ControllerProxy proxy)
    {
        var world = new FaultWorld(proxy);
        await world.SyncAsync();
        proxy.Age = 1;
        return world;
    }

    private async Task TryAllAsync(Func<List<(int Middle, int End)>, IEnumerable<ProxyFault>> faultsOf)
    {
        await using var proxy = company.Proxy();
        var (_, steps) = await UndisturbedAsync(proxy);
        var (incomplete, unconfirmed, spared, refused) = (0, 0, 0, 0);
        FaultWorld? world = null;
        foreach (var fault in faultsOf(Places(steps)))
        {
            world ??= await SyncedAsync(proxy);
            proxy.Begin(fault);
            try
            {
                var plan = await world.PrepareAsync();
                Judge(plan, fault);
                if (plan.Reads[0].Complete)
                {
                    // It learned who is gone: the next fault finds another engine that does not know.
                    unconfirmed++;
                    spared += Blocks(plan).Count < company.Leavers.Count ? 1 : 0;
                    world.Dispose();
                    world = null;
                }
                else
                {
                    incomplete++;
                }
            }
            catch (ConnectedSystemException e)
            {
                Assert.Matches(Server(), e.Message);
                refused++;
            }

            Assert.True(proxy.Faulted.IsCompleted, $"{fault} did not happen");
        }

        // In the reading, in asking for those who are missing, and before either began.
        Assert.True(incomplete > 30 && unconfirmed > 3 && spared > 0 && refused > 1, $"{incomplete} incomplete, {unconfirmed} unconfirmed, {spared} spared, {refused} refused");

        // Any number of broken readings later, an unbroken one still says the same.
        using var last = world ?? await SyncedAsync(proxy);
        proxy.Begin();
        Assert.Equal(company.Leavers, Blocks(await last.PrepareAsync()));
    }

    private void Judge(PlanInFull plan, ProxyFault fault)
    {
        var blocks = Blocks(plan);
        Assert.True(blocks.All(company.Leavers.Contains), $"{fault}: {string.Join(' ', blocks.Except(company.Leavers))} stay");
        var receipt = plan.Reads[0];
        if (receipt.Complete)
        {
            // Not all could be asked for. Who was deleted is out of the picked group all the same, whose members were read.
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
