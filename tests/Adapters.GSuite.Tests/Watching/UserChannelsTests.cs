using System.Globalization;
using System.Net;
using Microsoft.Extensions.Hosting;
using SyncEngine.Adapters.GSuite.Watching;
using SyncEngine.Emulators;
using SyncEngine.TestSupport;

namespace SyncEngine.Adapters.GSuite.Tests.Watching;

/// <summary>Channels are opened, renewed before they end, and stopped, and no trouble with them is more than a line in the log.</summary>
public sealed class UserChannelsTests
{
    private readonly TellingTime time = new();

    [Fact]
    public async Task There_is_one_for_each_kind_of_change_that_matters_and_messages_come_by_each_with_its_token()
    {
        await using var receiver = await WebHookReceiver.StartAsync(null, Rig.Ct);
        await using var rig = await StartAsync(receiver.Address.ToString());
        var channels = new UserChannels(rig.Connection);

        // Three quarters of the two days that Google gives at most.
        Assert.Equal(TimeSpan.FromHours(36), await channels.RenewAsync(Rig.Ct));
        Assert.Equal(["add", "delete", "undelete", "update"], rig.Emulator.Channels.Select(c => c.Event).Order());
        Assert.All(rig.Emulator.Channels, c => Assert.Equal((time.GetUtcNow().AddDays(2), receiver.Address), (c.Expiration, c.Address)));

        var anna = rig.Emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example" });
        rig.Emulator.SuspendUser(anna.Id);
        rig.Emulator.DeleteUser(anna.Id);
        rig.Emulator.UndeleteUser(anna.Id);
        var told = new List<WebHookMessage>();
        while (told.Count < 8)
        {
            told.Add(await receiver.NextAsync(Rig.Ct));
        }

        Assert.Equal(["add", "update", "delete", "undelete"], told.Skip(4).Select(m => m.Header("X-Goog-Resource-State")));
        Assert.All(told, m => Assert.True(rig.Connection.ChannelTokens.IsOf(m.Header("X-Goog-Channel-ID")!, m.Header("X-Goog-Channel-Token")!)));
        Assert.All(told, m => Assert.Equal("", m.Body)); // Nobody's data travels.
    }

    [Fact]
    public async Task They_are_renewed_before_they_end_the_new_one_first_and_never_without()
    {
        await using var rig = await StartAsync();
        var channels = new UserChannels(rig.Connection);
        var wait = await channels.RenewAsync(Rig.Ct);
        for (var round = 0; round < 3; round++)
        {
            var before = rig.Emulator.Channels.Select(c => c.Id).ToList();
            time.Advance(wait - TimeSpan.FromSeconds(1));
            rig.Emulator.ClearRequests();
            Assert.Equal(TimeSpan.FromSeconds(1), await channels.RenewAsync(Rig.Ct)); // Too early: nothing is asked.
            Assert.Empty(rig.ApiRequests);

            time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(before, rig.Emulator.Channels.Select(c => c.Id)); // They still live.
            wait = await channels.RenewAsync(Rig.Ct);
            Assert.Equal(TimeSpan.FromHours(36), wait);
            Assert.Equal(4, rig.Emulator.Channels.Count);
            Assert.Empty(rig.Emulator.Channels.Select(c => c.Id).Intersect(before));
            Assert.Equal([("POST", "users/watch"), ("POST", "admin/directory_v1/channels/stop")], rig.ApiRequests.Take(2).Select(r => (r.Method, r.Path)));
            Assert.Equal(8, rig.ApiRequests.Count);
        }
    }

