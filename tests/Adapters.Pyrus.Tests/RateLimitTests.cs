using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task A_read_refused_as_one_too_many_waits_as_long_as_Pyrus_says_and_no_longer()
    {
        await using var rig = await Rig.StartAsync(time: time, configure: (o, _) => o.RequestTimeout = TimeSpan.FromMinutes(20));
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.TooManyRequests) { Path = "members", Wait = TimeSpan.FromSeconds(90) });
        var start = time.GetUtcNow();
        Assert.True((await Rig.WhileTimePassesAsync(time, rig.ReadAsync())).Receipt.Complete);
        Assert.InRange((time.GetUtcNow() - start).TotalSeconds, 90, 120);
        Assert.Equal([429, 200], rig.Emulator.Requests.Where(r => r.Path == "members").Select(r => r.Status));
    }

    [Fact]
    public async Task A_creation_refused_as_one_too_many_was_not_done_and_is_sent_after_the_wait_while_other_writes_go_on()
    {
        await using var rig = await Rig.StartAsync(
            o => (o.TimeProvider, o.CreationsPerWindow) = (time, 1), (o, _) => o.RequestTimeout = TimeSpan.FromMinutes(20), time);
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example" }).Id;
        Assert.Equal(OutcomeKind.Applied, (await Create("a@corp.example")).Kind);
        var second = Create("b@corp.example");
        while (rig.Emulator.Requests.All(r => r.Status != 429))
        {
            await Task.Delay(5, Rig.Ct);
        }

        Assert.Equal(OutcomeKind.Applied, (await rig.ApplyAsync(ChangeAction.BlockAccount, $"{id}")).Kind);
        Assert.False(second.IsCompleted);
        Assert.Equal(OutcomeKind.Applied, (await Rig.WhileTimePassesAsync(time, second)).Kind);
        Assert.Equal([200, 429, 200], rig.Emulator.Requests.Where(r => r is { Method: "POST", Path: "members" }).Select(r => r.Status));
        Assert.True(time.GetUtcNow() >= DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(10));

        Task<Outcome> Create(string email) => rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "A"), ("email", email)]);
    }

    [Fact]
    public async Task Several_at_once_ask_who_we_are_once_and_sign_in_once()
    {
        await using var rig = await Rig.StartAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "A"), ("email", $"a{i}@corp.example")])));
        Assert.All(made, outcome => Assert.Equal(OutcomeKind.Applied, outcome.Kind));
        Assert.Equal((1, 1, 16), (Count("auth"), Count("profile"), Count("members")));

        int Count(string path) => rig.Emulator.Requests.Count(r => r.Path == path);
    }

    [Fact]
    public async Task Asked_to_wait_longer_than_allowed_the_run_stops_at_once()
    {
        await using var rig = await Rig.StartAsync(time: time, configure: (o, _) => o.RateLimitWaitMax = TimeSpan.FromSeconds(30));
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.TooManyRequests) { Path = "members", Wait = TimeSpan.FromSeconds(31) });
        var receipt = (await rig.ReadAsync()).Receipt;
        Assert.False(receipt.Complete);
        Assert.Contains("too_many_requests", Assert.Single(receipt.Problems).Message);

        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.TooManyRequests) { Method = "POST", Wait = TimeSpan.FromSeconds(31) });
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("email", "a@corp.example")]));
        Assert.Equal("RateLimited", error.Code);
    }

    [Fact]
    public async Task A_server_that_refuses_again_and_again_is_given_up_after_a_bounded_number_of_waits()
    {
        await using var rig = await Rig.StartAsync(time: time, configure: (o, _) => o.RequestTimeout = TimeSpan.FromMinutes(20));
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.TooManyRequests) { Path = "profile", Times = 1_000, Wait = TimeSpan.FromSeconds(2) });
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => Rig.WhileTimePassesAsync(time, rig.ReadAsync()));
        Assert.Equal("RateLimited", error.Code);
        Assert.Equal(6, rig.Emulator.Requests.Count(r => r.Path == "profile"));
    }
}
