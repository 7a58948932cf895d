using System.Collections.Immutable;
using CsCheck;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Tests;

namespace SyncEngine.Tests.History;

/// <summary>The three properties of the decider, over generated stories of one entry, and the rules of absence.</summary>
public sealed class EntryDeciderTests
{
    private static readonly EntryKey Key = new(new SystemName("corp-ad"), EntryKind.Group, "g-1");

    [Fact]
    public void What_is_decided_brings_the_state_to_what_was_observed() => Generate.Observations(Key).List[1, 8].Sample(story =>
    {
        var state = EntryEvolution.Initial(Key);
        foreach (var observed in story)
        {
            state = EntryDecider.Decide(state, observed).Aggregate(state, EntryEvolution.Evolve);
            Assert.Equal(EntryPresence.Present, state.Presence);
            Assert.Equal(observed.Enabled, state.Enabled);
            Assert.Equal(observed.Parent, state.Parent);
            Assert.Equal(observed.Attributes, state.Attributes);
            Assert.Equal(observed.Members ?? state.Members, state.Members);
            Assert.Equal(EntryFingerprint.Of(state.Enabled, state.Parent, state.Attributes, state.Members), state.Fingerprint);
        }
    });

    [Fact]
    public void Observing_the_same_again_gives_no_event() => Generate.Observations(Key).List[1, 8].Sample(story =>
    {
        var state = EntryEvolution.Initial(Key);
        foreach (var observed in story)
        {
            state = EntryDecider.Decide(state, observed).Aggregate(state, EntryEvolution.Evolve);
            Assert.Empty(EntryDecider.Decide(state, observed));
        }
    });

    [Fact]
    public void Replay_gives_the_same_state_also_through_storage() => Generate.Observations(Key).List[1, 8].Sample(story =>
    {
        var state = EntryEvolution.Initial(Key);
        var events = new List<IEngineEvent>();
        foreach (var observed in story)
        {
            var decided = EntryDecider.Decide(state, observed);
            events.AddRange(decided);
            state = decided.Aggregate(state, EntryEvolution.Evolve);
        }

        var replayed = events.Select(Stored).Aggregate(EntryEvolution.Initial(Key), EntryEvolution.Evolve);
        Assert.Equal(Json.Of(state), Json.Of(replayed));
        Assert.Equal(events.Count, replayed.Version);
    });

    [Fact]
    public void Members_that_could_not_be_read_stay_as_they_were()
    {
        var known = Seen(members: ["a", "b"]);
        var unread = Observer.Observe(Key.System, new SourceRecord { Kind = EntryKind.Group, Anchor = "g-1", Members = [], MembersComplete = false });
        Assert.Empty(EntryDecider.Decide(known, unread));
    }

    [Theory]
    [InlineData(ConfirmationAnswer.Deleted, DisappearanceReason.Deleted)]
    [InlineData(ConfirmationAnswer.Gone, DisappearanceReason.Absent)]
    [InlineData(ConfirmationAnswer.Elsewhere, DisappearanceReason.OutOfScope)]
    public void A_confirmed_absence_is_a_fact_with_its_reason_once(ConfirmationAnswer answer, DisappearanceReason reason)
    {
        var known = Seen();
        var events = EntryDecider.DecideAbsent(known, new Confirmation(Key, answer, "asked"), null);
        Assert.Equal(new EntryDisappeared(reason, "asked"), Assert.Single(events));
        Assert.Empty(EntryDecider.DecideAbsent(EntryEvolution.Evolve(known, events[0]), new Confirmation(Key, answer, "asked"), null));
    }

    [Theory]
    [InlineData(ConfirmationAnswer.CannotTell)]
    [InlineData(ConfirmationAnswer.Present)]
    public void An_absence_that_is_not_confirmed_is_nothing(ConfirmationAnswer answer) =>
        Assert.Empty(EntryDecider.DecideAbsent(Seen(), new Confirmation(Key, answer, "asked"), null));

    [Fact]
    public void Disabled_seen_elsewhere_counts_at_once()
    {
        var record = new SourceRecord { Kind = EntryKind.Group, Anchor = "g-1", Enabled = false };
        var events = EntryDecider.DecideAbsent(Seen(), new Confirmation(Key, ConfirmationAnswer.Elsewhere, "asked", record), null);
        Assert.Collection(events, e => Assert.IsType<EntryDisabled>(e), e => Assert.IsType<EntryDisappeared>(e));
    }

    [Fact]
    public void Where_nobody_can_be_asked_only_a_second_snapshot_makes_it_a_fact()
    {
        var cannot = new Confirmation(Key, ConfirmationAnswer.CannotTell, "an export");
        var missed = EntryDecider.DecideAbsent(Seen(), cannot, "export 1").Aggregate(Seen(), EntryEvolution.Evolve);
        Assert.Equal(EntryPresence.Missed, missed.Presence);
        Assert.Empty(EntryDecider.DecideAbsent(missed, cannot, "export 1"));
        Assert.IsType<EntryDisappeared>(Assert.Single(EntryDecider.DecideAbsent(missed, cannot, "export 2")));
    }

    private static EntryState Seen(params ImmutableArray<string> members)
    {
        var observed = Observer.Observe(Key.System, new SourceRecord { Kind = EntryKind.Group, Anchor = "g-1", Members = members });
        return EntryDecider.Decide(null, observed).Aggregate(EntryEvolution.Initial(Key), EntryEvolution.Evolve);
    }

    private static IEngineEvent Stored(IEngineEvent happened) => Json.RoundTrip(happened);
}
