using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Testing.Tests;

/// <summary>A scripted target keeps to what every target keeps to, and goes wrong where the script says.</summary>
public sealed class ScriptedTargetTests : TargetContract
{
    private readonly ScriptedTarget target = new(new SystemName("pyrus"));

    protected override Task<TargetUnderTest> OpenTargetAsync() =>
        Task.FromResult(new TargetUnderTest(
            target, target, () => target.Calls.Count, addRole: member => Task.FromResult(target.AddRole("Sellers", member))));

    [Fact]
    public async Task A_lost_answer_may_or_may_not_have_had_its_effect()
    {
        target.FailCall(0, ScriptedFault.LoseBefore);
        target.FailCall(1, ScriptedFault.LoseAfter);

        Assert.Equal(OutcomeKind.Unknown, (await Create()).Kind);
        Assert.Empty(target.Contents);
        Assert.Equal(OutcomeKind.Unknown, (await Create()).Kind);
        Assert.Single(target.Contents);
        Assert.Equal("email_taken", (await Create()).Code);
    }

    [Fact]
    public async Task A_write_is_refused_or_throws_where_the_script_says_and_is_on_record_either_way()
    {
        target.Fault = (change, _) => change.Action == ChangeAction.CreateAccount ? ScriptedFault.Refuse("limit_exceeded") : null;
        target.FailCall(1, ScriptedFault.Throw(new IOException("gone")));
        target.FailCall(2, ScriptedFault.ThrowAfter(new IOException("died")));

        Assert.Equal("limit_exceeded", (await Create()).Code);
        await Assert.ThrowsAsync<IOException>(Create);
        Assert.Empty(target.Contents);
        await Assert.ThrowsAsync<IOException>(Create);
        Assert.Single(target.Contents);
        Assert.Equal([0, 1, 2], target.Calls.Select(call => call.Number));
        Assert.Equal([false, true, true], target.Calls.Select(call => call.Outcome is null));
    }

    [Fact]
    public async Task A_block_takes_the_roles_away_and_an_unblock_does_not_give_them_back()
    {
        var id = target.AddAccount(AttributeSet.Of((AttributeNames.Email, "a@corp.example"), (AttributeNames.LastName, "Li")).With(AttributeNames.Roles, "7", "8"));

        await Apply(new Change { Action = ChangeAction.BlockAccount, TargetId = id });
        await Apply(new Change { Action = ChangeAction.UnblockAccount, TargetId = id });

        Assert.Empty(target.Find(id)!.Attributes.Values(AttributeNames.Roles));
    }

    [Fact]
    public async Task A_hand_edit_is_seen_by_the_next_reading()
    {
        var department = target.AddDepartment("Office");
        var id = target.AddAccount(AttributeSet.Of((AttributeNames.Email, "a@corp.example"), (AttributeNames.LastName, "Li")), department: department);

        target.Edit(id, account => account with { Enabled = false });
        target.Edit(department, _ => null);

        var read = await target.ReadAsync(new Capture.ReadRequest(), Token).ToArrayAsync(Token);
        Assert.False(Assert.Single(read[0].Records).Enabled);
    }

    [Fact]
    public async Task A_target_that_normalises_echoes_what_it_made_of_a_value()
    {
        target.Normalize = fields => fields.With(AttributeNames.LastName, fields[AttributeNames.LastName]!.ToUpperInvariant());

        Assert.Equal("LI", (await Create()).Echo!.Attributes[AttributeNames.LastName]);
    }

    private Task<Outcome> Create() => Apply(new Change
    {
        Action = ChangeAction.CreateAccount, Fields = AttributeSet.Of((AttributeNames.Email, "a@corp.example"), (AttributeNames.LastName, "Li")),
    });

    private Task<Outcome> Apply(Change change) => target.ApplyAsync(change, new IdempotencyKey("k"), Token);
}
