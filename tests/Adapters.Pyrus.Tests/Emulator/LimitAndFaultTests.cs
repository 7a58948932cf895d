using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests.Emulator;

public sealed class LimitAndFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_authenticated_answer_carries_the_limits_and_the_window_is_fixed()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var emulator = await PyrusEmulator.StartAsync(new() { TimeProvider = time, RequestsPerWindow = 3 }, Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        Assert.Equal(("3", "2", "600"), Limits(await raw.GetAsync("profile")));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(("3", "1", "500"), Limits(await raw.GetAsync("members/999")));
        Assert.Equal(("3", "0", "500"), Limits(await raw.GetAsync("nowhere")));
        var refused = await raw.GetAsync("profile");
        Assert.Equal((429, "too_many_requests"), (refused.Status, refused.Code));
        Assert.Equal(("3", "0", "500"), Limits(refused));
        Assert.False(refused.Headers.ContainsKey("Retry-After"));
        emulator.Behaviour.RetryAfterHeader = true;
        Assert.Equal("500", (await raw.GetAsync("profile")).Headers["Retry-After"]);
        time.Advance(TimeSpan.FromSeconds(500));
        Assert.Equal(("3", "2", "600"), Limits(await raw.GetAsync("profile")));
    }

    [Fact]
    public async Task Creating_members_has_its_own_smaller_allowance()
    {
        await using var emulator = await PyrusEmulator.StartAsync(new() { CreationsPerWindow = 1 }, Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        Assert.Equal(200, (await raw.SendAsync("POST", "members", """{"email":"a@pyrus.example","first_name":"A"}""")).Status);
        var refused = await raw.SendAsync("POST", "members", """{"email":"b@pyrus.example","first_name":"B"}""");
        Assert.Equal(429, refused.Status);
        Assert.Equal(("1", "0"), (Limits(refused).Item1, Limits(refused).Item2));
        Assert.Equal(200, (await raw.GetAsync("members")).Status);
        Assert.Equal(200, (await raw.SendAsync("POST", "roles", """{"name":"R"}""")).Status);
        emulator.Behaviour.CreateBucketInHeaders = false;
        refused = await raw.SendAsync("POST", "members", """{"email":"b@pyrus.example","first_name":"B"}""");
        Assert.Equal((429, "5000"), (refused.Status, Limits(refused).Item1));
    }

    [Theory]
    [InlineData(PyrusFaultKind.LoseRequest, false)]
    [InlineData(PyrusFaultKind.LoseAnswer, true)]
    [InlineData(PyrusFaultKind.CutAnswer, true)]
    public async Task A_cut_connection_comes_before_or_after_the_effect(PyrusFaultKind kind, bool done)
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        emulator.Faults.Add(new PyrusFault(kind) { Method = "POST", Path = "members" });
        await Assert.ThrowsAsync<HttpRequestException>(() => raw.SendAsync("POST", "members", """{"email":"a@pyrus.example","first_name":"A"}"""));
        Assert.Equal(done, emulator.FindMember("a@pyrus.example") is not null);
        Assert.Null(emulator.Requests[^1].Status);
    }

    [Theory]
    [InlineData(PyrusFaultKind.ServerError, 500, "server_error", false)]
    [InlineData(PyrusFaultKind.ServerErrorAfterEffect, 500, "server_error", true)]
    [InlineData(PyrusFaultKind.BadGateway, 502, null, false)]
    [InlineData(PyrusFaultKind.HtmlPage, 200, null, false)]
    [InlineData(PyrusFaultKind.TooManyRequests, 429, "too_many_requests", false)]
    [InlineData(PyrusFaultKind.ExpireTokens, 401, "expired_token", false)]
    [InlineData(PyrusFaultKind.RevokeTokens, 401, "revoked_token", false)]
    [InlineData(PyrusFaultKind.LoseRights, 403, "access_denied", false)]
    [InlineData(PyrusFaultKind.Delay, 200, null, true)]
    public async Task Each_other_fault_answers_as_it_says(PyrusFaultKind kind, int status, string? code, bool done)
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        emulator.Faults.Add(new PyrusFault(kind) { Path = "mem*", Wait = TimeSpan.FromMilliseconds(20) });
        var answer = await raw.SendAsync("POST", "members", """{"email":"a@pyrus.example","first_name":"A"}""");
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(done, emulator.FindMember("a@pyrus.example") is not null);
    }

    [Fact]
    public async Task A_fault_waits_for_the_request_it_fits_and_for_its_turn()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        emulator.Faults.Add(new PyrusFault(PyrusFaultKind.ServerError) { Method = "get", Path = "profile", After = 1, Times = 2 });
        Assert.Equal(200, (await raw.GetAsync("members")).Status);
        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await raw.GetAsync("profile")).Status);
        }

        Assert.Equal([200, 500, 500, 200], statuses);
        emulator.Faults.Add(new PyrusFault(PyrusFaultKind.ServerError));
        emulator.Faults.Clear();
        Assert.Equal(200, (await raw.GetAsync("profile")).Status);
    }

    [Fact]
    public async Task Every_request_is_recorded_without_the_key()
    {
        await using var emulator = await PyrusEmulator.StartAsync(new() { SecurityKey = "top\\\"secret" }, Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        await raw.SendAsync("POST", "members", """{"email":"a@pyrus.example","first_name":"A"}""");
        await raw.GetAsync("members?include_fired=true");
        Assert.Equal(["POST auth -> 200", "POST members -> 200", "GET members?include_fired=true -> 200"], emulator.Requests.Select(r => r.ToString()));
        Assert.Equal([false, true, false], emulator.Requests.Select(r => r.IsWrite));
        Assert.Contains("a@pyrus.example", emulator.Requests[1].Body);
        Assert.Contains("\"security_key\":\"***\"", emulator.Requests[0].Body);
        Assert.DoesNotContain("secret", emulator.Requests[0].Body);
        emulator.ClearRequests();
        Assert.Empty(emulator.Requests);
    }

    [Fact]
    public async Task A_script_can_look_inside_over_http_without_keys()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        await raw.SendAsync("POST", "members", """{"email":"a@pyrus.example","first_name":"A"}""");
        var requests = await Control("GET", "requests");
        Assert.Equal(1, requests.Json.GetProperty("writes").GetInt32());
        Assert.Equal(2, requests.List("requests").Length);
        var state = await Control("GET", "state");
        Assert.Equal(2, state.List("members").Length);
        Assert.DoesNotContain(emulator.SecurityKey, requests.Body + state.Body);
        Assert.Empty((await Control("DELETE", "requests")).List("requests"));
        Assert.Empty(emulator.Requests);

        Task<RawAnswer> Control(string method, string path) =>
            raw.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(emulator.BaseUrl, "/_emulator/" + path)));
    }

    private static (string, string, string) Limits(RawAnswer answer) =>
        (answer.Headers["X-RateLimit-Limit"], answer.Headers["X-RateLimit-Remaining"], answer.Headers["X-RateLimit-Reset"]);
}
