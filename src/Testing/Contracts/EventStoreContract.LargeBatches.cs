using SyncEngine.History;
using SyncEngine.Model;
using Xunit;

namespace SyncEngine.Testing.Contracts;

// Large batches, which a store may write in another way than small ones: the promises are the same.
public abstract partial class EventStoreContract
{
    private const int LargeBatch = 5_000;

    [Fact]
    public async Task A_large_batch_of_old_and_new_streams_is_appended_like_a_small_one()
    {
        await Append([.. Enumerable.Range(0, LargeBatch / 2).Select(i => To(Account($"{i}"), 0, Discovered(i)))]);
        var metadata = Metadata("анна@corp.example");

        await Store.Events.AppendAsync(
            [
                .. Enumerable.Range(0, LargeBatch).Select(i => i < LargeBatch / 2
                    ? To(Account($"{i}"), 1, new EntryDisabled(EventSamples.Print(i)), new EntryMissed("export 7"))
                    : To(Account($"{i}"), 0, Discovered(i), new EntryDisabled(EventSamples.Print(i)))),
                To(StreamName.System(Directory), 0, new SystemIdentified("S-1")),
            ],
            metadata,
            Token);

        var all = await ReadAll();
        Assert.Equal((LargeBatch / 2) + (2 * LargeBatch) + 1, all.Count);
        Assert.All(all.Skip(LargeBatch / 2), e => Assert.Equal(metadata, e.Metadata));
        Assert.All(all.GroupBy(e => e.Stream), stream => Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(e => e.Version)));
        var folded = all.Where(e => e.Stream.TryEntry() is not null).GroupBy(e => e.Stream.TryEntry()!.Value)
            .ToDictionary(stream => stream.Key, stream => stream.Aggregate(EntryEvolution.Initial(stream.Key), (state, e) => EntryEvolution.Evolve(state, e.Event)));
        var kept = await Store.Entries.ReadAllAsync(Directory, EntryKind.Account, Token).ToListAsync(Token);
        Assert.Equal(LargeBatch, kept.Count);
        Assert.All(kept, state => Assert.Equal(Json(folded[state.Key]), Json(state)));
        Assert.Equal(
            folded.Values.Select(s => new KnownEntry(s.Key, s.Fingerprint, s.Presence)).OrderBy(k => k.Key),
            await Store.Known.ReadIndexAsync(Directory, Token).OrderBy(k => k.Key).ToListAsync(Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_large_batch_with_one_conflict_names_the_stream_and_stores_nothing(long expected)
    {
        await Append(To(Account("1234"), 0, Discovered(), new EntryDisabled(EventSamples.Print(2))));

        var refusal = await Assert.ThrowsAsync<ConcurrentAppendException>(() => Append(
            [.. Enumerable.Range(0, 2_000).Select(i => To(Account($"{i}"), i == 1_234 ? expected : 0, Discovered(i)))]));

        Assert.Equal(StreamName.Entry(Account("1234")), refusal.Stream);
        Assert.Equal(2, (await ReadAll()).Count);
        Assert.Equal([Account("1234")], await Store.Known.ReadIndexAsync(Directory, Token).Select(k => k.Key).ToListAsync(Token));
        await Append([.. Enumerable.Range(0, 2_000).Select(i => To(Account($"{i}"), i == 1_234 ? 2 : 0, Discovered(i)))]);
    }

    [Fact]
    public async Task Large_batches_that_race_for_the_same_new_streams_are_stored_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(
            async () => await Record.ExceptionAsync(() => Append(
                [.. Enumerable.Range(0, 1_000).OrderBy(n => (n * 7_919 * (i + 1)) % 1_000).Select(n => To(Account($"{n}"), 0, Discovered(n)))])),
            Token)));

        Assert.Single(results, result => result is null);
        Assert.All(results.OfType<Exception>(), e => Assert.IsType<ConcurrentAppendException>(e));
        Assert.Equal(1_000, (await ReadAll()).Count);
    }

    [Fact]
    public async Task A_large_batch_of_plans_and_runs_too_leaves_their_views_right()
    {
        var run = new RunId(Guid.CreateVersion7());

        await Append(
            [
                To(StreamName.Run(run), 0, new Provisioning.RunStarted(Staff, Provisioning.RunPurpose.Prepare, null, "0.1.0")),
                .. Enumerable.Range(0, 1_000).Select(i => To(Account($"{i}"), 0, Discovered(i))),
            ]);

        Assert.Equal([run], (await Store.Runs.ListRunsAsync(Staff, 10, Token)).Select(v => v.Id));
        Assert.Equal(1_000, await Store.Known.ReadIndexAsync(Directory, Token).CountAsync(Token));
    }
}
