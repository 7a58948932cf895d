using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>What is known of a write that the end of a run cuts off depends on whether it was sent: only then it may have been done.</summary>
public sealed class CancelledWriteTests
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Cancelled_while_it_waits_for_the_next_window_it_was_not_sent_and_never_will_be()
    {
        // Who we are, and one creation.
        await using var rig = await Rig.StartAsync(o => (o.TimeProvider, o.RequestsPerWindow) = (time, 2), (o, _) => o.RequestTimeout = TimeSpan.FromMinutes(20), time);
        Assert.Equal(OutcomeKind.Applied, (await CreateAsync(rig, "a@corp.example", Rig.Ct)).Kind);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Rig.Ct);
        var waiting = CreateAsync(rig, "b@corp.example", cancel.Token);
        await UntilAsync(() => rig.Logs.Lines.Any(line => line.Contains("allows no more requests", StringComparison.Ordinal)));

        await cancel.CancelAsync();

        var outcome = await waiting;
        Assert.Equal((OutcomeKind.NotSent, "Cancelled"), (outcome.Kind, outcome.Code));
        Assert.Equal(OutcomeKind.Applied, (await Rig.WhileTimePassesAsync(time, CreateAsync(rig, "c@corp.example", Rig.Ct))).Kind);
        Assert.Equal(["a@corp.example", "c@corp.example"], rig.Emulator.Members.Where(m => m.FirstName == "A").Select(m => m.Email));
        Assert.Equal(2, rig.Writes.Count);
    }

    [Fact]
    public async Task Refused_as_one_too_many_and_cancelled_in_the_wait_it_was_not_done()
    {
        await using var rig = await Rig.StartAsync(o => o.TimeProvider = time, (o, _) => o.RequestTimeout = TimeSpan.FromMinutes(20), time);
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.TooManyRequests) { Method = "POST", Path = "members", Wait = TimeSpan.FromSeconds(60) });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Rig.Ct);
        var waiting = CreateAsync(rig, "a@corp.example", cancel.Token);
        await UntilAsync(() => rig.Logs.Lines.Any(line => line.Contains("one request too many", StringComparison.Ordinal)));

        await cancel.CancelAsync();

        Assert.Equal(OutcomeKind.NotSent, (await waiting).Kind);
        Assert.Equal(429, Assert.Single(rig.Writes).Status);
    }

    [Theory]
    [InlineData("GET", OutcomeKind.NotSent)]
    [InlineData("DELETE", OutcomeKind.Unknown)]
    public async Task Cancelled_under_way_a_write_is_unknown_and_a_question_before_it_says_that_it_was_not_sent(string method, OutcomeKind kind)
    {
        await using var rig = await Rig.StartAsync(o => o.TimeProvider = time);
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example" }).Id;
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.Delay) { Method = method, Path = $"members/{id}", Wait = TimeSpan.FromHours(1) });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Rig.Ct);
        var blocking = rig.Target.ApplyAsync(
            new Change { Action = ChangeAction.BlockAccount, TargetId = $"{id}" }, new IdempotencyKey("plan/row/effect"), cancel.Token);
        await UntilAsync(() => rig.Emulator.Requests.Any(request => request.Method == method && request.Path == $"members/{id}"));

        await cancel.CancelAsync();

        Assert.Equal(kind, (await blocking).Kind);
        Assert.Equal(kind == OutcomeKind.Unknown ? 1 : 0, rig.Writes.Count);
        time.Advance(TimeSpan.FromHours(1));
    }

    private static Task<Outcome> CreateAsync(Rig rig, string email, CancellationToken cancellationToken) => rig.Target.ApplyAsync(
        new Change { Action = ChangeAction.CreateAccount, Fields = SyncEngine.Model.AttributeSet.Of(("firstName", "A"), ("email", email)) },
        new IdempotencyKey($"plan/{email}/effect"),
        cancellationToken);

    /// <summary>Sockets do not follow the fake clock.</summary>
    private static async Task UntilAsync(Func<bool> seen)
    {
        while (!seen())
        {
            await Task.Delay(5, Rig.Ct);
        }
    }
}
