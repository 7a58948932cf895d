using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using Xunit;

namespace SyncEngine.Testing.Contracts;

/// <summary>Roles. A target without them refuses every write to one with the code <c>RolesNotSupported</c>.</summary>
public abstract partial class TargetContract
{
    [Fact]
    public async Task A_role_is_made_without_members_and_read_with_its_name_and_external_id()
    {
        var made = await NewRole("Продавцы", "guid-1");
        if (WithoutRoles(made))
        {
            return;
        }

        await AssertEcho(made);
        var read = await ReadRole(made.TargetId!);
        Assert.Equal(("Продавцы", "guid-1"), (read.Attributes[AttributeNames.Name], read.Attributes[AttributeNames.ExternalId]));
        Assert.Empty(read.Members);
        Assert.True(read.Enabled);
    }

    [Fact]
    public async Task A_role_without_a_name_is_refused_with_a_code()
    {
        var refused = await Send(new Change { Action = ChangeAction.CreateRole, Fields = AttributeSet.Of((AttributeNames.ExternalId, "guid-1")) });

        AssertRefusedWithACode(refused);
        Assert.DoesNotContain(await ReadAll(), record => record.Kind == EntryKind.Group);
    }

    [Fact]
    public async Task A_role_is_renamed_under_its_id_and_its_members_stay()
    {
        if (Opened.AddRole is not { } add)
        {
            Assert.True(WithoutRoles(await UpdateRole(UnknownId, (AttributeNames.Name, "Sellers"))));
            return;
        }

        var member = (await Create("eva")).TargetId!;
        var role = await add(member);

        var renamed = await UpdateRole(role, (AttributeNames.Name, "Отдел продаж"));

        Assert.Equal(role, renamed.TargetId);
        await AssertEcho(renamed);
        Assert.Equal([member], (await ReadRole(role)).Members);
        Assert.Equal("Отдел продаж", (await ReadRole(role)).Attributes[AttributeNames.Name]);
        Assert.Contains((await UpdateRole(role, (AttributeNames.Name, "Отдел продаж"))).Kind, Harmless);

        await AssertEcho(await UpdateRole(role, (AttributeNames.ExternalId, "guid-2")));
        Assert.Equal("Отдел продаж", (await ReadRole(role)).Attributes[AttributeNames.Name]);
    }

    [Fact]
    public async Task Who_is_added_to_a_role_is_read_as_its_member_and_the_others_stay()
    {
        var (first, second) = ((await Create("eva")).TargetId!, (await Create("ada")).TargetId!);
        if (await RoleWith(first) is not { } role)
        {
            Assert.True(WithoutRoles(await AddToRole(UnknownId, second)));
            return;
        }

        var added = await AddToRole(role, second);

        Assert.Equal(role, added.TargetId);
        await AssertEcho(added);
        await AssertMembers(role, first, second);
        Assert.Contains((await AddToRole(role, second)).Kind, Harmless);
        await AssertMembers(role, first, second);
    }

    [Fact]
    public async Task Who_is_taken_out_of_a_role_is_its_member_no_more_and_the_others_stay()
    {
        var (first, second, third) = ((await Create("eva")).TargetId!, (await Create("ada")).TargetId!, (await Create("max")).TargetId!);
        if (await RoleWith(first) is not { } role)
        {
            Assert.True(WithoutRoles(await RemoveFromRole(UnknownId, second)));
            return;
        }

        await AddToRole(role, second);

        var removed = await RemoveFromRole(role, first);

        Assert.Equal(role, removed.TargetId);
        await AssertEcho(removed);
        await AssertMembers(role, second);
        Assert.Contains((await RemoveFromRole(role, first)).Kind, Harmless);
        Assert.Contains((await RemoveFromRole(role, third)).Kind, Harmless);
        await AssertMembers(role, second);

        await AssertEcho(await RemoveFromRole(role, second));
        await AssertMembers(role);
    }

    [Fact]
    public async Task Several_come_and_go_in_one_write()
    {
        var (first, second, third) = ((await Create("eva")).TargetId!, (await Create("ada")).TargetId!, (await Create("max")).TargetId!);
        if (await RoleWith(first) is not { } role)
        {
            return;
        }

        await AssertEcho(await AddToRole(role, second, third));
        await AssertMembers(role, first, second, third);
        await AssertEcho(await RemoveFromRole(role, first, third));
        await AssertMembers(role, second);
    }

    [Fact]
    public async Task An_unknown_account_is_no_member_and_is_refused_with_a_code()
    {
        var first = (await Create("eva")).TargetId!;
        if (await RoleWith(first) is not { } role)
        {
            return;
        }

        AssertRefusedWithACode(await AddToRole(role, UnknownId));
        await AssertMembers(role, first);
    }

    [Fact]
    public async Task A_blocked_account_does_not_count_as_added_to_a_role()
    {
        var (first, blocked) = ((await Create("eva")).TargetId!, (await Create("ada")).TargetId!);
        if (await RoleWith(first) is not { } role)
        {
            return;
        }

        await Apply(ChangeAction.BlockAccount, blocked);

        // Who is not shown as a member must not be reported as one.
        var outcome = await AddToRole(role, blocked);
        Assert.Equal((await ReadRole(role)).Members.Contains(blocked, StringComparer.Ordinal), outcome.Kind is OutcomeKind.Applied or OutcomeKind.AlreadySo);
    }

    [Theory]
    [InlineData(ChangeAction.AddToRole)]
    [InlineData(ChangeAction.RemoveFromRole)]
    [InlineData(ChangeAction.UpdateRole)]
    public async Task A_change_to_an_unknown_role_is_refused_with_a_code(ChangeAction action)
    {
        var member = (await Create("eva")).TargetId!;

        AssertRefusedWithACode(await Send(new Change
        {
            Action = action,
            TargetId = UnknownId,
            Fields = action == ChangeAction.UpdateRole ? AttributeSet.Of((AttributeNames.Name, "Sellers")) : AttributeSet.Empty,
            Members = action == ChangeAction.UpdateRole ? [] : [member],
        }));
    }

    private bool WithoutRoles(Outcome outcome)
    {
        if (Opened.AddRole is null)
        {
            Assert.Equal((OutcomeKind.Refused, "RolesNotSupported"), (outcome.Kind, outcome.Code));
        }

        return Opened.AddRole is null;
    }

    private async Task<string?> RoleWith(string member) => Opened.AddRole is { } add ? await add(member) : null;

    private Task<Outcome> NewRole(string name, string externalId) =>
        Send(new Change { Action = ChangeAction.CreateRole, Fields = AttributeSet.Of((AttributeNames.Name, name), (AttributeNames.ExternalId, externalId)) });

    private Task<Outcome> UpdateRole(string id, params ReadOnlySpan<(string Name, string? Value)> fields) =>
        Send(new Change { Action = ChangeAction.UpdateRole, TargetId = id, Fields = AttributeSet.Of(fields) });

    private Task<Outcome> AddToRole(string role, params string[] members) => Send(new Change { Action = ChangeAction.AddToRole, TargetId = role, Members = members });

    private Task<Outcome> RemoveFromRole(string role, params string[] members) =>
        Send(new Change { Action = ChangeAction.RemoveFromRole, TargetId = role, Members = members });

    private async Task<SourceRecord> ReadRole(string id) => (await ReadAll()).Single(r => r.Kind == EntryKind.Group && r.Anchor == id);

    private async Task AssertMembers(string role, params string[] members) =>
        Assert.Equal(members.Order(StringComparer.Ordinal), (await ReadRole(role)).Members.Order(StringComparer.Ordinal));
}
