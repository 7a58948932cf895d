using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Testing.Tests;

/// <summary>A scripted source keeps to what every source keeps to, as itself and as an export that cannot be asked.</summary>
public sealed class ScriptedSourceTests : SourceContract
{
    private static readonly SystemName Name = new("corp-ad");

    internal static SourceRecord[] Company { get; } =
    [
        new() { Kind = EntryKind.Account, Anchor = "eva", Parent = "users", Attributes = AttributeSet.Of((AttributeNames.Email, "eva@corp.example")) },
        new() { Kind = EntryKind.Account, Anchor = "ivan", Parent = "corp", Enabled = false },
        new() { Kind = EntryKind.Group, Anchor = "staff", Members = ["eva", "ivan"] },
        new() { Kind = EntryKind.Unit, Anchor = "users", Parent = "corp" },
        new() { Kind = EntryKind.Unit, Anchor = "corp" },
        new() { Kind = EntryKind.Account, Anchor = "left", Deleted = true },
    ];

    protected override Task<SourceUnderTest> OpenSourceAsync()
    {
        var source = new ScriptedSource(Name, Company) { ShuffleSeed = 7 };
        return Task.FromResult(new SourceUnderTest(source, () =>
        {
            source.FailAfterBatches = 2;
            return Task.CompletedTask;
        }));
    }

    [Fact]
    public async Task A_source_that_cannot_be_asked_has_a_snapshot_and_another_one_for_each_version()
    {
        var source = new ScriptedSource(Name, Company) { CanConfirm = false };
        var first = await Receipt(source);
        source.Version++;
        var second = await Receipt(source);

        Assert.NotNull(first.Snapshot);
        Assert.NotEqual(first.Snapshot, second.Snapshot);
        Assert.Equal(ConfirmationAnswer.CannotTell, (await source.ConfirmAsync([new(Name, EntryKind.Account, "gone")], Token))[0].Answer);
    }

    [Fact]
    public async Task Answers_follow_the_records_unless_the_script_says_otherwise()
    {
        var source = new ScriptedSource(Name, Company) { Answers = { ["ivan"] = ConfirmationAnswer.Elsewhere } };

        var answers = await source.ConfirmAsync([.. new[] { "eva", "ivan", "left", "nobody" }.Select(a => new EntryKey(Name, EntryKind.Account, a))], Token);

        Assert.Equal(
            [ConfirmationAnswer.Present, ConfirmationAnswer.Elsewhere, ConfirmationAnswer.Deleted, ConfirmationAnswer.Gone], answers.Select(a => a.Answer));
        Assert.Equal(["eva", "ivan", "left", "nobody"], source.Asked.Select(key => key.Anchor));
    }

    [Fact]
    public async Task A_reading_may_fail_before_its_first_batch_or_after_its_last()
    {
        foreach (var batches in new[] { 0, 1, 99 })
        {
            var read = await new ScriptedSource(Name, Company) { FailAfterBatches = batches }.ReadAsync(new ReadRequest { BatchSize = 2 }, Token).ToArrayAsync(Token);

            Assert.Equal(Math.Min(batches, 3) + 1, read.Length);
            Assert.False(read[^1].Receipt!.Complete);
        }
    }

    [Fact]
    public async Task A_source_that_cannot_start_throws_before_anything_is_read()
    {
        var failure = new ConnectedSystemException(Name, "WrongPassword", "no", "yes");
        var source = new ScriptedSource(Name, Company) { StartFailure = failure };

        Assert.Same(failure, await Assert.ThrowsAsync<ConnectedSystemException>(() => Receipt(source)));
        Assert.Same(failure, await Assert.ThrowsAsync<ConnectedSystemException>(() => source.ConfirmAsync([], Token)));
        Assert.Equal(0, source.Readings);
    }

    private static async Task<Receipt> Receipt(ScriptedSource source) =>
        (await source.ReadAsync(new ReadRequest(), Token).ToArrayAsync(Token))[^1].Receipt!;
}
