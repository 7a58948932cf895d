using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.Model;
using SyncEngine.TestSupport;

namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>An emulator and the adapter registered against it, over real HTTP.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string Name = "workspace";
    private readonly ServiceProvider provider;

    private Rig(GSuiteEmulator emulator, ServiceProvider provider, LogCapture logs)
    {
        Emulator = emulator;
        this.provider = provider;
        Logs = logs;
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public GSuiteEmulator Emulator { get; }

    public LogCapture Logs { get; }

    public ISource Source => provider.GetRequiredKeyedService<ISource>(Name);

    public ISystemCheck Check => provider.GetRequiredService<ISystemCheck>();

    public GSuiteConnection Connection => provider.GetRequiredKeyedService<GSuiteConnection>(Name);

    public IEnumerable<IHostedService> HostedServices => provider.GetServices<IHostedService>();

    /// <summary>Requests to the API, signing in aside.</summary>
    public IReadOnlyList<RecordedRequest> ApiRequests => [.. Emulator.Requests.Where(r => r.Path != "token")];

    public static async Task<Rig> StartAsync(
        Action<GSuiteEmulatorOptions>? emulate = null, Action<GSuiteOptions, GSuiteEmulator>? configure = null, TimeProvider? time = null)
    {
        var options = new GSuiteEmulatorOptions();
        if (time is not null)
        {
            options.TimeProvider = time;
        }

        emulate?.Invoke(options);
        var emulator = await GSuiteEmulator.StartAsync(options, Ct);
        var logs = new LogCapture();
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        new TestBuilder(services).AddGSuite(Name, o =>
        {
            Connect(o, emulator);
            configure?.Invoke(o, emulator);
        });
        return new Rig(emulator, services.BuildServiceProvider(validateScopes: true), logs);
    }

    public static void Connect(GSuiteOptions options, GSuiteEmulator emulator)
    {
        options.BaseUrl = emulator.BaseUrl.ToString();
        options.ServiceAccountKeyPath = emulator.ServiceAccountKeyPath;
        options.DelegatedAdmin = emulator.DelegatedAdmin;
        options.ReadRetryDelay = TimeSpan.Zero;
    }

    /// <summary>One whole reading.</summary>
    public async Task<Reading> ReadAsync(int batchSize = 500)
    {
        var records = new List<SourceRecord>();
        Receipt? receipt = null;
        await foreach (var batch in Source.ReadAsync(new ReadRequest { BatchSize = batchSize }, Ct))
        {
            Assert.Null(receipt);
            Assert.True(batch.Records.Count <= batchSize);
            records.AddRange(batch.Records);
            receipt = batch.Receipt;
        }

        Assert.NotNull(receipt);
        return new Reading(records, receipt);
    }

    public static EntryKey Key(EntryKind kind, string anchor) => new(new SystemName(Name), kind, anchor);

    public async Task<Confirmation> ConfirmAsync(EntryKind kind, string anchor) => Assert.Single(await Source.ConfirmAsync([Key(kind, anchor)], Ct));

    /// <summary>Lets fake time pass until the work is done. The pause is real: sockets do not follow the fake clock.</summary>
    public static async Task<T> WhileTimePassesAsync<T>(FakeTimeProvider time, Task<T> work)
    {
        while (!work.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(work, Task.Delay(10, Ct));
            Ct.ThrowIfCancellationRequested();
        }

        return await work;
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        await Emulator.DisposeAsync();
    }
}
