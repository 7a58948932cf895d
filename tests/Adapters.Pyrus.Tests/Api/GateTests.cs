using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.Pyrus.Api;

namespace SyncEngine.Adapters.Pyrus.Tests.Api;

/// <summary>Requests wait so that no refusal happens that could be foreseen, in their order, and no longer than the limits ask.</summary>
public sealed class GateTests : IDisposable
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
    private readonly PyrusGate gate;

    public GateTests() => gate = new PyrusGate(new PyrusOptions(), time, NullLogger.Instance);

    /// <summary>For a gate that lets nobody through any more.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => gate.Dispose();

    [Fact]
    public async Task While_nothing_is_known_one_goes_ahead_and_those_under_way_count_as_used()
    {
        var first = await EnteredAsync();
        var (second, third, fourth) = (Enter(), Enter(), Enter());
        Assert.All([second, third, fourth], entering => Assert.False(entering.Done.IsCompleted));
        gate.Answered(first, Rate(left: 2));
        await Task.WhenAll(second.Done, third.Done);
        Assert.False(fourth.Done.IsCompleted);

        // One of the two is answered; the other may not be counted yet, so nothing is left for sure.
        gate.Answered(third.Ticket, Rate(left: 1));
        Assert.False(fourth.Done.IsCompleted);
        gate.Answered(second.Ticket, Rate(left: 0));
        Assert.False(fourth.Done.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(600));
        Assert.False(fourth.Done.IsCompleted);
        time.Advance(RateWindow.Margin);
        await fourth.Done;
    }

    [Fact]
    public async Task Who_came_first_goes_first_and_a_refused_one_keeps_its_place()
    {
        var one = await EnteredAsync();
        gate.Answered(one, Rate(left: 2));
        var (two, three) = (await EnteredAsync(), await EnteredAsync());
        var (four, five) = (Enter(), Enter());
        gate.Refused(three, TimeSpan.FromSeconds(600), Rate(left: 0));
        var again = gate.EnterAsync(three, Ct).WaitAsync(Deadline, Ct);
        gate.Answered(two, Rate(left: 0));
        time.Advance(TimeSpan.FromSeconds(601));
        await again;
        Assert.False(four.Done.IsCompleted);
        gate.Answered(three, Rate(left: 1));
        await four.Done;
        Assert.False(five.Done.IsCompleted);
    }

    [Fact]
    public async Task A_refused_creation_stops_creations_and_nothing_else()
    {
        gate.Answered(await EnteredAsync(), Rate(left: 100));
        var refused = await EnteredAsync(creation: true);
        gate.Refused(refused, TimeSpan.FromSeconds(300), new PyrusRate(7, 0, TimeSpan.FromSeconds(300)));
        var later = Enter(creation: true);
        gate.Answered(await EnteredAsync(), Rate(left: 98));
        Assert.False(later.Done.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(301));
        await later.Done;
    }

    [Fact]
    public async Task A_creation_refused_because_nothing_at_all_is_left_stops_all()
    {
        gate.Answered(await EnteredAsync(), Rate(left: 100));
        gate.Refused(await EnteredAsync(creation: true), TimeSpan.FromSeconds(600), Rate(left: 0));
        Assert.False(Enter().Done.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_line_and_the_others_move_up()
    {
        gate.Answered(await EnteredAsync(), Rate(left: 0));
        using var stop = new CancellationTokenSource();
        var gone = gate.Take(creation: false);
        var going = gate.EnterAsync(gone, stop.Token);
        var other = Enter();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => going);
        time.Advance(TimeSpan.FromSeconds(601));
        await other.Done;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.EnterAsync(gone, stop.Token));
    }

    [Fact]
    public async Task A_wait_longer_than_allowed_is_an_error_at_once_and_not_at_its_end()
    {
        using var impatient = new PyrusGate(new PyrusOptions { RateLimitWaitMax = TimeSpan.FromSeconds(30) }, time, NullLogger.Instance);
        var ticket = impatient.Take(creation: false);
        await impatient.EnterAsync(ticket, Ct);
        var waiting = impatient.EnterAsync(impatient.Take(creation: false), Ct);
        impatient.Answered(ticket, new PyrusRate(10, 0, TimeSpan.FromSeconds(31)));
        var error = await Assert.ThrowsAsync<PyrusApiException>(() => waiting);
        Assert.Equal(PyrusFailure.RateLimited, error.Failure);
        Assert.Equal(DateTimeOffset.UnixEpoch, time.GetUtcNow());
    }

    [Fact]
    public async Task A_server_without_limits_holds_nobody_back_and_a_lost_answer_counts_as_used()
    {
        gate.Answered(await EnteredAsync(), null);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Enter().Done));
        using var other = new PyrusGate(new PyrusOptions(), time, NullLogger.Instance);
        var first = other.Take(creation: false);
        await other.EnterAsync(first, Ct);
        other.Answered(first, Rate(left: 1));
        var second = other.Take(creation: false);
        await other.EnterAsync(second, Ct);
        other.Lost(second);
        Assert.False(other.EnterAsync(other.Take(creation: false), Ct).IsCompleted);
    }

    [Fact]
    public void Over_any_limits_and_any_number_at_once_nothing_foreseeable_is_refused() =>
        Gen.Select(Gen.OneOf(Gen.Int[1, 30], Gen.Int[60, 200]), Gen.Int[16, 30], Gen.Int[1, 16], Gen.Int[0, 100], Gen.Bool, Gen.Bool).Sample(
            (all, creations, atOnce, share, stated, rounded) =>
            {
                var run = new LimitedRun(all, creations, atOnce, share, stated, rounded);
                run.RunAsync(Ct).WaitAsync(Deadline, Ct).GetAwaiter().GetResult();
                Assert.Equal(0, run.RefusedOfAll);
                Assert.True(run.MostRefusalsOfOne <= 1, $"one was refused {run.MostRefusalsOfOne} times");
                Assert.True(run.RefusedCreations <= (stated ? atOnce : atOnce + run.Windows), $"{run.RefusedCreations} creations were refused");
                Assert.Equal(LimitedRun.Count, run.Granted);
                Assert.True(run.Spent <= (run.WindowsNeeded + 1) * TimeSpan.FromSeconds(602), $"{run.Spent} for {run.WindowsNeeded} windows");
            },
            iter: 600, threads: 1);

    private static PyrusRate Rate(int left) => new(100, left, TimeSpan.FromSeconds(600));

    private (PyrusTicket Ticket, Task Done) Enter(bool creation = false)
    {
        var ticket = gate.Take(creation);
        return (ticket, gate.EnterAsync(ticket, Ct).WaitAsync(Deadline, Ct));
    }

    private async Task<PyrusTicket> EnteredAsync(bool creation = false)
    {
        var (ticket, done) = Enter(creation);
        await done;
        return ticket;
    }
}
