using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using static SyncEngine.Tests.Engine.CaptureRig;

namespace SyncEngine.Tests.Engine;

/// <summary>Reading changes: when it is done, what it concludes, what it asks for, and when the cursor moves.</summary>
public sealed class DeltaReadingTests
{
    private readonly CaptureRig rig = new(
        Unit("u"), Person("ann", "u"), Person("ben", "u", manager: "ann"), Person("cat"), Group("g", "ann", "ben"), Group("h", "cat"));

    [Fact]
    public async Task The_first_reading_is_full_and_the_next_one_gives_only_what_changed()
    {
        Assert.Equal(ReadMode.Full, (await rig.CaptureAsync()).Mode);
        Change("cat", record => record with { Enabled = false });

        var receipt = await rig.CaptureAsync();

        Assert.Equal((ReadMode.Delta, true, 1), (receipt.Mode, receipt.Complete, receipt.Accounts));
        Assert.Equal(["EntryDiscovered", "EntryDisabled"], await rig.EventsAsync(EntryKind.Account, "cat"));
        Assert.Equal(["EntryDiscovered"], await rig.EventsAsync(EntryKind.Account, "ann"));
        Assert.Empty(rig.Source.Asked);
    }

    [Fact]
    public async Task A_reading_of_changes_without_changes_gives_no_event_but_the_cursor()
    {
        await rig.CaptureAsync();
        var before = await rig.Store.ReadLastSequenceAsync(TestContext.Current.CancellationToken);

        await rig.CaptureAsync();

        Assert.Equal(before + 1, await rig.Store.ReadLastSequenceAsync(TestContext.Current.CancellationToken));
        Assert.Equal([ReadMode.Full, ReadMode.Delta], (await rig.CursorsAsync()).Select(c => c.Mode));
    }

    [Fact]
    public async Task Who_named_somebody_who_was_gone_and_is_back_outside_is_asked_again()
    {
        rig.Source.Records.Add(Group("far", "outsider"));
        await rig.CaptureAsync();
        rig.Source.Records[^1] = Group("far");
        rig.Source.Untold.Add("far");

        var receipt = await rig.CaptureAsync(new ArrivingElsewhere(rig.Source, "outsider"), ReadMode.Delta);

        Assert.Equal((ReadMode.Delta, true), (receipt.Mode, receipt.Complete));
        Assert.Equal(["far"], rig.Source.Asked.Select(key => key.Anchor));
        Assert.Empty((await rig.StateAsync(EntryKind.Group, "far"))!.Members);
    }

    [Fact]
    public async Task After_a_day_and_when_wanted_everything_is_read_again()
    {
        await rig.CaptureAsync();
        rig.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(ReadMode.Delta, (await rig.CaptureAsync()).Mode);
        Assert.Equal(ReadMode.Full, (await rig.CaptureAsync(ReadMode.Full)).Mode);
        rig.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(ReadMode.Full, (await rig.CaptureAsync()).Mode);
        rig.Bounds.FullReadEvery = TimeSpan.Zero;
        Assert.Equal(ReadMode.Full, (await rig.CaptureAsync()).Mode);
    }

    [Fact]
    public async Task A_clock_that_was_far_ahead_once_does_not_put_off_the_full_reading()
    {
        var ahead = new CaptureRig(Person("ann"));
        ahead.Time.Advance(TimeSpan.FromDays(3_000));
        await ahead.CaptureAsync();
        var back = new FakeTimeProvider(ahead.Time.GetUtcNow().AddDays(-2_990));

        Assert.Equal(ReadMode.Full, (await ahead.CaptureAsync(ahead.Source, ReadMode.Delta, back)).Mode);
    }

    [Fact]
    public async Task Another_run_that_moves_the_cursor_meanwhile_ends_neither()
    {
        await rig.CaptureAsync();
        Change("cat", record => record with { Enabled = false });
        rig.Source.BeforeBatch = async (_, _) =>
        {
            rig.Source.BeforeBatch = null;
            await rig.CaptureAsync();
        };

        Assert.True((await rig.CaptureAsync()).Complete);

        Assert.Equal(2, (await rig.CursorsAsync()).Length);
        Assert.Equal(ReadMode.Delta, (await rig.CaptureAsync()).Mode);
        Assert.Equal(["EntryDiscovered", "EntryDisabled"], await rig.EventsAsync(EntryKind.Account, "cat"));
    }

