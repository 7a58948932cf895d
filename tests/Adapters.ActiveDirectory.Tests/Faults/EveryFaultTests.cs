using System.Text.RegularExpressions;
using SyncEngine.Capture;
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

    [Theory]
    [InlineData(ReadMode.Full, 30)]
    [InlineData(ReadMode.Delta, 8)]
    public async Task Without_a_fault_exactly_the_leavers_are_blocked(ReadMode mode, int placesMin)
    {
        await using var proxy = company.Proxy();
        var (plan, steps) = await UndisturbedAsync(proxy, mode);
        Assert.Equal(company.Leavers, Blocks(plan));
        Assert.Equal((true, mode, true), (plan.Reads[0].Complete, plan.Reads[0].Mode, plan.Reads[0].Cursor is not null));
        Assert.True(Places(steps).Count > placesMin, $"{Places(steps).Count} pages, ranges and searches are too few to say something of each");
    }

    [Fact]
    public async Task A_connection_cut_anywhere_takes_nobodys_access_wrongly() => await TryAllAsync(
        ReadMode.Full,
        (places, _) => [.. places.Select(p => new ProxyFault(p.Middle, ProxyAction.Cut)), .. places.Select(p => new ProxyFault(p.End, ProxyAction.Cut))]);

    [Fact]
    public async Task Silence_anywhere_takes_nobodys_access_wrongly() => await TryAllAsync(
        ReadMode.Full, (places, _) => places.Select(p => new ProxyFault(p.End, ProxyAction.Stall)));

    [Fact]
    public async Task A_result_code_anywhere_takes_nobodys_access_wrongly() => await TryAllAsync(
        ReadMode.Full,
        (places, questions) => places.Index().SelectMany(p => p.Item.End <= questions
            ? Codes.Select((_, code) => Refusal(code, p.Item.End))
            : [Refusal(p.Index, p.Item.End)]));

    [Fact]
    public async Task While_changes_are_read_a_fault_anywhere_takes_nobodys_access_wrongly() => await TryAllAsync(
        ReadMode.Delta,
        (places, _) => places.Index().Where(p => p.Index < 30 || p.Index % 5 == 0).Select(p => (p.Index % 3) switch
        {
            // The first are those of the reading; of the many equal questions after it every fifth is tried.
            0 => new ProxyFault(p.Item.Middle, ProxyAction.Cut),
            1 => new ProxyFault(p.Item.End, ProxyAction.Stall),
            _ => Refusal(p.Index / 3, p.Item.End),
        }));

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

    private static async Task<(PlanInFull Plan, IReadOnlyList<ProxyStep> Steps)> UndisturbedAsync(ControllerProxy proxy, ReadMode mode)
    {
        using var world = await SyncedAsync(proxy);
        proxy.Begin();
        return (await world.PrepareAsync(mode), proxy.Steps);
    }

    /// <summary>An engine that knows everyone as they were, over a domain in which some have left.</summary>
    private static async Task<FaultWorld> SyncedAsync(ControllerProxy proxy)
    {
        var world = new FaultWorld(proxy);
        await world.SyncAsync();
        proxy.Age = 1;
        return world;
    }

    private async Task TryAllAsync(ReadMode mode, Func<List<(int Middle, int End)>, int, IEnumerable<ProxyFault>> faultsOf)
    {
        await using var proxy = company.Proxy();
        var (_, steps) = await UndisturbedAsync(proxy, mode);
        var questions = steps.Index().Where(s => s.Item.OfBind).Skip(1).First().Index; // asked in a session of their own
        var (incomplete, unconfirmed, spared, refused) = (0, 0, 0, 0);
        FaultWorld? world = null;
        foreach (var fault in faultsOf(Places(steps), questions))
        {
            world ??= await SyncedAsync(proxy);
            proxy.Begin(fault);
            try
            {
                var plan = await world.PrepareAsync(mode);
                Judge(plan, fault);
                if (mode == ReadMode.Full && fault.Message <= questions && steps[fault.Message - 1].Wanted is not (["tombstoneLifetime"] or ["name"]))
                {
                    // What only serves later readings of changes (a cookie of now, how long it is good) may be missing: everyone was read.
                    Assert.True(plan.Reads[0] is { Complete: false } or { Cursor: null }, $"{fault}: the reading counts as complete");
                }

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
        var enough = mode == ReadMode.Full ? incomplete > 20 && unconfirmed > 3 && spared > 0 && refused > 1 : incomplete + unconfirmed > 8;
        Assert.True(enough, $"{incomplete} incomplete, {unconfirmed} unconfirmed, {spared} spared, {refused} refused");

        // Any number of broken readings later, an unbroken one still says the same.
        using var last = world ?? await SyncedAsync(proxy);
        proxy.Begin();
        Assert.Equal(company.Leavers, Blocks(await last.PrepareAsync(mode)));
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
        Assert.True(Place().IsMatch(problem.Message), problem.Message);
    }

    [GeneratedRegex("127\\.0\\.0\\.1|DC1\\.contoso\\.test", RegexOptions.None, 1_000)]
    private static partial Regex Server();

    [GeneratedRegex(
        "(page [0-9]+ of|asking for) (units|groups|accounts|members)|the members of the group '.+' from [0-9]+ on|a primary group|a container|one entry"
        + "|changed entries|changes|deleted objects|the life of tombstones|what stands below a renamed unit|the server's own description"
        + "|the controller's own object|the domain|the base|containers|the container of deleted objects",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Place();
}
