using SyncEngine.History;
using SyncEngine.Model;
using Xunit;

namespace SyncEngine.Testing.Contracts;

// Appending: versions, expectations, all or nothing.
public abstract partial class EventStoreContract
{
    [Fact]
    public async Task Appended_events_come_back_in_order_with_versions_from_one_and_rising_sequences()
    {
        await Append(To(Account("a"), 0, Discovered(), new EntryDisabled(EventSamples.Print(2))));
        await Append(To(Account("a"), 2, new EntryEnabled(EventSamples.Print(3))));

        var read = await Read(StreamName.Entry(Account("a")));

        Assert.Equal([1L, 2L, 3L], read.Select(e => e.Version));
        Assert.Equal([typeof(EntryDiscovered), typeof(EntryDisabled), typeof(EntryEnabled)], read.Select(e => e.Event.GetType()));
        Assert.True(read[0].Sequence > 0 && read[0].Sequence < read[1].Sequence && read[1].Sequence < read[2].Sequence);
        Assert.All(read, e => Assert.Equal(StreamName.Entry(Account("a")), e.Stream));
    }

    [Fact]
    public async Task A_stream_that_was_never_appended_to_has_no_events() => Assert.Empty(await Read(StreamName.Entry(Account("nobody"))));

    [Fact]
    public async Task Run_actor_and_time_come_back_with_every_event()
    {
        var metadata = Metadata("анна@corp.example");
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        await Store.Events.AppendAsync([To(Account("a"), 0, Discovered()), To(StreamName.System(Directory), 0, new SystemIdentified("S-1"))], metadata, Token);

        Assert.All(await ReadAll(), e =>
        {
            Assert.Equal(metadata, e.Metadata);
            Assert.InRange(e.At, before, TimeProvider.System.GetUtcNow().AddSeconds(1));
            Assert.Equal(TimeSpan.Zero, e.At.Offset);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Another_version_than_expected_refuses_and_names_the_stream(long expected)
    {
        await Append(To(Account("a"), 0, Discovered(), new EntryDisabled(EventSamples.Print(2))));

        var refusal = await Assert.ThrowsAsync<ConcurrentAppendException>(() => Append(To(Account("a"), expected, new EntryEnabled(EventSamples.Print(3)))));

        Assert.Equal(StreamName.Entry(Account("a")), refusal.Stream);
        Assert.Equal(2, (await Read(StreamName.Entry(Account("a")))).Count);
    }

    [Fact]
    public async Task A_stream_expected_to_exist_that_does_not_refuses()
    {
        await Assert.ThrowsAsync<ConcurrentAppendException>(() => Append(To(Account("a"), 2, Discovered())));

        Assert.Empty(await ReadAll());
    }

    [Fact]
    public async Task One_refused_stream_refuses_the_whole_batch_and_leaves_no_state_behind()
    {
        await Append(To(Account("b"), 0, Discovered()));

        await Assert.ThrowsAsync<ConcurrentAppendException>(() => Append(
            To(Account("a"), 0, Discovered()), To(Account("b"), 0, Discovered(2)), To(Account("c"), 0, Discovered())));

        Assert.Equal([StreamName.Entry(Account("b"))], (await ReadAll()).Select(e => e.Stream));
        Assert.Equal([Account("b")], await Store.Known.ReadIndexAsync(Directory, Token).Select(k => k.Key).ToListAsync(Token));
        await Append(To(Account("a"), 0, Discovered()));
    }

    [Fact]
    public async Task Several_streams_old_and_new_are_appended_in_one_go_each_in_its_order()
    {
        await Append(To(Account("old"), 0, Discovered()));

        await Append(
            To(Account("new"), 0, Discovered(), new EntryDisabled(EventSamples.Print(2)), new EntryEnabled(EventSamples.Print(3))),
            To(Account("old"), 1, new EntryDisabled(EventSamples.Print(4)), new EntryEnabled(EventSamples.Print(5))),
            To(StreamName.System(Directory), 0, new SystemIdentified("S-1")));

        var all = await ReadAll();
        Assert.Equal(7, all.Count);
        Assert.All(all.GroupBy(e => e.Stream), stream => Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(e => e.Version)));
    }

    [Fact]
    public async Task Nothing_to_append_is_no_error_and_appends_nothing()
    {
        await Append();

        Assert.Equal(0, await Store.Events.ReadLastSequenceAsync(Token));
    }

    [Fact]
    public async Task A_batch_that_breaks_the_rules_is_refused_with_the_streams_name()
    {
        var twice = await Assert.ThrowsAsync<ArgumentException>(() => Append(To(Account("a"), 0, Discovered()), To(Account("a"), 1, Discovered())));
        var empty = await Assert.ThrowsAsync<ArgumentException>(() => Append(To(Account("b"), 0)));
        var tooLong = await Assert.ThrowsAsync<ArgumentException>(() => Append(To(Account(new string('x', StreamName.LengthMax)), 0, Discovered())));

        Assert.Contains("entry:corp-ad/account/a", twice.Message, StringComparison.Ordinal);
        Assert.Contains("entry:corp-ad/account/b", empty.Message, StringComparison.Ordinal);
        Assert.Contains("700", tooLong.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadAll());
    }

    [Fact]
    public async Task Of_writers_that_race_for_one_stream_one_wins_and_the_others_are_told()
    {
        await Append(To(Account("a"), 0, Discovered()));

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () => await Record.ExceptionAsync(() => Append(
                To(Account("a"), 1, new EntryDisabled(EventSamples.Print(i))), To(Account($"n{i}"), 0, Discovered()))),
            Token)));

        Assert.Single(results, result => result is null);
        Assert.All(results.OfType<Exception>(), e => Assert.IsType<ConcurrentAppendException>(e));
        Assert.Equal(2, (await Read(StreamName.Entry(Account("a")))).Count);
        Assert.Equal(2, await Store.Known.ReadIndexAsync(Directory, Token).CountAsync(Token));
    }

    [Fact]
    public async Task Of_writers_that_race_to_begin_one_stream_one_wins_and_the_others_are_told()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () => await Record.ExceptionAsync(() => Append(To(Account("a"), 0, Discovered(i)))), Token)));

        Assert.Single(results, result => result is null);
        Assert.All(results.OfType<Exception>(), e => Assert.IsType<ConcurrentAppendException>(e));
        Assert.Single(await ReadAll());
    }

    [Fact]
    public async Task A_cancelled_append_stores_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.Events.AppendAsync([To(Account("a"), 0, Discovered())], Metadata(), new CancellationToken(canceled: true)));

        Assert.Empty(await ReadAll());
    }
}