    [Fact]
    public async Task A_tombstone_in_the_changes_is_proof_and_who_named_the_deleted_is_asked_again()
    {
        await rig.CaptureAsync();
        Change("ann", record => record with { Deleted = true });
        // Real directories drop the links and report neither the group nor the report.
        Change("g", record => record with { Members = ["ben"] });
        Change("ben", record => Person("ben", "u"));
        rig.Source.Untold.UnionWith(["g", "ben"]);

        Assert.True((await rig.CaptureAsync()).Complete);

        Assert.Equal((EntryPresence.Disappeared, DisappearanceReason.Deleted), await PresenceAsync("ann"));
        Assert.Equal(["ben"], (await rig.StateAsync(EntryKind.Group, "g"))!.Members);
        Assert.Null((await rig.StateAsync(EntryKind.Account, "ben"))!.Attributes[AttributeNames.Manager]);
        Assert.Equal([Key(EntryKind.Account, "ben"), Key(EntryKind.Group, "g")], rig.Source.Asked);
    }

    [Fact]
    public async Task Who_comes_back_brings_back_who_names_it()
    {
        var ann = rig.Source.Records.Single(r => r.Anchor == "ann");
        await rig.CaptureAsync();
        Change("ann", record => record with { Deleted = true });
        Change("g", record => record with { Members = ["ben"] });
        await rig.CaptureAsync();
        Change("ann", _ => ann with { Enabled = true });
        Change("g", record => record with { Members = ["ann", "ben"] });
        rig.Source.Untold.Add("g");

        await rig.CaptureAsync();

        Assert.Equal(EntryPresence.Present, (await PresenceAsync("ann")).Presence);
        Assert.Equal(["ann", "ben"], (await rig.StateAsync(EntryKind.Group, "g"))!.Members);
    }

    [Theory]
    [InlineData(ConfirmationAnswer.Deleted, EntryPresence.Disappeared)]
    [InlineData(ConfirmationAnswer.Elsewhere, EntryPresence.Disappeared)]
    [InlineData(ConfirmationAnswer.Gone, EntryPresence.Present)]
    [InlineData(ConfirmationAnswer.CannotTell, EntryPresence.Present)]
    public async Task Who_is_in_doubt_is_asked_for_and_only_a_tombstone_or_another_place_counts(ConfirmationAnswer answer, EntryPresence expected)
    {
        await rig.CaptureAsync();
        rig.Source.Records.RemoveAll(r => r.Anchor == "cat");
        rig.Source.Answers["cat"] = answer;

        Assert.True((await rig.CaptureAsync()).Complete);

        Assert.Equal([Key(EntryKind.Account, "cat")], rig.Source.Asked.Where(key => key.Anchor == "cat"));
        Assert.Equal(expected, (await PresenceAsync("cat")).Presence);
        // What could not be told is asked again: the cursor stays.
        Assert.Equal(answer == ConfirmationAnswer.CannotTell ? 1 : 2, (await rig.CursorsAsync()).Length);
    }

    [Fact]
    public async Task A_gone_answer_in_a_delta_is_settled_by_the_next_full_reading()
    {
        await rig.CaptureAsync();
        rig.Source.Records.RemoveAll(r => r.Anchor == "cat");
        await rig.CaptureAsync();
        Assert.Equal(EntryPresence.Present, (await PresenceAsync("cat")).Presence);

        await rig.CaptureAsync(ReadMode.Full);

        Assert.Equal((EntryPresence.Disappeared, DisappearanceReason.Absent), await PresenceAsync("cat"));
    }

    [Fact]
    public async Task A_member_that_turns_out_to_be_deleted_is_dropped_from_its_groups()
    {
        await rig.CaptureAsync();
        rig.Source.Records.RemoveAll(r => r.Anchor == "cat");
        rig.Source.Answers["cat"] = ConfirmationAnswer.Deleted;
        Change("h", record => record with { Members = [] });
        rig.Source.Untold.Add("h");

        await rig.CaptureAsync();

        Assert.Empty((await rig.StateAsync(EntryKind.Group, "h"))!.Members);
    }

