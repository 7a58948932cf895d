using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Tests.Engine;

/// <summary>Reading ahead, observing and appending go on at once: what that must not change, and where it must stop.</summary>
public sealed class SystemCaptureTests
{
    private const int People = 60;
    private const int ReadBatch = 4;
    private const int AppendBatch = 10;
    private static readonly SystemName System = new("corp-ad");
    private readonly WatchedStore store = new(new InMemoryStore(TimeProvider.System));
    private readonly ScriptedSource source = new(System, Enumerable.Range(0, People).Select(Person));
    private int consumed;

    [Fact]
    public async Task A_first_reading_appends_by_the_size_asked_for_one_transaction_at_a_time()
    {
        var receipt = await CaptureAsync();
        Assert.True(receipt.Complete);
        Assert.Equal([.. Enumerable.Repeat(AppendBatch, People / AppendBatch), 1], store.StreamsInAppends); // the last says what the system is
        Assert.Equal(1, store.MostAtOnce);
        Assert.Equal(0, store.Loaded);
        await EveryoneWasDiscoveredOnceAsync();
    }

    [Fact]
    public async Task A_reading_without_news_loads_nobody_and_reads_the_index_once()
    {
        await CaptureAsync();
        var (appends, readings) = (store.StreamsInAppends.Count, store.IndexReadings);
        await CaptureAsync();
        Assert.Equal(0, store.Loaded);
        Assert.Equal(appends, store.StreamsInAppends.Count);
        Assert.Equal(readings + 1, store.IndexReadings);
    }

    [Fact]
    public async Task Only_who_changed_is_loaded_and_only_who_is_missing_is_asked_for()
    {
        await CaptureAsync();
        source.Records[3] = source.Records[3] with { Enabled = false };
        source.Records.RemoveAt(7);
        await CaptureAsync();
        Assert.Equal(2, store.Loaded);
        Assert.Equal(["p07"], source.Asked.Select(key => key.Anchor));
        Assert.Equal(["EntryDiscovered", "EntryDisabled"], await EventsAsync("p03"));
        Assert.Equal(["EntryDiscovered", "EntryDisappeared"], await EventsAsync("p07"));
    }

    [Fact]
    public async Task Who_comes_twice_in_one_reading_counts_once()
    {
        source.Records.AddRange(source.Records.Take(10).ToList());
        source.Records.Add(source.Records[0] with { Enabled = false });
        await CaptureAsync();
        Assert.Equal(People, consumed);
        await EveryoneWasDiscoveredOnceAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_failing_append_ends_everything_keeps_whole_transactions_and_the_next_reading_gives_the_rest(int failing)
    {
        store.BeforeAppend = (number, _) => number == failing ? Task.FromException(new IOException("no space")) : Task.CompletedTask;
        Assert.Equal("no space", (await Assert.ThrowsAsync<IOException>(CaptureAsync)).Message);
        Assert.Equal(Enumerable.Repeat(AppendBatch, failing), store.StreamsInAppends);
        NothingIsLeftRunning();

        store.BeforeAppend = null;
        await CaptureAsync();
        await EveryoneWasDiscoveredOnceAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(14)]
    public async Task A_source_that_breaks_its_promise_ends_everything_too(int failing)
    {
        source.BeforeBatch = (number, _) => number == failing ? throw new InvalidDataException("broken") : ValueTask.CompletedTask;
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidDataException>(CaptureAsync)).Message);
        NothingIsLeftRunning();

