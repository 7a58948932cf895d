using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Emulators.Tests.GSuite;

public sealed class LimitAndFaultTests
{
    private const string All = "users?customer=my_customer";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_user_has_a_number_of_requests_in_a_window()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time, RequestsPerWindow = 2 }, Ct);
        emulator.SeedUser(new() { PrimaryEmail = "second@corp.example", IsAdmin = true });
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        using var other = await new RawGoogle(emulator, time).SignInAsync("second@corp.example");
        Assert.Equal(200, (await raw.GetAsync(All)).Status);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(200, (await raw.GetAsync(All)).Status);
        var refused = await raw.GetAsync(All);
        Assert.Equal((403, "userRateLimitExceeded"), (refused.Status, refused.Reason));
        Assert.False(refused.Headers.ContainsKey("Retry-After"));
        emulator.Behaviour.RetryAfterHeader = true;
        Assert.Equal("40", (await raw.GetAsync(All)).Headers["Retry-After"]);
        Assert.Equal(200, (await other.GetAsync(All)).Status);
        Assert.Equal(200, (await raw.GetAsync(All + "&quotaUser=another")).Status);
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(200, (await raw.GetAsync(All)).Status);
    }

    [Theory]
    [InlineData(GSuiteFaultKind.ServerError, 500, "internalError")]
    [InlineData(GSuiteFaultKind.BackendError, 503, "backendError")]
    [InlineData(GSuiteFaultKind.BadGateway, 502, null)]
    [InlineData(GSuiteFaultKind.HtmlPage, 200, null)]
    [InlineData(GSuiteFaultKind.PlainText, 503, null)]
    [InlineData(GSuiteFaultKind.UserRateLimit, 403, "userRateLimitExceeded")]
    [InlineData(GSuiteFaultKind.QuotaExceeded, 403, "quotaExceeded")]
    [InlineData(GSuiteFaultKind.RateLimit, 429, "rateLimitExceeded")]
    [InlineData(GSuiteFaultKind.DailyLimit, 403, "dailyLimitExceeded")]
    [InlineData(GSuiteFaultKind.Forbidden, 403, "forbidden")]
    [InlineData(GSuiteFaultKind.NotFound, 404, "notFound")]
    [InlineData(GSuiteFaultKind.ExpireTokens, 401, "authError")]
    [InlineData(GSuiteFaultKind.ExpirePageTokens, 400, "invalid")]
    [InlineData(GSuiteFaultKind.Delay, 200, null)]
    public async Task Each_fault_answers_as_it_says_and_the_next_request_is_well(GSuiteFaultKind kind, int status, string? reason)
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        emulator.SeedUser(new() { PrimaryEmail = "a@corp.example" });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var token = (await raw.GetAsync(All + "&maxResults=1")).Text("nextPageToken");
        emulator.Faults.Add(new GSuiteFault(kind) { Path = "us*", Query = "pageToken=", Wait = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(200, (await raw.GetAsync(All)).Status);
        var answer = await raw.GetAsync($"{All}&maxResults=1&pageToken={token}");
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
        await raw.SignInAsync();
        Assert.Equal(200, (await raw.GetAsync(All)).Status);
    }

    [Theory]
    [InlineData(GSuiteFaultKind.LoseRequest)]
    [InlineData(GSuiteFaultKind.LoseAnswer)]
    [InlineData(GSuiteFaultKind.CutAnswer)]
    public async Task A_cut_connection_is_no_answer(GSuiteFaultKind kind)
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        emulator.Faults.Add(new GSuiteFault(kind));
        await Assert.ThrowsAsync<HttpRequestException>(() => raw.GetAsync(All));
        Assert.Null(emulator.Requests[^1].Status);
        Assert.Equal(200, (await raw.GetAsync(All)).Status);
    }

    [Fact]
    public async Task A_lost_answer_took_effect_and_a_lost_request_did_not()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        foreach (var (kind, status) in new[] { (GSuiteFaultKind.LoseRequest, 200), (GSuiteFaultKind.LoseAnswer, 400) })
        {
            emulator.Faults.Add(new GSuiteFault(kind) { Method = "POST" });
            var watch = $$"""{"id":"{{kind}}","type":"web_hook","address":"https://hook.example/"}""";
            await Assert.ThrowsAsync<HttpRequestException>(() => raw.SendAsync("POST", "users/watch?customer=my_customer", watch));
            Assert.Equal(status, (await raw.SendAsync("POST", "users/watch?customer=my_customer", watch)).Status);
        }
    }

    [Fact]
    public async Task A_fault_can_hit_the_token_endpoint_and_waits_for_its_turn()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = new RawGoogle(emulator);
        emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.BackendError) { Method = "post", Path = "token", After = 1, Times = 2 });
        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await raw.TokenAsync()).Status);
        }

        Assert.Equal([200, 503, 503, 200], statuses);
        emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.BackendError));
        emulator.Faults.Clear();
        Assert.Equal(200, (await raw.TokenAsync()).Status);
    }

    [Fact]
    public async Task Every_request_is_recorded_without_secrets()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var token = raw.Token!;
        await raw.GetAsync(All);
        raw.Token = null;
        Assert.Equal(200, (await raw.GetAsync($"groups?access_token={token}&customer=my_customer")).Status);
        Assert.Equal(
            ["POST token -> 200", "GET users?customer=my_customer -> 200", "GET groups?access_token=***&customer=my_customer -> 200"],
            emulator.Requests.Select(r => r.ToString()));
        Assert.EndsWith("assertion=***", emulator.Requests[0].Body);
        Assert.DoesNotContain(emulator.Requests, r => r.IsWrite);
        emulator.ClearRequests();
        Assert.Empty(emulator.Requests);
    }

    [Fact]
    public async Task A_script_can_look_inside_over_http_without_the_key()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var requests = await ControlAsync("GET", "requests");
        Assert.Equal((0, 1), (requests.Json.GetProperty("writes").GetInt32(), requests.List("requests").Length));
        var state = await ControlAsync("GET", "state");
        Assert.Single(state.List("users"));
        Assert.DoesNotContain("PRIVATE KEY", state.Body);
        Assert.Empty((await ControlAsync("DELETE", "requests")).List("requests"));
        Assert.Empty(emulator.Requests);

        Task<RawAnswer> ControlAsync(string method, string path) =>
            raw.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(emulator.BaseUrl, "/_emulator/" + path)));
    }

    [Fact]
    public async Task Answers_are_compressed_only_for_a_client_that_says_so_twice()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.Equal((false, true), (await CompressedAsync("SyncEngine"), await CompressedAsync("SyncEngine (gzip)")));

        async Task<bool> CompressedAsync(string agent)
        {
            using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.BaseUrl, "admin/directory/v1/" + All));
            request.Headers.Authorization = new("Bearer", raw.Token);
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
            using var response = await http.SendAsync(request, Ct);
            return response.Content.Headers.ContentEncoding.Contains("gzip");
        }
    }

    [Fact]
    public async Task Answers_have_line_breaks_unless_the_client_wants_none()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.Contains('\n', (await raw.GetAsync(All)).Body);
        Assert.DoesNotContain('\n', (await raw.GetAsync(All + "&prettyPrint=false")).Body);
        Assert.Equal(404, (await raw.GetAsync("nowhere")).Status);
        Assert.Equal(404, (await raw.SendAsync("DELETE", "customers/my_customer")).Status);
    }
}
