using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>A password is marked, everything is done with it that can be done, at the noisiest level: it is in nothing that anybody gets to see.</summary>
public sealed class SecretsTests(SharedDomain shared)
{
    private const string Marker = "M4rked-secret";
    private static readonly SyncName Sync = new("staff");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_log_line_error_event_receipt_or_line_of_the_doctor_shows_a_password()
    {
        var unit = await shared.OwnUnitAsync();
        var dn = await shared.Tools.AddUserAsync("Marked Reader", "svc-marked", unit, Token);
        await shared.Tools.SetPasswordAsync(dn, $"Pa55-{Marker}", Token);
        var seen = new Witness();
        using var activities = Listen(seen);
        await using var silent = new ScriptedServer(shared.Domain.Authority, r => null);
        await using var garbage = new ScriptedServer(shared.Domain.Authority, r => ["HTTP/1.1 400 Bad Request"u8.ToArray()]);
        await using var echo = new ScriptedServer(shared.Domain.Authority, r => [ScriptedServer.Result(r.Id, 1, 80, "odd")]);
        using var other = new TestAuthority();
        await using var untrusted = new ScriptedServer(other, _ => []);

        await RunAsync(seen, _ => { });
        await RunAsync(seen, o => o.Password = $"Wr0ng-{Marker}");
        await RunAsync(seen, o => o.User = "CONTOSO\\nobody");
        await RunAsync(seen, o => o.BaseDn = $"OU=Nowhere,{SambaDomain.BaseDn}");
        await RunAsync(seen, o => o.Server = silent.Url);
        await RunAsync(seen, o => o.Server = garbage.Url);
        await RunAsync(seen, o => o.Server = echo.Url);
        await RunAsync(seen, o => o.Server = untrusted.Url);
        await RunAsync(seen, o => o.Server = "ldaps://127.0.0.1:1");
        await RunAsync(seen, o => o.PageSize = 0);
        await RunAsync(seen, o => (o.SignIn, o.User) = (SignInMethod.Kerberos, null));
        await RunAsync(seen, o => o.Server = $"ldaps://svc-marked:{Marker}@dc1.corp.example");
        await RunAsync(seen, o => o.Server = $"svc-marked:{Marker}@dc1.corp.example");

        Assert.True(seen.Texts.Count > 100, $"{seen.Texts.Count} texts were looked at.");
        Assert.Contains(seen.Texts, t => t.Contains("read ", StringComparison.Ordinal) && t.Contains("accounts", StringComparison.Ordinal));
        Assert.Contains(seen.Texts, t => t.Contains("WrongCredentials", StringComparison.Ordinal));
        Assert.DoesNotContain(seen.Texts, t => t.Contains(Marker, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(seen.Texts, t => t.Contains(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"Pa55-{Marker}")), StringComparison.Ordinal));
        Assert.DoesNotContain(seen.Texts, t => t.Contains(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(Marker)), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Runs the engine and the doctor with one configuration and keeps every text that comes of it.</summary>
    private async Task RunAsync(Witness seen, Action<ActiveDirectoryOptions> change)
    {
        var store = new InMemoryStore(TimeProvider.System);
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(seen))
            .AddSyncEngine(engine => engine
                .UseInMemoryStore(store)
                .AddActiveDirectory("corp-ad", o =>
                {
                    (o.Server, o.TrustedCertificate) = (shared.Domain.LdapsUrl, shared.Domain.CaFile);
                    (o.User, o.Password) = ("CONTOSO\\svc-marked", $"Pa55-{Marker}");
                    (o.ConnectTimeout, o.OperationTimeout) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
                    change(o);
                })
                .AddScriptedTarget(new ScriptedTarget(new SystemName("app")))
                .AddSync(Sync.Value, sync => sync.From("corp-ad").To("app").PickGroups("Domain Users")))
            .BuildServiceProvider();
        var engine = services.GetRequiredService<ISyncEngine>();
        await seen.TryAsync(async () => seen.Add(await engine.PrepareAsync(Sync, Token)));
        await seen.TryAsync(async () =>
        {
            await foreach (var line in engine.CheckAsync(Sync, Token))
            {
                seen.Add(line);
            }
        });
        await seen.TryAsync(() => Task.FromResult(services.GetRequiredService<IOptionsMonitor<ActiveDirectoryOptions>>().Get("corp-ad")));
        await foreach (var stored in store.ReadAllAsync(0, long.MaxValue, Token))
        {
            seen.Add(stored);
            seen.Add(System.Text.Json.JsonSerializer.Serialize(stored.Event, stored.Event.GetType()));
        }

        foreach (var run in await engine.ListRunsAsync(Sync, 10, Token))
        {
            seen.Add(run);
            seen.Add(System.Text.Json.JsonSerializer.Serialize(run));
        }
    }

    private static ActivityListener Listen(Witness seen)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("SyncEngine", StringComparison.Ordinal),
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                seen.Add($"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)}");
                foreach (var happened in activity.Events)
                {
                    seen.Add($"{happened.Name} {string.Join(' ', happened.Tags)}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>Keeps everything that is said.</summary>
    private sealed class Witness : ILoggerProvider, ILogger
    {
        internal ConcurrentBag<string> Texts { get; } = [];

        internal void Add(object? said) => Texts.Add(said?.ToString() ?? "");

        internal async Task TryAsync(Func<Task> action)
        {
            try
            {
                await action();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // ToString holds the inner ones, and all stacks.
                Add(e);
                Add((e as SyncEngineException)?.Code);
                Add((e as SyncEngineException)?.Remedy);
                for (var inner = e; inner is not null; inner = inner.InnerException)
                {
                    Add(inner.Message);
                    Add(string.Join(' ', inner.Data.Values.Cast<object?>()));
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Add(state);
            return null;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Add(formatter(state, exception));
            Add(exception);
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                Add(string.Join(' ', values));
            }
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
