using SyncEngine.Capture;
using SyncEngine.Model;
using Xunit;

namespace SyncEngine.Testing.Contracts;

/// <summary>What every source keeps to. Inherit it in a test project and give a source over a system that holds something.</summary>
public abstract class SourceContract : IAsyncLifetime
{
    private SourceUnderTest? opened;

    /// <summary>The source of the running test.</summary>
    protected ISource Source => Opened.Source;

    /// <summary>Cancelled when the test is.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private SourceUnderTest Opened => opened ?? throw new InvalidOperationException("The test has not begun.");

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => opened = await OpenSourceAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (opened is not null)
        {
            await opened.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Gives a source over a system that holds at least five records, among them a unit inside a unit.</summary>
    protected abstract Task<SourceUnderTest> OpenSourceAsync();

    [Fact]
    public async Task A_reading_ends_with_exactly_one_receipt_on_its_last_batch_and_its_counts_are_right()
    {
        var batches = await Read(2);
        var records = batches.SelectMany(b => b.Records).Where(r => !r.Deleted).ToArray();

        Assert.All(batches[..^1], batch => Assert.Null(batch.Receipt));
        var receipt = batches[^1].Receipt;
        Assert.NotNull(receipt);
        Assert.True(receipt.Complete, string.Join("; ", receipt.Problems.Select(p => p.Message)));
        Assert.DoesNotContain(receipt.Problems, problem => problem.Breaking);
        Assert.Equal(Source.Name, receipt.System);
        Assert.NotEmpty(receipt.Identity);
        Assert.Equal(
            (records.Count(r => r.Kind == EntryKind.Account), records.Count(r => r.Kind == EntryKind.Group), records.Count(r => r.Kind == EntryKind.Unit)),
            (receipt.Accounts, receipt.Groups, receipt.Units));
        Assert.True(records.Length >= 5, "The suite needs a system that holds at least five records.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(ReadRequest.BatchSizeDefault)]
    public async Task No_batch_is_larger_than_asked_for(int batchSize) =>
        Assert.All(await Read(batchSize), batch => Assert.InRange(batch.Records.Count, 0, batchSize));

    [Fact]
    public async Task Units_come_before_what_is_inside_them_and_every_parent_is_a_unit_that_was_given()
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        var nested = false;
        foreach (var record in Records(await Read()))
        {
            Assert.True(record.Parent is null || given.Contains(record.Parent), $"{record.Kind} '{record.Anchor}' came before its unit '{record.Parent}'.");
            if (record.Kind == EntryKind.Unit)
            {
                given.Add(record.Anchor);
                nested |= record.Parent is not null;
            }
        }

        Assert.True(nested, "The suite needs a unit inside a unit.");
    }

    [Fact]
    public async Task Every_record_has_an_anchor_that_no_other_of_its_kind_has()
    {
        var records = Records(await Read());

        Assert.All(records, record => Assert.NotEmpty(record.Anchor));
        Assert.Empty(records.GroupBy(r => (r.Kind, r.Anchor)).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public async Task Reading_twice_gives_the_same()
    {
        var first = await Read();
        var second = await Read(3);

        Assert.Equal(Described(first), Described(second));
        Assert.Equal(first[^1].Receipt!.Identity, second[^1].Receipt!.Identity);
        Assert.Equal(first[^1].Receipt!.Snapshot, second[^1].Receipt!.Snapshot);
    }

    [Fact]
    public async Task A_cancelled_reading_is_cancelled_and_not_taken_for_the_end()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var receipts = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in Source.ReadAsync(new ReadRequest { BatchSize = 1 }, cancel.Token))
            {
                receipts += batch.Receipt is null ? 0 : 1;
                await cancel.CancelAsync();
            }
        });

        Assert.Equal(0, receipts);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Source.ConfirmAsync([Key(EntryKind.Account, "1")], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_reading_that_is_given_up_halfway_does_not_harm_the_next_one()
    {
        await foreach (var _ in Source.ReadAsync(new ReadRequest { BatchSize = 1 }, Token))
        {
            break;
        }

        Assert.True((await Read())[^1].Receipt!.Complete);
    }

    [Fact]
    public async Task What_was_read_is_confirmed_as_present_in_the_order_asked_for()
    {
        var batches = await Read();
        var keys = Records(batches).Where(r => !r.Deleted).Select(r => Key(r.Kind, r.Anchor)).Reverse().ToArray();

        var answers = await Source.ConfirmAsync(keys, Token);

        Assert.Equal(keys, answers.Select(a => a.Key));
        var allowed = batches[^1].Receipt!.Snapshot is null ? ConfirmationAnswer.Present : ConfirmationAnswer.CannotTell;
        Assert.All(answers, a => Assert.Contains(a.Answer, new[] { ConfirmationAnswer.Present, allowed }));
        Assert.All(answers, a => Assert.NotEmpty(a.Evidence));
        Assert.Empty(await Source.ConfirmAsync([], Token));
    }

    [Fact]
    public async Task What_never_was_is_confirmed_as_gone_or_not_at_all()
    {
        var known = Records(await Read()).First(r => r is { Kind: EntryKind.Account, Deleted: false });
        EntryKey[] keys =
        [
            Key(EntryKind.Account, "00000000-0000-4000-8000-000000000000"), Key(EntryKind.Account, known.Anchor), Key(EntryKind.Account, "999999999"),
            Key(EntryKind.Account, "no such )(*\\ anchor/ё"), Key(EntryKind.Unit, "999999998"), Key(EntryKind.Group, "999999997"),
        ];

        var answers = await Source.ConfirmAsync(keys, Token);

        Assert.Equal(keys, answers.Select(a => a.Key));
        Assert.All(
            answers.Where(a => a.Key.Anchor != known.Anchor),
            a => Assert.Contains(a.Answer, new[] { ConfirmationAnswer.Gone, ConfirmationAnswer.CannotTell }));
        Assert.NotEqual(ConfirmationAnswer.Gone, answers[1].Answer);
    }

    [Fact]
    public async Task An_interrupted_reading_ends_incomplete_and_says_why_and_is_not_thrown()
    {
        Assert.SkipWhen(Opened.Interrupt is null, "This source cannot be interrupted by a test.");
        await Opened.Interrupt!();

        var batches = await Read(1);

        Assert.All(batches[..^1], batch => Assert.Null(batch.Receipt));
        var receipt = batches[^1].Receipt;
        Assert.NotNull(receipt);
        Assert.False(receipt.Complete);
        Assert.Contains(receipt.Problems, problem => problem is { Breaking: true, Code.Length: > 0, Message.Length: > 0 });
    }

    [Fact]
    public async Task Changes_read_right_after_a_full_reading_are_complete_and_doubt_nothing_that_was_read()
    {
        var full = await Read();
        var receipt = full[^1].Receipt!;
        Assert.Equal(ReadMode.Full, receipt.Mode);
        Assert.False(receipt.FullReadNeeded);
        if (receipt.Cursor is null)
        {
            // It does not tell its changes, and is never asked for them by a cursor of its own.
            return;
        }

        var changes = await Read(1, receipt.Cursor);

        Assert.All(changes[..^1], batch => Assert.Null(batch.Receipt));
        var told = changes[^1].Receipt!;
        Assert.True(told.Complete, string.Join("; ", told.Problems.Select(p => p.Message)));
        Assert.Equal((ReadMode.Delta, false, receipt.Identity), (told.Mode, told.FullReadNeeded, told.Identity));
        Assert.NotNull(told.Cursor);
        Assert.All(changes, batch => Assert.InRange(batch.Records.Count, 0, 1));
        var read = Records(full).ToDictionary(r => (r.Kind, r.Anchor));
        Assert.Empty(changes.SelectMany(batch => batch.InDoubt).Intersect(read.Keys.Select(key => key.Anchor), StringComparer.Ordinal));
        Assert.Empty(Records(changes).Where(r => r.Deleted && read.TryGetValue((r.Kind, r.Anchor), out var known) && !known.Deleted));
        Assert.Equal(
            (Count(changes, EntryKind.Account), Count(changes, EntryKind.Group), Count(changes, EntryKind.Unit)), (told.Accounts, told.Groups, told.Units));

        Assert.True((await Read(since: told.Cursor))[^1].Receipt!.Complete);
    }

    [Fact]
    public async Task A_cursor_that_is_not_its_own_makes_it_ask_for_a_full_reading_and_give_nothing_or_read_in_full()
    {
        foreach (var cursor in new[] { "", "no cursor of yours", "\u0000;=,\n" })
        {
            var batches = await Read(since: new Cursor(cursor));

            var receipt = batches[^1].Receipt!;
            if (receipt.Mode == ReadMode.Full)
            {
                Assert.True(receipt.Complete);
                continue;
            }

            Assert.True(receipt.FullReadNeeded);
            Assert.False(receipt.Complete);
            Assert.Contains(receipt.Problems, problem => problem is { Breaking: true, Code.Length: > 0, Message.Length: > 0 });
            Assert.Empty(Records(batches));
            Assert.Empty(batches.SelectMany(batch => batch.InDoubt));
        }
    }

    private static int Count(IEnumerable<SourceBatch> batches, EntryKind kind) => Records(batches).Count(r => r.Kind == kind && !r.Deleted);

    private static SourceRecord[] Records(IEnumerable<SourceBatch> batches) => [.. batches.SelectMany(batch => batch.Records)];

    private static string[] Described(IEnumerable<SourceBatch> batches) =>
    [
        .. Records(batches).Select(r => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{r.Kind} {r.Anchor} {r.Enabled} {r.Deleted} {r.Parent} {r.Attributes} "
            + $"[{string.Join(',', r.Members.Order(StringComparer.Ordinal))}] {r.MembersComplete}"))
            .Order(StringComparer.Ordinal),
    ];

    private EntryKey Key(EntryKind kind, string anchor) => new(Source.Name, kind, anchor);

    private async Task<SourceBatch[]> Read(int batchSize = ReadRequest.BatchSizeDefault, Cursor? since = null) =>
        await Source.ReadAsync(new ReadRequest { BatchSize = batchSize, Since = since }, Token).ToArrayAsync(Token);
}
