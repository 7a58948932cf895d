using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;
using SyncEngine.History;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class SignInTests
{
    [Fact]
    public async Task The_announced_api_address_is_obeyed_and_one_token_serves_source_and_target()
    {
        await using var rig = await Rig.StartAsync();
        var reading = await rig.ReadAsync();
        await rig.Target.EnsureWritableAsync(Rig.Ct);
        await rig.ReadAsync();
        Assert.Single(rig.Emulator.Requests, r => r.Path == "auth");
        Assert.DoesNotContain(rig.Emulator.Requests, r => r.Status == 404);
        Assert.Equal(rig.Emulator.ApiUrl.Authority, reading.Receipt.Server);
    }

    [Fact]
    public async Task A_self_hosted_server_that_announces_nothing_is_spoken_to_at_its_own_address()
    {
        await using var rig = await Rig.StartAsync(o => o.SelfHosted = true);
        Assert.True((await rig.ReadAsync()).Receipt.Complete);
    }

    [Fact]
    public async Task A_token_that_expires_in_the_middle_of_a_reading_is_renewed_once()
    {
        await using var rig = await Rig.StartAsync();
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.ExpireTokens) { Path = "members" });
        Assert.True((await rig.ReadAsync()).Receipt.Complete);
        Assert.Equal(2, rig.Emulator.Requests.Count(r => r.Path == "auth"));
        Assert.Equal([401, 200], rig.Emulator.Requests.Where(r => r.Path == "members").Select(r => r.Status));
    }

    [Theory]
    [InlineData(PyrusFaultKind.ExpireTokens)]
    [InlineData(PyrusFaultKind.RevokeTokens)]
    public async Task A_write_refused_for_its_token_was_not_done_and_is_sent_once_more(PyrusFaultKind kind)
    {
        await using var rig = await Rig.StartAsync();
        rig.Emulator.Faults.Add(new PyrusFault(kind) { Method = "POST", Path = "members" });
        var outcome = await rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "Anna"), ("email", "anna@corp.example")]);
        Assert.Equal(Provisioning.OutcomeKind.Applied, outcome.Kind);
        Assert.Equal([401, 200], rig.Writes.Select(w => w.Status));
        Assert.Single(rig.Emulator.Members, m => m.Email == "anna@corp.example");
    }

    [Fact]
    public async Task A_token_refused_again_and_again_ends_the_run_instead_of_a_circle()
    {
        await using var rig = await Rig.StartAsync();
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.RevokeTokens) { Path = "profile", Times = 100 });
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ReadAsync());
        Assert.Equal("TokenRefused", error.Code);
        Assert.Equal(2, rig.Emulator.Requests.Count(r => r.Path == "auth"));
    }

    [Fact]
    public async Task Many_writers_that_meet_a_dead_token_sign_in_once()
    {
        await using var rig = await Rig.StartAsync();
        await rig.ReadAsync();
        rig.Emulator.ExpireTokens();
        rig.Emulator.ClearRequests();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "Anna"), ("email", $"anna{i}@corp.example")])));
        Assert.Single(rig.Emulator.Requests, r => r.Path == "auth");
        Assert.Equal(9, rig.Emulator.Members.Count);
    }

    [Theory]
    [InlineData("wrong-key", null, "CredentialsRefused")]
    [InlineData(null, "nobody@corp.example", "CredentialsRefused")]
    public async Task A_wrong_key_or_login_is_one_clear_error_before_anything_is_read(string? key, string? login, string code)
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) =>
        {
            o.SecurityKey = key ?? o.SecurityKey;
            o.Login = login ?? o.Login;
        });
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ReadAsync());
        Assert.Equal(code, error.Code);
        Assert.Contains("'pyrus'", error.Message);
        Assert.Contains("invalid_credentials", error.Message);
        Assert.Contains("SecurityKey", error.Remedy);
        Assert.Single(rig.Emulator.Requests);
        await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.Target.EnsureWritableAsync(Rig.Ct));
    }

    [Fact]
    public async Task A_blocked_account_says_so()
    {
        await using var rig = await Rig.StartAsync();
        await rig.ReadAsync();
        rig.Emulator.SeedMember(rig.Emulator.Caller with { Banned = true });
        Assert.Equal("AccountBlocked", (await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ReadAsync())).Code);
        Assert.Equal("AccountBlocked", (await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ApplyAsync(ChangeAction.BlockAccount, "1"))).Code);
    }

    [Fact]
    public async Task A_person_id_is_sent_when_configured_and_asked_for_when_not()
    {
        await using var rig = await Rig.StartAsync(o => o.Behaviour.RequirePersonId = true);
        Assert.Equal("PersonIdNeeded", (await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ReadAsync())).Code);
        await using var knowing = await Rig.StartAsync(o => o.Behaviour.RequirePersonId = true, (o, emulator) => o.PersonId = emulator.Caller.Id);
        Assert.True((await knowing.ReadAsync()).Receipt.Complete);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_unreachable()
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) => o.BaseUrl = "http://127.0.0.1:1/api/v4/");
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ReadAsync());
        Assert.Equal("Unreachable", error.Code);
        Assert.Contains("127.0.0.1:1", error.Message + error.Remedy);
    }

    [Fact]
    public async Task An_address_that_is_not_Pyrus_is_a_wrong_address()
    {
        await using var rig = await Rig.StartAsync(configure: (o, emulator) => o.BaseUrl = new Uri(emulator.BaseUrl, "/elsewhere").ToString());
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ReadAsync());
        Assert.Equal("WrongAddress", error.Code);
        Assert.Contains("BaseUrl", error.Remedy);
    }

    [Fact]
    public async Task Trouble_while_signing_in_is_tried_again_and_is_never_a_lost_write()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(time: time);
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.ServerError) { Path = "auth", Times = 2 });
        await Rig.WhileTimePassesAsync(time, Done(rig.Target.EnsureWritableAsync(Rig.Ct)));
        Assert.Equal([500, 500, 200], rig.Emulator.Requests.Where(r => r.Path == "auth").Select(r => r.Status));

        await using var other = await Rig.StartAsync(time: time);
        other.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.BadGateway) { Path = "auth", Times = 100 });
        var write = other.ApplyAsync(ChangeAction.BlockAccount, "1");
        Assert.Equal("Unreachable", (await Assert.ThrowsAsync<ConnectedSystemException>(() => Rig.WhileTimePassesAsync(time, write))).Code);

        static async Task<bool> Done(Task task)
        {
            await task;
            return true;
        }
    }
}
