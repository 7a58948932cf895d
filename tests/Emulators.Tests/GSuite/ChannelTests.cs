using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Emulators.Tests.GSuite;

public sealed class ChannelTests
{
    private const string Watch = "users/watch?customer=my_customer&event=update";

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 2 * 3600)]
    [InlineData(""","params":{"ttl":"60"}""", 60)]
    [InlineData(""","params":{"ttl":"999999"}""", 2 * 86_400)]
    public async Task A_channel_says_what_it_watches_and_until_when(string ttl, int seconds)
    {
        await using var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time }, Ct);
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        var channel = await raw.SendAsync("POST", Watch, $$"""{"id":"c1","type":"web_hook","address":"https://hook.example/x","token":"t"{{ttl}}}""");
        Assert.Equal((200, "api#channel", "c1", "t"), (channel.Status, channel.Text("kind"), channel.Text("id"), channel.Text("token")));
        Assert.Equal($"{time.GetUtcNow().AddSeconds(seconds).ToUnixTimeMilliseconds()}", channel.Text("expiration"));
        Assert.Contains("event=update", channel.Text("resourceUri"));
    }

    [Fact]
    public async Task A_channel_is_stopped_once_by_both_its_ids_at_the_path_with_the_underscore()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time }, Ct);
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        var body = """{"id":"c1","type":"web_hook","address":"https://hook.example/"}""";
        var resource = (await raw.SendAsync("POST", Watch, body)).Text("resourceId");
        Assert.Equal((400, "channelIdNotUnique"), Outcome(await raw.SendAsync("POST", Watch, body)));
        Assert.Equal((404, "notFound"), Outcome(await StopAsync("c1", "other")));
        var stopped = await StopAsync("c1", resource);
        Assert.Equal((204, ""), (stopped.Status, stopped.Body));
        Assert.Equal((404, "notFound"), Outcome(await StopAsync("c1", resource)));
        Assert.Equal(200, (await raw.SendAsync("POST", Watch, body)).Status);
        time.Advance(TimeSpan.FromHours(2));
        await raw.SignInAsync();
        Assert.Equal(200, (await raw.SendAsync("POST", Watch, body)).Status);

        Task<RawAnswer> StopAsync(string id, string? resourceId) =>
            raw.SendAsync("POST", "admin/directory_v1/channels/stop", $$"""{"id":"{{id}}","resourceId":"{{resourceId}}"}""");
    }

    [Theory]
    [InlineData("{", "parseError")]
    [InlineData("{}", "required")]
    [InlineData("""{"id":"c","type":"mail","address":"https://hook.example/"}""", "channelTypeUnknown")]
    [InlineData("""{"id":"c","type":"web_hook","address":"http://hook.example/"}""", "push.webhookUrlNotHttps")]
    [InlineData("""{"id":"c","type":"web_hook","address":"https://hook.example/","params":{"ttl":"soon"}}""", "invalid")]
    public async Task A_channel_that_cannot_be_is_refused(string body, string reason)
    {
        await using var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time }, Ct);
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        Assert.Equal((400, reason), Outcome(await raw.SendAsync("POST", Watch, body)));
    }

    private static (int, string?) Outcome(RawAnswer answer) => (answer.Status, answer.Reason);
}
