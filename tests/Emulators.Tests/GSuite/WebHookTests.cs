using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Emulators.Tests.GSuite;

/// <summary>What channels send, to a real web server.</summary>
public sealed class WebHookTests
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_says_that_it_is_open_and_then_each_change_of_its_kind_with_the_user()
    {
        await using var rig = await OpenAsync("update");
        var open = await rig.NextAsync();
        Assert.Equal(("sync", "1", "c1", "s3cret", ""), (open.Header("X-Goog-Resource-State"), open.Header("X-Goog-Message-Number"), open.Header("X-Goog-Channel-ID"), open.Header("X-Goog-Channel-Token"), open.Body));
        Assert.Equal(rig.Emulator.Channels.Single().ResourceId, open.Header("X-Goog-Resource-ID"));
        Assert.Equal(rig.Emulator.Channels.Single().ResourceUri, open.Header("X-Goog-Resource-URI"));
        Assert.Equal("Wed, 01 Jan 2020 02:00:00 GMT", open.Header("X-Goog-Channel-Expiration"));

        var anna = rig.Emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example" });
        rig.Emulator.SuspendUser(anna.Id);
        var told = await rig.NextAsync();
        Assert.Equal(("update", "2"), (told.Header("X-Goog-Resource-State"), told.Header("X-Goog-Message-Number")));
        var body = JsonDocument.Parse(told.Body).RootElement;
        Assert.Equal((anna.Id, "anna@corp.example"), (body.GetProperty("id").GetString(), body.GetProperty("primaryEmail").GetString()));
        Assert.Equal((await rig.Raw.GetAsync($"users/{anna.Id}")).Text("etag"), body.GetProperty("etag").GetString());
        if (DiscoveryDocument.Find() is { } discovery)
        {
            Assert.Empty(new SchemaCheck(discovery.Schemas).Faults("User", body));
        }
    }

    [Fact]
    public async Task Each_kind_of_change_is_told_as_such_and_what_is_no_change_of_a_user_is_not()
    {
        await using var rig = await OpenAsync(null);
        var anna = rig.Emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example", OrgUnitPath = "/Staff" });
        rig.Emulator.SeedGroup(new() { Email = "staff@corp.example", Members = [new() { Email = "anna@corp.example" }] });
        rig.Emulator.MoveOrgUnit("/Staff", "/People");
        rig.Emulator.RenameUser(anna.Id, "anna.bell@corp.example");
        rig.Emulator.ChangeUser(anna.Id, user => user with { IsAdmin = true });
        rig.Emulator.DeleteUser(anna.Id);
        rig.Emulator.UndeleteUser(anna.Id);
        Assert.Equal(["sync", "add", "update", "makeAdmin", "delete", "undelete"], await rig.StatesAsync(6));
    }

    [Fact]
    public async Task Changes_by_the_api_and_from_a_later_seed_are_told_too()
    {
        await using var rig = await OpenAsync(null);
        rig.Emulator.AuthorizedScopes = ["https://www.googleapis.com/auth/admin.directory.user"];
        using var writer = await new RawGoogle(rig.Emulator, time).SignInAsync();
        var body = """{"primaryEmail":"zoe@corp.example","name":{"givenName":"Zoe","familyName":"Young"},"password":"x"}""";
        Assert.Equal(200, (await writer.SendAsync("POST", "users", body)).Status);
        Assert.Equal(200, (await writer.SendAsync("PATCH", "users/zoe@corp.example", """{"suspended":true}""")).Status);
        Assert.Equal(204, (await writer.SendAsync("DELETE", "users/zoe@corp.example")).Status);
        Assert.Equal(["sync", "add", "update", "delete"], await rig.StatesAsync(4));
    }

    [Fact]
    public async Task A_channel_of_a_domain_tells_of_its_users_only_and_one_without_a_payload_says_of_whom_not()
    {
        await using var rig = await OpenAsync("add", "domain=shop.example", ""","payload":false""");
        rig.Emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example" });
        rig.Emulator.SeedUser(new() { PrimaryEmail = "bob@shop.example" });
        await rig.NextAsync();
        var told = await rig.NextAsync();
        Assert.Equal(("add", "2", ""), (told.Header("X-Goog-Resource-State"), told.Header("X-Goog-Message-Number"), told.Body));
    }

    [Fact]
    public async Task A_stopped_and_an_ended_channel_and_messages_that_are_lost_tell_nothing()
    {
        await using var rig = await OpenAsync("add");
        await rig.NextAsync();
        rig.Emulator.Behaviour.LoseWebHooks = true;
        rig.Emulator.SeedUser(new() { PrimaryEmail = "lost@corp.example" });
        rig.Emulator.Behaviour.LoseWebHooks = false;
        rig.Emulator.SeedUser(new() { PrimaryEmail = "told@corp.example" });
        Assert.Equal("3", (await rig.NextAsync()).Header("X-Goog-Message-Number")); // the second was lost

        var stop = JsonSerializer.Serialize(new { id = "c1", resourceId = rig.Emulator.Channels.Single().ResourceId });
        Assert.Equal(204, (await rig.Raw.SendAsync("POST", "admin/directory_v1/channels/stop", stop)).Status);
        rig.Emulator.SeedUser(new() { PrimaryEmail = "after@corp.example" });
        await rig.WatchAsync("c2", "event=add&customer=my_customer");
        time.Advance(TimeSpan.FromHours(2));
        rig.Emulator.SeedUser(new() { PrimaryEmail = "late@corp.example" });
        await rig.Raw.SignInAsync();
        await rig.WatchAsync("c3", "event=add&customer=my_customer");
        Assert.Equal(["c2", "c3"], [(await rig.NextAsync()).Header("X-Goog-Channel-ID"), (await rig.NextAsync()).Header("X-Goog-Channel-ID")]);
    }

    [Fact]
    public async Task Http_on_the_loopback_is_taken_only_where_that_is_switched_on()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time }, Ct);
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        Assert.Equal("push.webhookUrlNotHttps", (await AskAsync("http://127.0.0.1:1/")).Reason);
        emulator.Behaviour.PlainWebHooks = true;
        Assert.Equal("push.webhookUrlNotHttps", (await AskAsync("http://hook.example/")).Reason);
        Assert.Equal(200, (await AskAsync("http://127.0.0.1:1/")).Status);

        Task<RawAnswer> AskAsync(string address) => raw.SendAsync("POST", "users/watch?customer=my_customer", $$"""{"id":"c","type":"web_hook","address":"{{address}}"}""");
    }

    private async Task<Watched> OpenAsync(string? happening, string scope = "customer=my_customer", string more = "")
    {
        var emulator = await GSuiteEmulator.StartAsync(
            new() { TimeProvider = time, Domains = ["corp.example", "shop.example"], Behaviour = new() { PlainWebHooks = true } }, Ct);
        var rig = new Watched(emulator, await WebHookReceiver.StartAsync(null, Ct), await new RawGoogle(emulator, time).SignInAsync());
        await rig.WatchAsync("c1", happening is null ? scope : $"event={happening}&{scope}", more);
        return rig;
    }

    private sealed record Watched(GSuiteEmulator Emulator, WebHookReceiver Receiver, RawGoogle Raw) : IAsyncDisposable
    {
        internal async Task WatchAsync(string id, string query, string more = "")
        {
            var body = $$"""{"id":"{{id}}","type":"web_hook","address":"{{Receiver.Address}}","token":"s3cret"{{more}}}""";
            Assert.Equal(200, (await Raw.SendAsync("POST", $"users/watch?{query}", body)).Status);
        }

        internal ValueTask<WebHookMessage> NextAsync() => Receiver.NextAsync(Ct);

        internal async Task<List<string?>> StatesAsync(int count)
        {
            var states = new List<string?>();
            while (states.Count < count)
            {
                states.Add((await NextAsync()).Header("X-Goog-Resource-State"));
            }

            return states;
        }

        public async ValueTask DisposeAsync()
        {
            Raw.Dispose();
            await Emulator.DisposeAsync();
            await Receiver.DisposeAsync();
        }
    }
}
