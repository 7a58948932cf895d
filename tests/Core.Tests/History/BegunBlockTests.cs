using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Tests.History;

/// <summary>What is known of a block from the moment the work is to be handed over until it is confirmed.</summary>
public sealed class BegunBlockTests
{
    private static readonly SystemName Target = new("pyrus");
    private static readonly AttributeSet Before = AttributeSet.Empty.With(AttributeNames.Roles, "r1", "r2");
    private static readonly AttributeSet Dismissed = AttributeSet.Of((AttributeNames.EmploymentState, "dismissed"), (AttributeNames.Blocked, AttributeNames.NotBlocked));

    [Fact]
    public void It_is_begun_by_the_intent_whatever_comes_of_the_handing_over_and_ended_by_the_block()
    {
        IEngineEvent[] answers =
        [
            new ChangeConfirmed(Target, "handover", ChangeAction.HandOverWork, "1", AttributeSet.Empty, AttributeSet.Empty, [], AlreadySo: false),
            new ChangeConfirmed(Target, "handover", ChangeAction.HandOverWork, "1", AttributeSet.Empty, AttributeSet.Empty, [], AlreadySo: true),
            new ChangeRefused(Target, "handover", ChangeAction.HandOverWork, "NotHandedOver", ""),
            new ChangeUnknown(Target, "handover", ChangeAction.HandOverWork, ""),
        ];
        foreach (var answer in answers)
        {
            Assert.Equal(Before, Link(HandOver(Before), answer).BlockBegun);
            var ended = Link(HandOver(Before), answer, Block(Dismissed), Blocked);
            Assert.Null(ended.BlockBegun);
            Assert.True(ended.BlockedByEngine);

            // The dismissal took the roles: what the whole block took is what there was before it.
            Assert.Equal(Before, ended.BeforeImage);
        }
    }

    [Fact]
    public void A_block_that_took_access_itself_has_its_own_image()
    {
        var now = AttributeSet.Empty.With(AttributeNames.Roles, "r3");

        Assert.Equal(now, Link(HandOver(Before), Block(now), Blocked).BeforeImage);
    }

    [Fact]
    public void A_refused_block_leaves_it_begun() =>
        Assert.Equal(Before, Link(HandOver(Before), Block(Dismissed), new ChangeRefused(Target, "block", ChangeAction.BlockAccount, "not_now", "")).BlockBegun);

    /// <summary>Else plans that were made of such events would not come out the same again.</summary>
    [Fact]
    public void An_intent_of_an_earlier_version_without_an_image_begins_nothing()
    {
        Assert.Null(Link(HandOver(null)).BlockBegun);
        Assert.Equal(Dismissed, Link(HandOver(null), Block(Dismissed), Blocked).BeforeImage);
    }

    private static ChangeConfirmed Blocked => new(Target, "block", ChangeAction.BlockAccount, "1", AttributeSet.Empty, AttributeSet.Empty, [], AlreadySo: false);

    private static ChangeIntended HandOver(AttributeSet? before) => new(Target, "handover", ChangeAction.HandOverWork, "1", AttributeSet.Empty, before, default);

    private static ChangeIntended Block(AttributeSet before) => new(Target, "block", ChangeAction.BlockAccount, "1", AttributeSet.Empty, before, default);

    private static AccountLink Link(params IEngineEvent[] events) => events.Aggregate(
        EntryEvolution.Evolve(EntryEvolution.Initial(new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "ada")), new AccountLinked(Target, "1", LinkOrigin.Created, null)),
        EntryEvolution.Evolve).LinkTo(Target)!;
}
