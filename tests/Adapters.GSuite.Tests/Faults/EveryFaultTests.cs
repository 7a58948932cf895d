using System.Text.RegularExpressions;
using SyncEngine.Emulators;
using SyncEngine.TestSupport;

namespace SyncEngine.Adapters.GSuite.Tests.Faults;

/// <summary>
/// Whatever goes wrong at whichever request of a reading or of a confirmation, once or from then on: nobody loses access who would not lose it anyway,
/// and what is said tells where it broke.
/// </summary>
public sealed partial class EveryFaultTests
{
    /// <summary>What a retry, a wait, a new token or a new beginning of the list gets over.</summary>
    private static readonly GSuiteFaultKind[] Passing =
    [
        GSuiteFaultKind.LoseRequest, GSuiteFaultKind.LoseAnswer, GSuiteFaultKind.CutAnswer, GSuiteFaultKind.ServerError, GSuiteFaultKind.BackendError, GSuiteFaultKind.BadGateway,
        GSuiteFaultKind.PlainText, GSuiteFaultKind.UserRateLimit, GSuiteFaultKind.QuotaExceeded, GSuiteFaultKind.RateLimit, GSuiteFaultKind.ExpireTokens, GSuiteFaultKind.ExpirePageTokens,
    ];

    private static readonly GSuiteFaultKind[] Lasting =
        [.. Passing.Except([GSuiteFaultKind.ExpirePageTokens]), GSuiteFaultKind.HtmlPage, GSuiteFaultKind.Forbidden, GSuiteFaultKind.DailyLimit, GSuiteFaultKind.NotFound];

    [Fact]
    public async Task Without_a_fault_exactly_the_leavers_are_blocked()
    {
        await using var world = await FaultWorld.StartAsync();
        var plan = await world.PrepareAsync();
        Assert.True(plan.Reads[0].Complete, string.Join(' ', plan.Reads[0].Problems));
        Assert.Equal(FaultWorld.Leavers, FaultWorld.Blocks(plan));
        Assert.True(world.Emulator.Requests.Count >= 18, $"{world.Emulator.Requests.Count} requests are too few to say something of each");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_goes_wrong_once_changes_nothing(int turn)
    {
        var (places, _) = await PlacesAsync();
        for (var place = 0; place < places.Count; place++)
        {
            var kind = Passing[((place * 4) + turn) % Passing.Length];
            await using var world = await FaultWorld.StartAsync();
            var fault = new GSuiteFault(kind) { After = place };
            world.Emulator.Faults.Add(fault);
            var plan = await world.PrepareAsync();
            Assert.True(plan.Reads[0].Complete, $"{kind} at {places[place]}: {string.Join(' ', plan.Reads[0].Problems)}");
            Assert.True(FaultWorld.Leavers.SequenceEqual(FaultWorld.Blocks(plan)), $"{kind} at {places[place]}: {string.Join(' ', FaultWorld.Blocks(plan))}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_goes_wrong_from_some_request_on_takes_nobodys_access_wrongly(int turn)
    {
        var (places, pages) = await PlacesAsync();
        var (incomplete, refused, unconfirmed) = (0, 0, 0);
        for (var place = 0; place < places.Count; place++)
        {
            var kind = Lasting[((place * 3) + turn) % Lasting.Length];
            if (kind == GSuiteFaultKind.NotFound && places[place].StartsWith("GET users/", StringComparison.Ordinal))
            {
                // "There is no such user" is not trouble: it is the answer itself.
                continue;
            }

            await using var world = await FaultWorld.StartAsync();
            world.Emulator.Faults.Add(kind == GSuiteFaultKind.NotFound
                ? new GSuiteFault(kind) { Path = places[place].Split(' ', '?')[1], Times = 10_000 }
                : new GSuiteFault(kind) { After = place, Times = 10_000 });
            try
            {
                var plan = await world.PrepareAsync();
                Judge(plan, $"{kind} from {places[place]} on", ref incomplete, ref unconfirmed);
                Assert.False(plan.Reads[0].Complete && place < pages && kind != GSuiteFaultKind.NotFound, $"{kind} from {places[place]} on: the reading counts as complete");
            }
            catch (ConnectedSystemException e)
            {
                Assert.Contains("127.0.0.1", e.Message, StringComparison.Ordinal);
                Assert.NotEmpty(e.Remedy);
                refused++;
            }

            // An unbroken reading afterwards, when the breaker lets requests through again, says what it would have said anyway.
            world.Emulator.Faults.Clear();
            world.LetPass(TimeSpan.FromMinutes(1));
            Assert.Empty(FaultWorld.Blocks(await world.PrepareAsync()).Except(FaultWorld.Leavers));
        }

        Assert.True(incomplete > 5 && refused > 1, $"{incomplete} incomplete, {unconfirmed} unconfirmed, {refused} refused");
    }

    [Fact]
    public async Task A_listing_that_leaves_out_every_twentieth_takes_nobodys_access()
    {
        await using var world = await FaultWorld.StartAsync();
        world.Emulator.Behaviour.HiddenFromLists = user => user.Id.EndsWith('7') || user.Id.EndsWith('8');
        var plan = await world.PrepareAsync();
        Assert.True(plan.Reads[0].Complete);
        Assert.Equal(FaultWorld.Leavers, FaultWorld.Blocks(plan));
    }

    /// <summary>Every request of a reading and of the questions after it, signing in not among them, and how many of them are the reading's.</summary>
    private static async Task<(IReadOnlyList<string> Places, int Pages)> PlacesAsync()
    {
        await using var world = await FaultWorld.StartAsync();
        var plan = await world.PrepareAsync();
        return ([.. world.Emulator.Requests.Select(request => $"{request.Method} {request.Path}{request.Query}")], plan.Reads[0].Pages);
    }

    private static void Judge(PlanInFull plan, string fault, ref int incomplete, ref int unconfirmed)
    {
        var blocks = FaultWorld.Blocks(plan);
        Assert.True(blocks.All(FaultWorld.Leavers.Contains), $"{fault}: {string.Join(' ', blocks.Except(FaultWorld.Leavers))} stay");
        var receipt = plan.Reads[0];
        if (receipt.Complete)
        {
            unconfirmed++;
            return;
        }

        incomplete++;
        Assert.Empty(blocks);
        Assert.All(receipt.Problems.Where(p => p.Breaking), problem =>
        {
            Assert.Contains("127.0.0.1", problem.Message, StringComparison.Ordinal);
            Assert.True(Place().IsMatch(problem.Message), problem.Message);
        });
    }

    [GeneratedRegex("page [0-9]+ of (users|deleted users|groups|members of the group '.+')|organizational units|a manager|a token", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Place();
}
