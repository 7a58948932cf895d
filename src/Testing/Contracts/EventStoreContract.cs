using System.Text.Json;
using SyncEngine.History;
using SyncEngine.Model;
using Xunit;

namespace SyncEngine.Testing.Contracts;

/// <summary>
/// What every store keeps to. Inherit it in a test project and give an empty store; every test gets its own.
/// </summary>
public abstract partial class EventStoreContract : IAsyncLifetime
{
    private StoreUnderTest? store;

    /// <summary>The store of the running test.</summary>
    protected StoreUnderTest Store => store ?? throw new InvalidOperationException("The test has not begun.");

    /// <summary>Cancelled when the test is.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => store = await OpenEmptyStoreAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (store is not null)
        {
            await store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Gives an empty store that stamps events with the machine's time.</summary>
    protected abstract Task<StoreUnderTest> OpenEmptyStoreAsync();

    private protected static readonly SystemName Directory = new("corp-ad");
    private protected static readonly SystemName Application = new("pyrus");
    private protected static readonly SyncName Staff = new("staff");

    private protected static EntryKey Account(string anchor) => new(Directory, EntryKind.Account, anchor);

    private protected static EntryDiscovered Discovered(int print = 1, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        new(true, null, AttributeSet.Of(attributes), [], EventSamples.Print(print));

    private protected static EventMetadata Metadata(string actor = "engine") => new(new RunId(Guid.CreateVersion7()), new Actor(actor));

    private protected static string Json(object value) => JsonSerializer.Serialize(value, value.GetType(), EngineJson.Options);

    private protected static StreamAppend To(StreamName stream, long expectedVersion, params IEngineEvent[] events) => new(stream, expectedVersion, events);

    private protected static StreamAppend To(EntryKey entry, long expectedVersion, params IEngineEvent[] events) =>
        new(StreamName.Entry(entry), expectedVersion, events);

    private protected Task Append(params StreamAppend[] appends) => Store.Events.AppendAsync(appends, Metadata(), Token);

    private protected async Task<List<RecordedEvent>> Read(StreamName stream) => await Store.Events.ReadStreamAsync(stream, Token).ToListAsync(Token);

    private protected async Task<List<RecordedEvent>> ReadAll(long after = 0, long upTo = long.MaxValue) =>
        await Store.Events.ReadAllAsync(after, upTo, Token).ToListAsync(Token);
}
