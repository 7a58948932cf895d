using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Adapters.GSuite.Tests.Watching;

/// <summary>What is genuine is hinted to the engine, everything else is not; and a hint is a reason to prepare, whose truth is read.</summary>
public sealed class NotificationTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_genuine_message_is_hinted_and_the_one_that_says_that_the_channel_is_open_is_not()
    {
        using var host = new Receiving(Secret);
        Assert.True(host.Receive(host.Genuine("c1", "sync")));
        Assert.Empty(host.Hints);
        Assert.True(host.Receive(host.Genuine("c1", "update")));
        Assert.True(host.Receive(host.Genuine("c2", "delete")));
        Assert.Equal(["workspace", "workspace"], host.Hints);
    }

    [Theory]
    [InlineData("X-Goog-Channel-Token", "wrong")]
    [InlineData("X-Goog-Channel-Token", "")]
    [InlineData("X-Goog-Channel-Token", null)]
    [InlineData("X-Goog-Channel-ID", "another")]
    [InlineData("X-Goog-Channel-ID", null)]
    [InlineData("X-Goog-Resource-State", null)]
    public void A_message_that_is_not_whole_or_has_another_token_is_not_genuine(string header, string? value)
    {
        using var host = new Receiving(Secret);
        var headers = host.Genuine("c1", "update");
        headers[header] = value;
        Assert.False(host.Receive(headers));
        Assert.Empty(host.Hints);
    }

    [Fact]
    public void A_very_long_token_or_id_is_not_genuine()
    {
        using var host = new Receiving(Secret);
        var headers = host.Genuine("c1", "update");
        headers["X-Goog-Channel-Token"] += new string('a', 100_000);
        Assert.False(host.Receive(headers));
        Assert.False(host.Receive(host.Genuine(new string('c', 65), "update")));
    }

    [Fact]
    public void Hosts_with_one_secret_take_messages_of_each_others_channels_and_others_do_not()
    {
        using var one = new Receiving(Secret);
        using var other = new Receiving(Secret);
        using var foreign = new Receiving(Secret.ToUpperInvariant());
        using var alone = new Receiving(null);
        var headers = one.Genuine("c1", "update");
        Assert.True(other.Receive(headers));
        Assert.False(foreign.Receive(headers));
        Assert.False(alone.Receive(headers));
        Assert.True(alone.Receive(alone.Genuine("c1", "update")));
    }

    [Fact]
    public void Of_several_systems_the_one_whose_channel_it_is_gets_the_hint_also_when_they_share_the_secret()
    {
        using var host = new Receiving(Secret, "shop");
        Assert.True(host.Receive(host.Genuine("c1", "update", "shop")));
        Assert.Equal(["shop"], host.Hints);
    }

    [Fact]
    public void A_system_without_an_address_takes_nothing()
    {
        using var host = new Receiving(Secret, address: null);
        Assert.False(host.Receive(host.Genuine("c1", "update")));
    }

    [Fact]
    public void What_comes_from_outside_does_not_make_lines_of_the_log()
    {
        using var host = new Receiving(Secret);
        var headers = host.Genuine("c1", "update\nforged: line");
        headers["X-Goog-Message-Number"] = "1\n2";
        Assert.True(host.Receive(headers));
        Assert.DoesNotContain(host.Logs.Lines, l => l.Contains('\n', StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, l => l.Contains(headers["X-Goog-Channel-Token"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_in_google_is_prepared_within_the_time_of_hints_and_what_it_is_is_read()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        GSuiteNotifications? notifications = null;
        await using var receiver = await WebHookReceiver.StartAsync(Take, Rig.Ct);
        await using var google = await GSuiteEmulator.StartAsync(new() { TimeProvider = time, Behaviour = new() { PlainWebHooks = true } }, Rig.Ct);
        google.SeedUser(new() { PrimaryEmail = "anna@corp.example", GivenName = "Anna", FamilyName = "Bell", OrgUnitPath = "/Users" });
        var pyrus = new ScriptedTarget(new SystemName("pyrus"));
        await using var host = new ServiceCollection().AddSingleton<TimeProvider>(time)
            .AddSyncEngine(engine => engine
                .AddSchedule()
                .UseInMemoryStore(new InMemoryStore(time))
                .AddGSuite("workspace", o =>
                {
                    Rig.Connect(o, google);
                    o.NotificationAddress = receiver.Address.ToString();
                })
                .AddSource(pyrus.Name, _ => pyrus)
                .AddTarget(pyrus.Name, _ => pyrus)
                .AddSync("staff", sync => sync.From("workspace").To("pyrus")))
            .BuildServiceProvider();
        notifications = host.GetRequiredService<GSuiteNotifications>();
        var engine = host.GetRequiredService<ISyncEngine>();
        var starts = Channel.CreateUnbounded<ScheduledStart>();
        using var subscription = engine.ScheduledStarts.Subscribe(new Forward(starts.Writer));
        foreach (var service in host.GetServices<IHostedService>())
        {
            await service.StartAsync(Rig.Ct);
        }

        for (var opened = 0; opened < 4; opened++)
        {
            await receiver.NextAsync(Rig.Ct);
        }

        await starts.Reader.ReadAsync(Rig.Ct);
        Assert.Equal(1, (await PlanAsync()).Counts[RowStatus.New]);
        google.SeedUser(new() { PrimaryEmail = "zoe@corp.example", GivenName = "Zoe", FamilyName = "Young", OrgUnitPath = "/Users" });
        await receiver.NextAsync(Rig.Ct);

        // The time in which hints are gathered, which the schedule does not wait for.
        time.Advance(TimeSpan.FromSeconds(30));
        await starts.Reader.ReadAsync(Rig.Ct);
        Assert.Equal(2, (await PlanAsync()).Counts[RowStatus.New]);

        foreach (var service in host.GetServices<IHostedService>())
        {
            await service.StopAsync(Rig.Ct);
        }

        Assert.Empty(google.Channels);

        // As a host's web server does: app.MapPost("/google", …).
        int Take(HttpRequest request) => notifications!.Receive(name => request.Headers[name]) ? 200 : 404;

        // Told when a run has ended and the next one is set.
        async Task<Plan> PlanAsync() => (await engine.FindPlanAsync((await engine.ListPlansAsync(new SyncName("staff"), 1, Rig.Ct))[0].Id, Rig.Ct))!;
    }

    private sealed class Forward(ChannelWriter<ScheduledStart> to) : IObserver<ScheduledStart>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(ScheduledStart value) => to.TryWrite(value);
    }

    /// <summary>A host that receives, whose engine only writes down the hints.</summary>
    private sealed class Receiving : IDisposable
    {
        private readonly ServiceProvider provider;

        internal Receiving(string? secret, string? second = null, string? address = "https://hook.example/google")
        {
            var engine = DispatchProxy.Create<ISyncEngine, HintRecorder>();
            Hints = ((HintRecorder)engine).Hints;
            var services = new ServiceCollection();
            services.AddLogging(l => l.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace));
            services.AddSingleton(engine);
            var builder = new TestBuilder(services);
            foreach (var name in new[] { Rig.Name, second }.OfType<string>())
            {
                builder.AddGSuite(name, o => (o.DelegatedAdmin, o.NotificationAddress, o.NotificationSecret) = ("admin@corp.example", address, secret));
            }

            provider = services.BuildServiceProvider();
        }

        internal List<string> Hints { get; }

        internal LogCapture Logs { get; } = new();

        internal bool Receive(Dictionary<string, string?> headers) => provider.GetRequiredService<GSuiteNotifications>().Receive(headers.GetValueOrDefault);

        internal Dictionary<string, string?> Genuine(string channel, string state, string system = Rig.Name) => new(StringComparer.OrdinalIgnoreCase)
        {
            ["x-goog-channel-id"] = channel,
            ["x-goog-channel-token"] = provider.GetRequiredKeyedService<GSuiteConnection>(system).ChannelTokens.Of(channel),
            ["x-goog-resource-state"] = state,
            ["x-goog-message-number"] = "2",
        };

        public void Dispose() => provider.Dispose();
    }
}

/// <summary>An engine that can be hinted, and nothing else.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy is made as a class derived from it.")]
internal class HintRecorder : DispatchProxy
{
    internal List<string> Hints { get; } = [];

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Assert.Equal(nameof(ISyncEngine.HintChange), targetMethod!.Name);
        Hints.Add(((SystemName)args![0]!).Value);
        return null;
    }
}