    [Fact]
    public async Task A_host_opens_them_when_it_starts_renews_them_in_time_and_stops_them_when_it_ends()
    {
        await using var rig = await StartAsync();
        var service = Assert.Single(rig.HostedServices);
        await service.StartAsync(Rig.Ct);
        await time.WaitedForAsync(TimeSpan.FromHours(36));
        var first = rig.Emulator.Channels.Select(c => c.Id).ToList();
        Assert.Equal(4, first.Count);

        time.Advance(TimeSpan.FromHours(36));
        await time.WaitedForAsync(TimeSpan.FromHours(36));
        Assert.Equal(4, rig.Emulator.Channels.Count);
        Assert.Empty(rig.Emulator.Channels.Select(c => c.Id).Intersect(first));
        await service.StopAsync(Rig.Ct);
        Assert.Empty(rig.Emulator.Channels);
        Assert.Equal(8, rig.Logs.Lines.Count(l => l.Contains("Google tells changes", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_an_address_nothing_is_asked()
    {
        await using var rig = await Rig.StartAsync(time: time);
        var service = Assert.Single(rig.HostedServices);
        await service.StartAsync(Rig.Ct);
        await ((BackgroundService)service).ExecuteTask!;
        await service.StopAsync(Rig.Ct);
        Assert.Empty(rig.Emulator.Requests);
    }

    [Fact]
    public async Task Trouble_is_a_warning_asked_again_later_and_later_and_only_for_what_is_missing()
    {
        await using var rig = await StartAsync();
        var channels = new UserChannels(rig.Connection);
        rig.Emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.Forbidden) { Path = "users/watch", After = 2, Times = int.MaxValue });
        var waits = new List<double>();
        for (var round = 0; round < 8; round++)
        {
            waits.Add((await channels.RenewAsync(Rig.Ct)).TotalMinutes);
            Assert.Equal(2, rig.Emulator.Channels.Count);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
        var lines = rig.Logs.Lines.Where(l => l.Contains("does not tell changes", StringComparison.Ordinal)).ToList();
        Assert.Equal(8, lines.Count);
        Assert.All(lines, l => Assert.Contains("Warning", l, StringComparison.Ordinal));

        rig.Emulator.Faults.Clear();
        rig.Emulator.ClearRequests();
        Assert.Equal(TimeSpan.FromHours(36), await channels.RenewAsync(Rig.Ct));
        Assert.Equal(2, rig.ApiRequests.Count);
        Assert.Equal(["add", "delete", "undelete", "update"], rig.Emulator.Channels.Select(c => c.Event).Order());
    }

    [Theory]
    [InlineData(GSuiteFaultKind.LoseAnswer)]
    [InlineData(GSuiteFaultKind.CutAnswer)]
    [InlineData(GSuiteFaultKind.HtmlPage)]
    [InlineData(GSuiteFaultKind.BackendError)]
    [InlineData(GSuiteFaultKind.DailyLimit)]
    [InlineData(GSuiteFaultKind.ExpireTokens)]
    public async Task Whatever_goes_wrong_once_the_next_time_all_are_there(GSuiteFaultKind kind)
    {
        await using var rig = await StartAsync();
        var channels = new UserChannels(rig.Connection);
        rig.Emulator.Faults.Add(new GSuiteFault(kind) { Path = "users/watch", After = 1 });
        await channels.RenewAsync(Rig.Ct);
        await channels.RenewAsync(Rig.Ct);
        Assert.Equal(["add", "delete", "undelete", "update"], rig.Emulator.Channels.Select(c => c.Event).Distinct().Order());

        // One whose answer was lost cannot be stopped, as nobody knows its other id. What it tells is genuine all the same.
        Assert.All(rig.Emulator.Channels, c => Assert.True(rig.Connection.ChannelTokens.IsOf(c.Id, c.Token!)));
    }

    [Fact]
    public async Task A_channel_that_cannot_be_stopped_is_left_to_end_by_itself()
    {
        await using var rig = await StartAsync();
        var channels = new UserChannels(rig.Connection);
        await channels.RenewAsync(Rig.Ct);
        rig.Emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.Forbidden) { Path = "admin/directory_v1/channels/stop" });
        await channels.StopAsync(Rig.Ct);
        Assert.Single(rig.Emulator.Channels);
        Assert.Contains(rig.Logs.Lines, l => l.Contains("was not stopped", StringComparison.Ordinal) && l.Contains("Debug", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60 * 60, 45 * 60)]
    [InlineData(7 * 86_400, 36 * 3_600)]
    [InlineData(-5, 45)]
    [InlineData(null, 36 * 3_600)]
    public async Task A_life_shorter_than_asked_is_lived_by_and_one_that_makes_no_sense_is_not_believed(int? seconds, int renewed)
    {
        // Google's clock is three days ahead of ours: its own counts.
        var google = time.GetUtcNow().AddDays(3);
        using var scripted = new ScriptedGoogle(
            path => path.StartsWith("users/watch", StringComparison.Ordinal) ? Answer() : null, o => o.NotificationAddress = "https://hook.example/", time);
        Assert.Equal(TimeSpan.FromSeconds(renewed), await new UserChannels(scripted.Connection).RenewAsync(Rig.Ct));

        HttpResponseMessage Answer()
        {
            var expiration = seconds is null ? "" : $",\"expiration\":\"{google.AddSeconds(seconds.Value).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}\"";
            var answer = ScriptedGoogle.Json($$"""{"kind":"api#channel","id":"c","resourceId":"r"{{expiration}}}""");
            answer.Headers.Date = google;
            return answer;
        }
    }

    [Fact]
    public async Task An_answer_without_what_is_needed_is_trouble()
    {
        using var scripted = new ScriptedGoogle(_ => null, o => o.NotificationAddress = "https://hook.example/", time);
        Assert.Equal(UserChannels.RetryFirst, await new UserChannels(scripted.Connection).RenewAsync(Rig.Ct));
        using var refusing = new ScriptedGoogle(
            path => path.StartsWith("users/watch", StringComparison.Ordinal) ? new HttpResponseMessage(HttpStatusCode.NoContent) : null, o => o.NotificationAddress = "https://hook.example/", time);
        Assert.Equal(UserChannels.RetryFirst, await new UserChannels(refusing.Connection).RenewAsync(Rig.Ct));
    }

    private Task<Rig> StartAsync(string address = "http://127.0.0.1:1/google") =>
        Rig.StartAsync(options => options.Behaviour.PlainWebHooks = true, (options, _) => options.NotificationAddress = address, time);
}
