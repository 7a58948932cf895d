using SyncEngine.Provisioning;

namespace SyncEngine.EndToEnd;

/// <summary>Groups that say who takes part, and groups that become roles.</summary>
public abstract partial class EitherDirectory
{
    [Fact]
    public Task Only_members_of_the_picked_group_take_part_nested_ones_too_and_who_leaves_it_is_out_of_scope() => TellAsync(
        async story =>
        {
            await story.Directory.AddGroupAsync("Engineers", "ada", "p01");
            await story.Directory.AddGroupAsync("Staff", "bob", "mia", "Engineers");
            var first = await story.SyncAsync();
            Assert.Equal([Ada, Bob, Mia, "p01@contoso.test"], first.Done().Select(done => done.Email));

            await story.Directory.RemoveMemberAsync("Engineers", "ada");
            await story.SyncOneAsync(Ada, RowStatus.Block, Reason.OutOfScope);
            Assert.True(story.Account(Ada).Banned);

            await story.Directory.AddMemberAsync("Staff", "ada");
            await story.SyncOneAsync(Ada, RowStatus.Unblock, Reason.ActiveAgain);
            Assert.False(story.Account(Ada).Banned);
        },
        sync => sync.PickGroups("Staff"));

    [Fact]
    public Task A_picked_group_is_followed_under_a_new_name() => TellAsync(
        async story =>
        {
            await story.Directory.AddGroupAsync("Staff", "ada", "bob", "mia");
            await story.SyncAsync();
            await story.Directory.RenameGroupAsync("Staff", "Everybody");
            var plan = await story.SyncAsync();
            Assert.DoesNotContain(plan.Rows, row => row.Selected);
            Assert.False(story.Account(Ada).Banned);
        },
        sync => sync.PickGroups("Staff"));

    [Fact]
    public Task A_group_becomes_a_role_with_its_nested_members_and_whoever_joins_or_leaves_follows() => TellAsync(
        async story =>
        {
            await story.Directory.AddGroupAsync("Engineers", "bob");
            await story.Directory.AddGroupAsync("Sales", "ada", "Engineers");
            await story.SyncAsync();
            Assert.Equal([Ada, Bob], story.MembersOf("Sales"));

            await story.Directory.AddMemberAsync("Engineers", "p01");
            await story.Directory.RemoveMemberAsync("Sales", "ada");
            var plan = await story.SyncAsync();
            Assert.Equal(
                [(Ada, Reason.MemberRemoved), ("p01@contoso.test", Reason.MemberAdded)],
                plan.Rows.Where(row => row.Kind == RowKind.Membership).Select(row => (row.EmailOf()!, row.Reason)).Order());
            Assert.Equal([Bob, "p01@contoso.test"], story.MembersOf("Sales"));
        },
        sync => sync.RoleGroups.Add("Sales"));

    [Fact]
    public Task A_renamed_group_renames_its_role_and_a_member_whom_somebody_added_by_hand_stays() => TellAsync(
        async story =>
        {
            await story.Directory.AddGroupAsync("Sales", "ada", "bob");
            await story.SyncAsync();
            var role = story.Pyrus.Roles.Single(found => found.Name == "Sales");
            story.Pyrus.SeedRole(role with { MemberIds = [.. role.MemberIds.Append(story.Account("p02@contoso.test").Id).Order()] });
            await story.Directory.RenameGroupAsync("Sales", "Sales and service");
            await story.Directory.RemoveMemberAsync("Sales and service", "bob");
            await story.SyncAsync();
            Assert.Equal(role.Id, story.Pyrus.Roles.Single(found => found.Name == "Sales and service").Id);
            Assert.Equal([Ada, "p02@contoso.test"], story.MembersOf("Sales and service"));
        },
        sync => sync.RoleGroups.Add("Sales"));
}
