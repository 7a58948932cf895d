using SyncEngine.History;
using SyncEngine.Model;
using Xunit;

namespace SyncEngine.Testing.Contracts;

// States folded from the events, as of any time.
public abstract partial class EventStoreContract
{
    [Fact]
    public async Task States_as_of_a_sequence_are_those_that_were_kept_then()
    {
        var kept = new List<(long Sequence, EntryState[] States)>();
        var group = new EntryKey(Directory, EntryKind.Group, "a");
        StreamAppend[][] steps =
        [
            [To(Account("ä"), 0, Discovered(1)), To(Account("b"), 0, Discovered(2)), To(group, 0, Discovered(3))],
            [To(Account("b"), 1, new EntryDisabled(EventSamples.Print(4)), new EntryMissed("export 1")), To(StreamName.System(Directory), 0, new SystemIdentified("S-1"))],
            [To(Account("\uFF21"), 0, Discovered(5)), To(Account("🦊"), 0, Discovered(6)), To(new EntryKey(Application, EntryKind.Account, "b"), 0, Discovered(7))],
            [To(Account("ä"), 1, [.. EventSamples.All])],
        ];
        foreach (var step in steps)
        {
            await Append(step);
            kept.Add((
                await Store.Events.ReadLastSequenceAsync(Token),
                await Store.Entries.ReadAllAsync(Directory, EntryKind.Account, Token).ToArrayAsync(Token)));
        }

        foreach (var (sequence, states) in kept)
        {
            Assert.Equal(states.Select(Json), await Store.History.ReadAsync(Directory, EntryKind.Account, sequence, Token).Select(Json).ToArrayAsync(Token));
            var loaded = await Store.History.LoadAsync([Account("b"), Account("🦊"), Account("nobody")], sequence, Token);
            Assert.Equal(
                states.Where(state => state.Key.Anchor is "b" or "🦊").Select(Json),
                loaded.Values.OrderBy(s => s.Key).Select(Json));
        }

        Assert.Empty(await Store.History.ReadAsync(Directory, EntryKind.Account, 0, Token).ToListAsync(Token));
        Assert.Empty(await Store.History.LoadAsync([], long.MaxValue, Token));
        Assert.Equal([group], await Store.History.ReadAsync(Directory, EntryKind.Group, long.MaxValue, Token).Select(s => s.Key).ToListAsync(Token));
    }

    [Fact]
    public async Task Reading_the_past_can_be_broken_off_and_begun_again()
    {
        await Append([.. Enumerable.Range(0, 3_000).Select(i => To(Account($"{i}"), 0, Discovered(i, (AttributeNames.Name, new string('x', 500)))))]);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Account("0"), (await Store.History.ReadAsync(Directory, EntryKind.Account, long.MaxValue, Token).FirstAsync(Token)).Key);
            Assert.Equal(EntryPresence.Present, (await Store.Known.ReadIndexAsync(Directory, Token).FirstAsync(Token)).Presence);
        }

        Assert.Equal(3_000, await Store.History.ReadAsync(Directory, EntryKind.Account, long.MaxValue, Token).CountAsync(Token));
    }

    [Fact]
    public async Task The_last_sequence_at_a_time_is_found()
    {
        Assert.Equal(0, await Store.History.FindSequenceAsync(DateTimeOffset.MaxValue, Token));
        for (var i = 0; i < 5; i++)
        {
            await Append(To(Account($"{i}"), 0, Discovered(i), new EntryMissed("x")));
        }

        var all = await ReadAll();

        Assert.Equal(0, await Store.History.FindSequenceAsync(all[0].At.AddTicks(-10), Token));
        foreach (var at in all.Select(e => e.At).Distinct())
        {
            var expected = all.Last(e => e.At <= at).Sequence;
            Assert.Equal(expected, await Store.History.FindSequenceAsync(at, Token));
            Assert.Equal(expected, await Store.History.FindSequenceAsync(at.ToOffset(TimeSpan.FromHours(9)), Token));
        }

        Assert.Equal(all[^1].Sequence, await Store.History.FindSequenceAsync(all[^1].At.AddYears(1), Token));
    }

    [Fact]
    public async Task Rebuilt_states_are_those_that_were_kept()
    {
        Assert.Equal(new RebuildReport(0, 0), await Store.History.RebuildAsync(Token));
        await Append(
            To(Account("a"), 0, [.. EventSamples.All]), To(new EntryKey(Application, EntryKind.Unit, "b"), 0, Discovered(3)),
            To(Account("c"), 0, Discovered(1, (AttributeNames.Email, "eva@corp.example"))), To(StreamName.System(Directory), 0, new SystemIdentified("S-1")));
        await Append(To(Account("c"), 1, new EntryMissed("x")));
        var before = await Store.Entries.ReadAllAsync(Directory, EntryKind.Account, Token).Select(Json).ToListAsync(Token);

        var report = await Store.History.RebuildAsync(Token);

        Assert.Equal(new RebuildReport(EventSamples.All.Length + 3, 3), report);
        Assert.Equal(before, await Store.Entries.ReadAllAsync(Directory, EntryKind.Account, Token).Select(Json).ToListAsync(Token));
        Assert.Equal(Account("c"), Assert.Single(await Store.Entries.FindAccountsAsync("eva@corp.example", 10, Token)).Key);
        Assert.Equal(2, await Store.Known.ReadIndexAsync(Directory, Token).CountAsync(Token));
        await Append(To(Account("c"), 2, new EntryDisabled(EventSamples.Print(2))));
        Assert.Equal(3, (await Store.Known.LoadAsync([Account("c")], Token))[Account("c")].Version);
    }
}
