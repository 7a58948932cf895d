using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests.Emulator;

public sealed class SigningInTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cloud_announces_an_api_address_that_is_not_the_address_for_signing_in()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = new RawPyrus(emulator);
        var answer = await raw.AuthAsync(emulator.Login, emulator.SecurityKey);
        Assert.Equal(200, answer.Status);
        Assert.Equal(emulator.ApiUrl.ToString(), answer.Text("api_url"));
        Assert.EndsWith("/", answer.Text("api_url"));
        Assert.NotEqual(emulator.BaseUrl.Port, emulator.ApiUrl.Port);
        Assert.True(answer.Has("files_url"));

        // Neither address does the other's work.
        raw.Token = answer.Text("access_token");
        var wrong = await raw.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.BaseUrl, "members")));
        Assert.Equal(404, wrong.Status);
        Assert.True(wrong.Has("Message"));
        Assert.Null(wrong.Code);
        Assert.Equal(404, (await raw.SendAsync("POST", "auth", "{}")).Status);
    }

    [Fact]
    public async Task A_self_hosted_server_has_one_address_and_announces_none()
    {
        await using var emulator = await PyrusEmulator.StartAsync(new() { SelfHosted = true }, Ct);
        using var raw = new RawPyrus(emulator);
        var answer = await raw.AuthAsync(emulator.Login, emulator.SecurityKey);
        Assert.False(answer.Has("api_url"));
        Assert.False(answer.Has("files_url"));
        raw.Token = answer.Text("access_token");
        Assert.Equal(200, (await raw.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.BaseUrl, "members")))).Status);
    }

    [Fact]
    public async Task Each_bad_token_has_its_own_code_and_no_text_to_rely_on()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var emulator = await PyrusEmulator.StartAsync(new() { TimeProvider = time, TokenLifetime = TimeSpan.FromHours(1) }, Ct);
        using var raw = new RawPyrus(emulator);
        await Refused(401, "invalid_credentials", raw.AuthAsync(emulator.Login, "wrong"));
        await Refused(401, "invalid_credentials", raw.AuthAsync("nobody@pyrus.example", emulator.SecurityKey));
        await Refused(400, "required_parameter_missing", raw.AuthAsync("", ""));
        await Refused(401, "token_not_specified", raw.GetAsync("profile"));
        raw.Token = "garbage";
        await Refused(401, "invalid_token", raw.GetAsync("profile"));
        await raw.SignInAsync();
        Assert.Equal(200, (await raw.GetAsync("profile")).Status);
        time.Advance(TimeSpan.FromHours(1));
        await Refused(401, "expired_token", raw.GetAsync("profile"));
        await raw.SignInAsync();
        emulator.RevokeTokens();
        await Refused(401, "revoked_token", raw.GetAsync("profile"));
        await raw.SignInAsync();
        emulator.SeedMember(emulator.Caller with { Banned = true });
        await Refused(401, "account_blocked", raw.GetAsync("profile"));
        await Refused(401, "account_blocked", raw.AuthAsync(emulator.Login, emulator.SecurityKey));
    }

    [Fact]
    public async Task The_error_text_changes_from_answer_to_answer()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = new RawPyrus(emulator);
        var texts = new HashSet<string?>();
        for (var i = 0; i < 5; i++)
        {
            texts.Add((await raw.GetAsync("profile")).Text("error"));
        }

        Assert.True(texts.Count > 1);
    }

    [Fact]
    public async Task One_token_too_many_revokes_the_oldest()
    {
        await using var emulator = await PyrusEmulator.StartAsync(new() { TokensPerPerson = 2 }, Ct);
        using var first = await new RawPyrus(emulator).SignInAsync();
        using var second = await new RawPyrus(emulator).SignInAsync();
        Assert.Equal(200, (await first.GetAsync("profile")).Status);
        using var third = await new RawPyrus(emulator).SignInAsync();
        await Refused(401, "revoked_token", first.GetAsync("profile"));
        Assert.Equal(200, (await second.GetAsync("profile")).Status);
        Assert.Equal(200, (await third.GetAsync("profile")).Status);
    }

    [Fact]
    public async Task A_changed_key_revokes_the_tokens_of_the_old_one()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        var old = emulator.SecurityKey;
        emulator.ChangeSecurityKey("another-key");
        await Refused(401, "revoked_token", raw.GetAsync("profile"));
        await Refused(401, "invalid_credentials", raw.AuthAsync(emulator.Login, old));
        Assert.Equal(200, (await raw.AuthAsync(emulator.Login, "another-key")).Status);
    }

    [Fact]
    public async Task A_person_id_can_be_required()
    {
        await using var emulator = await PyrusEmulator.StartAsync(new() { Behaviour = new() { RequirePersonId = true } }, Ct);
        using var raw = new RawPyrus(emulator);
        var (login, key) = (emulator.Login, emulator.SecurityKey);
        await Refused(400, "person_identity_missing", raw.AuthAsync(login, key));
        await Refused(400, "invalid_person_id", raw.AuthAsync(login, key, new { login, security_key = key, person_id = 1 }));
        Assert.Equal(200, (await raw.AuthAsync(login, key, new { login, security_key = key, person_id = emulator.Caller.Id })).Status);
    }

    private static async Task Refused(int status, string code, Task<RawAnswer> asking)
    {
        var answer = await asking;
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.False(string.IsNullOrWhiteSpace(answer.Text("error")));
    }
}
