using SyncEngine.History;
using SyncEngine.Model;
using Xunit;

namespace SyncEngine.Testing.Contracts;

// Reading the log: every event as it was written, every text as it was given.
public abstract partial class EventStoreContract
{
    /// <summary>Texts that have broken stores before.</summary>
    public static TheoryData<string> OddTexts { get; } =
    [
        "Щукина Ёлка",
        "🦊👩‍👩‍👧",
        "'; drop table mt_events; --",
        "\\u0041 \\\" %s {0} $1 \\u0000",
        "{\"a\":[1,2]}",
        "tab\tnew\nline\r\u0001\u007f\u2028",
        "a/b/c",
        "e\u0301 vs é",
        "İstanbul ıI ß ﬁ",
        "\uFFFD\uE000\U0010FFFF",
    ];

    [Fact]
    public async Task Every_kind_of_event_comes_back_as_it_was_written()
    {
        Assert.Equal(EngineEvents.Map.All.Select(e => e.Value), EventSamples.All.Select(e => e.GetType()));
        var stream = StreamName.Sync(Staff);

        await Append(To(stream, 0, [.. EventSamples.All]));

        Assert.Equal(EventSamples.All.Select(Json), (await Read(stream)).Select(e => Json(e.Event)));
    }

    [Theory]
    [MemberData(nameof(OddTexts))]
    public async Task Odd_texts_come_back_as_they_were_written(string text)
    {
        var key = Account(text);

        await Append(To(key, 0, Discovered(1, (AttributeNames.Name, text), (text, "value"))));

        Assert.Equal(text, ((EntryDiscovered)Assert.Single(await Read(StreamName.Entry(key))).Event).Attributes[AttributeNames.Name]);
        var state = Assert.Single(await Store.Entries.ReadAllAsync(Directory, EntryKind.Account, Token).ToListAsync(Token));
        Assert.Equal((key, text, "value"), (state.Key, state.Attributes[AttributeNames.Name], state.Attributes[text]));
        Assert.Equal(key, Assert.Single(await Store.Known.LoadAsync([key], Token)).Key);
        Assert.Equal(key, (await Store.Known.ReadIndexAsync(Directory, Token).SingleAsync(Token)).Key);
    }

    [Theory]
    [InlineData("ж")]
    [InlineData("x")]
    [InlineData("🦊")]
    [InlineData("\uFF21")]
    public async Task Names_up_to_the_limit_can_be_stored_in_any_script(string letter)
    {
        // Random, since a repeated letter would be compressed away by a database.
        var random = new Random(1);
        string Odd(int length) => string.Concat(Enumerable.Range(0, length / letter.Length).Select(_ =>
            char.ConvertFromUtf32(char.ConvertToUtf32(letter, 0) + random.Next(letter == "x" ? 2 : 20))));
        var key = Account(Odd(StreamName.LengthMax - StreamName.Entry(Account("")).Value.Length));
        var login = Odd(4_096);

        await Append(To(key, 0, Discovered(1, (AttributeNames.Login, login))));

        Assert.Single(await Store.Known.LoadAsync([key], Token));
        Assert.Single(await Store.Entries.ReadAllAsync(Directory, EntryKind.Account, Token).ToListAsync(Token));
        Assert.Single(await Store.Entries.FindAccountsAsync(key.Anchor, 10, Token));
        Assert.Single(await Store.Entries.FindAccountsAsync(login, 10, Token));
    }

    [Fact]
    public async Task A_text_with_a_NUL_character_refuses_the_batch_with_a_clear_error()
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(
            () => Append(To(Account("a"), 0, Discovered()), To(Account("b"), 0, Discovered(1, (AttributeNames.Name, "a\0b")))));

        Assert.Equal("StoreUnstorableText", refusal.Code);
        Assert.Empty(await ReadAll());
    }

    [Fact]
    public async Task The_log_can_be_read_in_slices_that_neither_overlap_nor_leave_out()
    {
        for (var i = 0; i < 5; i++)
        {
            await Append(To(Account($"a{i}"), 0, Discovered(), new EntryDisabled(EventSamples.Print(i))));
        }

        var all = await ReadAll();
        var middle = all[3].Sequence;

        Assert.Equal(10, all.Count);
        Assert.Equal(all.Select(e => e.Sequence).Order(), all.Select(e => e.Sequence));
        Assert.Equal(all.Take(4).Select(e => e.Sequence), (await ReadAll(0, middle)).Select(e => e.Sequence));
        Assert.Equal(all.Skip(4).Select(e => e.Sequence), (await ReadAll(middle)).Select(e => e.Sequence));
        Assert.Empty(await ReadAll(all[^1].Sequence));
        Assert.Empty(await ReadAll(middle, middle));
    }

    [Fact]
    public async Task The_last_sequence_is_that_of_the_last_event_and_zero_for_an_empty_store()
    {
        Assert.Equal(0, await Store.Events.ReadLastSequenceAsync(Token));

        await Append(To(Account("a"), 0, Discovered()), To(Account("b"), 0, Discovered()));
        await Assert.ThrowsAsync<ConcurrentAppendException>(() => Append(To(Account("a"), 0, Discovered())));

        Assert.Equal((await ReadAll())[^1].Sequence, await Store.Events.ReadLastSequenceAsync(Token));
    }

    [Fact]
    public async Task What_the_last_sequence_covers_never_changes_afterwards_however_many_write()
    {
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(
            async () =>
            {
                for (var i = 0; i < 25; i++)
                {
                    await Append([.. Enumerable.Range(0, 5).Select(j => To(Account($"{w}-{i}-{j}"), 0, Discovered()))]);
                }
            },
            Token)).ToArray();
        var seen = new List<(long UpTo, int Count)>();
        while (!writers.All(w => w.IsCompleted))
        {
            var last = await Store.Events.ReadLastSequenceAsync(Token);
            seen.Add((last, (await ReadAll(0, last)).Count));
        }

        await Task.WhenAll(writers);

        var all = await ReadAll();
        Assert.Equal(500, all.Count);
        Assert.All(seen, s => Assert.Equal(s.Count, all.Count(e => e.Sequence <= s.UpTo)));
    }

    [Fact]
    public async Task Appending_between_two_readings_does_not_disturb_the_one_that_runs()
    {
        await Append(To(Account("a"), 0, Discovered()));
        await Append(To(Account("b"), 0, Discovered()));
        var read = new List<StreamName>();

        await foreach (var recorded in Store.Events.ReadAllAsync(0, await Store.Events.ReadLastSequenceAsync(Token), Token))
        {
            read.Add(recorded.Stream);
            await Append(To(Account($"during-{read.Count}"), 0, Discovered()));
        }

        Assert.Equal([StreamName.Entry(Account("a")), StreamName.Entry(Account("b"))], read);
    }
}