        source.BeforeBatch = null;
        await CaptureAsync();
        await EveryoneWasDiscoveredOnceAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(14)]
    public async Task A_cancelled_reading_leaves_nothing_running(int batch)
    {
        using var cancellation = new CancellationTokenSource();
        source.BeforeBatch = async (number, _) =>
        {
            if (number == batch)
            {
                await cancellation.CancelAsync();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CaptureUntilAsync(cancellation.Token));
        NothingIsLeftRunning();

        source.BeforeBatch = null;
        await CaptureAsync();
        await EveryoneWasDiscoveredOnceAsync();
    }

    [Fact]
    public async Task An_append_that_never_ends_is_ended_by_cancelling()
    {
        using var cancellation = new CancellationTokenSource();
        store.BeforeAppend = async (_, token) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CaptureUntilAsync(cancellation.Token));
        NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_slow_store_holds_the_reading_back()
    {
        // The source gives a few batches while the store works on its first transaction, then it waits: the store answers only when it does.
        var mostAhead = 0;
        var readAhead = new TaskCompletionSource();
        source.BeforeBatch = (number, _) =>
        {
            mostAhead = Math.Max(mostAhead, number - (Volatile.Read(ref consumed) / ReadBatch));
            if (number == ReadAhead.BatchesMax)
            {
                readAhead.SetResult();
            }

            return ValueTask.CompletedTask;
        };
        store.BeforeAppend = (_, _) => readAhead.Task;
        await CaptureAsync();
        Assert.InRange(mostAhead, 1, ReadAhead.BatchesMax + 2); // in the queue, in the hands of either side
        await EveryoneWasDiscoveredOnceAsync();
    }

    [Fact]
    public async Task The_wrong_system_is_noticed_before_its_first_record_counts()
    {
        await CaptureAsync();
        var before = store.StreamsInAppends.Count;
        source.Identity = "another";
        source.Records.Clear();
        source.Records.Add(Person(99));
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(CaptureAsync);
        Assert.Equal("IdentityChanged", error.Code);
        Assert.Equal(before, store.StreamsInAppends.Count);
        NothingIsLeftRunning();
    }

    [Fact]
    public async Task Groups_weigh_as_much_as_their_members()
    {
        source.Records.Clear();
        source.Records.AddRange(Enumerable.Range(0, 4).Select(i => Person(i) with { Kind = EntryKind.Group, Members = [.. Enumerable.Range(0, 150).Select(Anchor)] }));
        await CaptureAsync();
        Assert.Equal([2, 2, 1], store.StreamsInAppends);
    }

    private static SourceRecord Person(int i) => new()
    {
        Kind = EntryKind.Account,
        Anchor = Anchor(i),
        Attributes = AttributeSet.Of((AttributeNames.Name, Anchor(i))),
    };

    private static string Anchor(int i) => string.Create(CultureInfo.InvariantCulture, $"p{i:00}");

    private Task<Receipt> CaptureAsync() => CaptureUntilAsync(TestContext.Current.CancellationToken);

    private Task<Receipt> CaptureUntilAsync(CancellationToken cancellationToken)
    {
        consumed = 0;
        var journal = new RunJournal(store, EngineEvents.Map, new EventMetadata(new RunId(Guid.CreateVersion7()), Actor.Engine));
        var bounds = new SyncEngineOptions { ReadBatchSize = ReadBatch, AppendBatchSize = AppendBatch };
        return new SystemCapture(store, store, bounds, TimeProvider.System, NullLogger.Instance).CaptureAsync(
            source, ReadMode.Delta, journal, (stage, done) => consumed = stage == ProgressStage.Read ? done : consumed, cancellationToken);
    }

    private void NothingIsLeftRunning()
    {
        Assert.Equal(0, store.UnderWay);
        Assert.Equal(1, Math.Max(1, store.MostAtOnce));
    }

    private async Task EveryoneWasDiscoveredOnceAsync()
    {
        for (var i = 0; i < People; i++)
        {
            Assert.Equal(["EntryDiscovered"], await EventsAsync(Anchor(i)));
        }
    }

    private async Task<List<string>> EventsAsync(string anchor)
    {
        var events = new List<string>();
        await foreach (var recorded in store.ReadStreamAsync(StreamName.Entry(new EntryKey(System, EntryKind.Account, anchor)), TestContext.Current.CancellationToken))
        {
            events.Add(recorded.Event.GetType().Name);
        }

        return events;
    }
}
