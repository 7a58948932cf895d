using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using Xunit;

namespace SyncEngine.Testing.Contracts;

/// <summary>Handing work over. A target that cannot, or may not, refuses it with the code <c>HandOverUnavailable</c> and changes nothing.</summary>
public abstract partial class TargetContract
{
    [Fact]
    public async Task Work_is_handed_over_or_refused_as_unavailable_and_again_does_no_harm()
    {
        var (id, receiver) = ((await Create("eva")).TargetId!, (await Create("ada")).TargetId!);
        var before = await Read(receiver);

        var first = await HandOver(id, receiver);

        if (first.Kind == OutcomeKind.Refused)
        {
            Assert.Equal("HandOverUnavailable", first.Code);
            Assert.False(string.IsNullOrEmpty(first.Message));
            Assert.True((await Read(id))!.Enabled);
            return;
        }

        Assert.Equal(id, first.TargetId);
        await AssertEcho(first);
        Assert.Contains((await HandOver(id, receiver)).Kind, Harmless);

        // Who gets the work is an account as before.
        var after = await Read(receiver);
        Assert.Equal((before!.Enabled, before.Attributes), (after!.Enabled, after.Attributes));

        // Who gave it is not blocked yet, and can be told from somebody who is.
        var given = await Read(id);
        Assert.True(given!.Enabled || given.Attributes[AttributeNames.Blocked] == AttributeNames.NotBlocked);
        Assert.Equal(OutcomeKind.Applied, (await Apply(ChangeAction.BlockAccount, id)).Kind);
        var blocked = await Read(id);
        Assert.Equal((false, null), (blocked!.Enabled, blocked.Attributes[AttributeNames.Blocked]));
        Assert.Contains((await Apply(ChangeAction.BlockAccount, id)).Kind, Harmless);
    }

    [Fact]
    public async Task Work_goes_to_nobody_unknown_to_no_one_and_not_to_oneself()
    {
        var id = (await Create("eva")).TargetId!;

        AssertRefusedWithACode(await HandOver(id, UnknownId));
        AssertRefusedWithACode(await HandOver(id, null));
        AssertRefusedWithACode(await HandOver(id, id));
        AssertRefusedWithACode(await HandOver(UnknownId, id));
        Assert.True((await Read(id))!.Enabled);
    }

    private Task<Outcome> HandOver(string id, string? receiver) => Send(new Change { Action = ChangeAction.HandOverWork, TargetId = id, Receiver = receiver });
}
