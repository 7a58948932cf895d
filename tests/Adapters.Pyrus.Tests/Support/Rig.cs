using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>An emulator and the adapter registered against it, over real HTTP.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string Name = "pyrus";
    private readonly ServiceProvider provider;

    private Rig(PyrusEmulator emulator, ServiceProvider provider, LogCapture logs)
    {
        Emulator = emulator;
        this.provider = provider;
        Logs = logs;
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public PyrusEmulator Emulator { get; }

    public LogCapture Logs { get; }

    public ISource Source => provider.GetRequiredKeyedService<ISource>(Name);

    public ITarget Target => provider.GetRequiredKeyedService<ITarget>(Name);

    public ISystemCheck Check => provider.GetRequiredService<ISystemCheck>();

    /// <summary>The writes that reached the emulator.</summary>
    public IReadOnlyList<RecordedRequest> Writes => [.. Emulator.Requests.Where(r => r.IsWrite)];

    public static async Task<Rig> StartAsync(
        Action<PyrusEmulatorOptions>? emulate = null, Action<PyrusOptions, PyrusEmulator>? configure = null, TimeProvider? time = null)
    {
        var options = new PyrusEmulatorOptions();
        emulate?.Invoke(options);
        var emulator = await PyrusEmulator.StartAsync(options, Ct);
        var logs = new LogCapture();
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        new TestBuilder(services).AddPyrus(Name, o =>
        {
            o.BaseUrl = emulator.BaseUrl.ToString();
            o.Login = emulator.Login;
            o.SecurityKey = emulator.SecurityKey;
            o.ReadRetryDelay = TimeSpan.Zero;
            configure?.Invoke(o, emulator);
        });
        return new Rig(emulator, services.BuildServiceProvider(validateScopes: true), logs);
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

    public Task<Outcome> ApplyAsync(ChangeAction action, string? id = null, string? parent = null, bool clearParent = false, string[]? cleared = null, string[]? members = null, string? receiver = null,
        params (string, string?)[] fields) =>
        Target.ApplyAsync(
            new Change
            {
                Action = action,
                TargetId = id,
                Parent = parent,
                ClearParent = clearParent,
                Cleared = cleared ?? [],
                Members = members ?? [],
                Receiver = receiver,
                Fields = AttributeSet.Of(fields),
            },
            new IdempotencyKey("plan/row/effect"),
            Ct);

    public static EntryKey Key(EntryKind kind, long id) => Key(kind, id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static EntryKey Key(EntryKind kind, string anchor) => new(new SystemName(Name), kind, anchor);

    public async Task<Confirmation> ConfirmAsync(EntryKey key) => Assert.Single(await Source.ConfirmAsync([key], Ct));

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

    private sealed class TestBuilder(IServiceCollection services) : ISyncEngineBuilder
    {
        public IServiceCollection Services => services;

        public ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory)
        {
            services.AddKeyedSingleton(name.Value, (sp, _) => factory(sp));
            return this;
        }

        public ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, ITarget> factory)
        {
            services.AddKeyedSingleton(name.Value, (sp, _) => factory(sp));
            return this;
        }

        public ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory)
        {
            services.AddSingleton(factory);
            return this;
        }
    }
}

/// <summary>What one reading gave.</summary>
internal sealed record Reading(IReadOnlyList<SourceRecord> Records, Receipt Receipt)
{
    public IReadOnlyList<SourceRecord> Of(EntryKind kind) => [.. Records.Where(r => r.Kind == kind)];

    public SourceRecord Account(int id) => Assert.Single(Of(EntryKind.Account), r => r.Anchor == id.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