    [Fact]
    public async Task A_lost_cursor_means_a_full_reading_at_once_that_says_why()
    {
        await rig.CaptureAsync();
        rig.Source.ForgetCursors();
        rig.Source.Records.RemoveAll(r => r.Anchor == "cat");

        var receipt = await rig.CaptureAsync();

        Assert.Equal((ReadMode.Full, true), (receipt.Mode, receipt.Complete));
        Assert.Contains(receipt.Problems, p => p is { Code: "CursorUnknown", Breaking: false });
        Assert.Equal(EntryPresence.Disappeared, (await PresenceAsync("cat")).Presence);
        Assert.Equal([ReadMode.Full, ReadMode.Full], (await rig.CursorsAsync()).Select(c => c.Mode));
    }

    [Fact]
    public async Task An_interrupted_reading_of_changes_keeps_the_cursor_and_the_next_one_gives_the_rest()
    {
        await rig.CaptureAsync();
        foreach (var anchor in new[] { "ann", "ben", "cat", "g", "h" })
        {
            Change(anchor, record => record with { Attributes = record.Attributes.With(AttributeNames.Title, "Chief") });
        }

        rig.Source.FailAfterBatches = 1;
        Assert.False((await rig.CaptureAsync()).Complete);
        Assert.Single(await rig.CursorsAsync());

        rig.Source.FailAfterBatches = null;
        Assert.True((await rig.CaptureAsync()).Complete);

        Assert.Equal(2, (await rig.CursorsAsync()).Length);
        foreach (var anchor in new[] { "ann", "ben", "cat" })
        {
            Assert.Equal(["EntryDiscovered", "EntryChanged"], await rig.EventsAsync(EntryKind.Account, anchor));
        }
    }

    [Fact]
    public async Task A_source_that_gives_everything_for_changes_is_read_in_full()
    {
        await rig.CaptureAsync();
        rig.Source.Records.RemoveAll(r => r.Anchor == "cat");
        var stubborn = new IgnoresCursors(rig.Source);

        var receipt = await rig.CaptureAsync(stubborn, ReadMode.Delta);

        Assert.Equal((ReadMode.Full, true), (receipt.Mode, receipt.Complete));
        Assert.Equal(EntryPresence.Disappeared, (await PresenceAsync("cat")).Presence);
    }

    [Fact]
    public async Task Another_system_behind_the_cursor_stops_the_run()
    {
        await rig.CaptureAsync();
        rig.Source.Identity = "another";
        Change("cat", record => record with { Enabled = false });

        Assert.Equal("IdentityChanged", (await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.CaptureAsync())).Code);
        Assert.True((await rig.StateAsync(EntryKind.Account, "cat"))!.Enabled);
    }

    private void Change(string anchor, Func<SourceRecord, SourceRecord> change)
    {
        var at = rig.Source.Records.FindIndex(record => record.Anchor == anchor);
        rig.Source.Records[at] = change(rig.Source.Records[at]);
    }

    private async Task<(EntryPresence Presence, DisappearanceReason? Reason)> PresenceAsync(string anchor)
    {
        var state = (await rig.StateAsync(EntryKind.Account, anchor))!;
        return (state.Presence, state.Disappearance);
    }

    private sealed class IgnoresCursors(ISource inner) : ISource
    {
        public SystemName Name => inner.Name;

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
            inner.ReadAsync(request with { Since = null }, cancellationToken);

        public Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken) =>
            inner.ConfirmAsync(keys, cancellationToken);
    }

    /// <summary>Says of somebody, beside what the source says, that they arrived outside of what it reads.</summary>
    private sealed class ArrivingElsewhere(ISource inner, string anchor) : ISource
    {
        public SystemName Name => inner.Name;

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
            inner.ReadAsync(request, cancellationToken).Select(batch => batch with { ArrivedElsewhere = [anchor] });

        public Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken) =>
            inner.ConfirmAsync(keys, cancellationToken);
    }
}
