using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.Scenarios;

/// <summary>Groups of either directory narrow the sync or become roles; whose entry is in the group does not matter to the account.</summary>
public sealed class GroupsOfTwoDirectories
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_groups_of_one_name_in_two_directories_feed_one_role_and_each_person_comes_in_once()
    {
        using var company = Company();
        var plan = await company.World.PrepareAsync();
        await company.World.ApplyAsync(plan);

        Assert.Equal(["ada", "bob", "cyd"], Members(company));
        Assert.Empty((await company.World.PrepareAsync()).Rows);
        Assert.True((await company.World.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task Who_leaves_one_group_stays_for_the_other_and_who_leaves_both_goes()
    {
        using var company = Company();
        await company.World.SyncAsync();
        company.World.Edit("g-sales", group => group with { Members = ["guid-bob"] });
        Assert.Empty((await company.World.PrepareAsync()).Rows);

        SetWorkspaceMembers(company, "w-cyd");
        var row = Assert.Single((await company.World.PrepareAsync()).Rows);
        Assert.Equal((RowKind.Membership, Reason.MemberRemoved, "ada@corp.example"), (row.Kind, row.Reason, row.Source!.Email));
        await company.World.SyncAsync();
        Assert.Equal(["bob", "cyd"], Members(company));
        Assert.Empty((await company.World.PrepareAsync()).Rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_directory_that_is_down_takes_nobody_out(bool atStart)
    {
        using var company = Company();
        await company.World.SyncAsync();
        SetWorkspaceMembers(company);
        company.World.Edit("g-sales", group => group with { Members = [] });
        company.Workspace.StartFailure = atStart ? new ConnectedSystemException(company.Workspace.Name, "Unreachable", "workspace does not answer.", "Wait.") : null;
        company.Workspace.FailAfterBatches = atStart ? null : 0;
        await company.World.SyncAsync();
        Assert.Equal(["ada", "bob", "cyd"], Members(company));
    }

    [Fact]
    public async Task A_frozen_person_is_left_in_and_out_of_the_role_whichever_entry_is_excluded()
    {
        using var company = Company();
        company.Join("dan", "Dan");
        company.World.Hire("dan", "Dan");
        await company.World.SyncAsync();
        await company.World.Engine.ExcludeAsync(World.Sync, new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-dan"), World.Anna, "leave him", null, Token);
        SetWorkspaceMembers(company, "w-ada", "w-cyd", "w-dan");
        await company.World.SyncAsync();
        Assert.Equal(["ada", "bob", "cyd"], Members(company));
    }

    [Fact]
    public async Task A_block_and_an_unblock_by_the_other_directory_give_the_roles_back()
    {
        using var company = Company();
        await company.World.SyncAsync();
        company.Disable("ada");
        company.EditInWorkspace("ada", r => r with { Enabled = false });
        await company.World.SyncAsync();
        Assert.False(company.HasAccess("ada"));
        Assert.Equal(["bob", "cyd"], Members(company));

        company.EditInWorkspace("ada", r => r with { Enabled = true });
        var row = (await company.World.PrepareAsync()).Rows.Single(r => r.Status == RowStatus.Unblock);
        Assert.Equal("Sales", Assert.Single(row.Roles).Name);
        await company.World.SyncAsync();
        Assert.Equal(["ada", "bob", "cyd"], Members(company));
        Assert.DoesNotContain((await company.World.PrepareAsync()).Rows, r => r.Selected);
    }

    [Fact]
    public async Task A_picked_group_of_one_directory_leaves_the_people_of_the_other_out()
    {
        using var company = new TwoDirectories(sync => sync.PickGroups("Staff"));
        company.World.Hire("ada");
        company.World.Hire("bob", "Bob");
        company.Join("ada");
        company.Join("cyd", "Cyd");
        company.World.Group("g-staff", "Staff", "guid-ada");
        var plan = await company.World.PrepareAsync();
        Assert.Equal("ada@corp.example", Assert.Single(plan.Rows).Source!.Email);
        Assert.Equal(2, plan.Counts.OutOfScope);
    }

    [Fact]
    public async Task A_group_is_picked_by_name_in_whichever_directory_it_is_and_followed_there()
    {
        using var company = new TwoDirectories(sync => sync.PickGroups("Contractors"));
        company.World.Hire("ada");
        company.Join("cyd", "Cyd");
        company.WorkspaceGroup("wg-1", "Contractors", "w-cyd");
        Assert.Equal("cyd@corp.example", Assert.Single((await company.World.PrepareAsync()).Rows).Source!.Email);
        await company.World.SyncAsync();

        company.Workspace.Records.RemoveAll(r => r.Anchor == "wg-1");
        company.WorkspaceGroup("wg-1", "External people", "w-cyd");
        Assert.Empty((await company.World.PrepareAsync()).Rows);
        var rules = await company.World.Engine.ReadRulesAsync(World.Sync, Token);
        Assert.Equal("workspace/group/wg-1", Assert.Single(rules.Groups!.Value).Group.ToString());
    }

    [Fact]
    public async Task An_explanation_knows_the_membership_by_whichever_entry_the_person_comes_in()
    {
        using var company = Company();
        company.World.Hire("dan", "Dan");
        company.Join("dan", "Dan");
        await company.World.SyncAsync();
        SetWorkspaceMembers(company, "w-ada", "w-cyd", "w-dan");
        var row = Assert.Single((await company.World.PrepareAsync()).Rows);

        var explanation = await company.World.Engine.ExplainAsync(World.Sync, "dan@corp.example", null, Token);
        Assert.Equal("corp-ad", explanation.Person.System.Value);
        Assert.Contains(row.Id, explanation.Related.Select(related => related.Row.Id));
    }

    private static TwoDirectories Company()
    {
        var company = new TwoDirectories(sync =>
        {
            sync.RoleGroups.Add("g-sales");
            sync.RoleGroups.Add("wg-sales");
            sync.RoleTargets["g-sales"] = "1001";
            sync.RoleTargets["wg-sales"] = "1001";
            sync.Limit("RoleMembers", 100, 100);
        });
        company.World.Application.AddRole("Sales");
        company.World.Hire("ada");
        company.Join("ada");
        company.World.Hire("bob", "Bob");
        company.Join("cyd", "Cyd");
        company.World.Group("g-sales", "Sales", "guid-ada", "guid-bob");
        company.WorkspaceGroup("wg-sales", "Sales", "w-ada", "w-cyd");
        return company;
    }

    private static void SetWorkspaceMembers(TwoDirectories company, params string[] members)
    {
        var at = company.Workspace.Records.FindIndex(r => r.Anchor == "wg-sales");
        company.Workspace.Records[at] = company.Workspace.Records[at] with { Members = [.. members] };
    }

    private static string[] Members(TwoDirectories company)
    {
        var role = company.World.Application.Contents.Single(r => r.Kind == EntryKind.Group && r.Attributes[AttributeNames.Name] == "Sales");
        return [.. company.World.Application.Contents.Where(r => role.Members.Contains(r.Anchor)).Select(r => r.Attributes[AttributeNames.Email]!.Split('@')[0]).Order(StringComparer.Ordinal)];
    }
}
