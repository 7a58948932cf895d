using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Access is lost when no directory has the person active any more; moving from one directory to the other keeps the account and its story.</summary>
public sealed class LeavingOneOfTwoDirectories
{
    private static async Task<TwoDirectories> Both(Action<SyncOptions>? configure = null)
    {
        var company = new TwoDirectories(configure);
        company.World.Hire("ada", title: "Engineer");
        company.Join("ada", title: "Developer");
        company.World.Hire("bob", "Bob");
        company.Join("bob", "Bob");
        await company.World.SyncAsync();
        return company;
    }

    [Fact]
    public async Task Disabled_in_one_and_active_in_the_other_keeps_access_and_takes_the_others_values()
    {
        using var company = await Both();
        company.Disable("ada");
        var row = Assert.Single((await company.World.PrepareAsync()).Rows);
        Assert.Equal((RowStatus.Update, "Developer"), (row.Status, row.Changes.Single().To));
        Assert.Equal(("workspace", "corp-ad"), (row.Source!.System.Value, row.Keeper!.Value.System.Value));
        await company.World.SyncAsync();
        Assert.True(company.HasAccess("ada"));
        Assert.Empty((await company.World.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Disabled_in_both_is_blocked_and_active_again_in_either_is_unblocked()
    {
        using var company = await Both();
        company.Disable("ada");
        company.EditInWorkspace("ada", r => r with { Enabled = false });
        var row = Assert.Single((await company.World.PrepareAsync()).Rows);
        Assert.Equal((RowStatus.Block, Reason.SourceDisabled), (row.Status, row.Reason));
        await company.World.SyncAsync();
        Assert.False(company.HasAccess("ada"));

        company.EditInWorkspace("ada", r => r with { Enabled = true });
        var back = Assert.Single((await company.World.PrepareAsync()).Rows);
        Assert.Equal((RowStatus.Unblock, Reason.ActiveAgain, true), (back.Status, back.Reason, back.Selected));
        Assert.Equal(row.Id, back.Id);
        await company.World.SyncAsync();
        Assert.True(company.HasAccess("ada"));
    }

    [Fact]
    public async Task With_BlockDisabledAnywhere_one_word_is_enough()
    {
        using var company = await Both(sync => sync.BlockDisabledAnywhere = true);
        company.EditInWorkspace("ada", r => r with { Enabled = false });
        var row = Assert.Single((await company.World.PrepareAsync()).Rows);
        Assert.Equal((RowStatus.Block, Reason.SourceDisabled, "workspace"), (row.Status, row.Reason, row.Source!.System.Value));
        await company.World.SyncAsync();
        Assert.False(company.HasAccess("ada"));
        Assert.Empty((await company.World.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task With_BlockDisabledAnywhere_a_newcomer_whom_one_has_disabled_gets_no_account()
    {
        using var company = new TwoDirectories(sync => sync.BlockDisabledAnywhere = true);
        company.World.Hire("ada");
        company.Join("ada");
        company.EditInWorkspace("ada", r => r with { Enabled = false });
        Assert.Empty((await company.World.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Whoever_moves_to_the_other_directory_keeps_the_account_the_link_and_the_story()
    {
        using var company = await Both();
        var before = company.World.AccountOf("ada@corp.example")!.Anchor;
        company.World.Fire("ada");
        await company.World.SyncAsync();
        Assert.True(company.HasAccess("ada"));
        Assert.Equal(before, company.World.AccountOf("ada@corp.example")!.Anchor);

        company.EditInWorkspace("ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Architect") });
        await company.World.SyncAsync();
        Assert.Equal("Architect", company.World.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);

        var history = await company.World.Engine.ReadHistoryAsync("ada@corp.example", TestContext.Current.CancellationToken);
        Assert.Equal(["corp-ad", "pyrus", "workspace"], history.Items.Select(item => item.Stream.Value.Split(':')[1].Split('/')[0]).Distinct().Order());

        company.Leave("ada");
        var row = Assert.Single((await company.World.PrepareAsync()).Rows);
        Assert.Equal((RowStatus.Block, Reason.SourceAbsent), (row.Status, row.Reason));
    }

    [Fact]
    public async Task A_move_in_one_step_is_a_bind_to_the_account_that_was_there()
    {
        using var company = new TwoDirectories();
        company.World.Hire("ada");
        company.World.HireMany(30);
        await company.World.SyncAsync();
        company.World.Fire("ada");
        company.Join("ada");

        var plan = await company.World.PrepareAsync();
        Assert.Equal([(RowStatus.Bind, true), (RowStatus.Deferred, false)], plan.Rows.Select(r => (r.Status, r.Selected)).Order());
        Assert.All(plan.Rows, r => Assert.Equal(Reason.FurtherSource, r.Reason));
        await company.World.ApplyAsync(plan);
        Assert.True(company.HasAccess("ada"));
        Assert.Empty((await company.World.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_leaver_whose_address_somebody_else_has_in_the_other_directory_loses_access_all_the_same()
    {
        using var company = new TwoDirectories();
        company.World.Hire("ada");
        company.World.HireMany(30);
        await company.World.SyncAsync();
        company.World.Fire("ada");
        company.Join("ada", "Zoltan", "Kiss");

        var plan = await company.World.PrepareAsync();
        Assert.Equal([(RowStatus.Block, true), (RowStatus.Bind, false)], plan.Rows.Select(r => (r.Status, r.Selected)).OrderByDescending(r => r.Selected));
    }

    [Fact]
    public async Task Who_is_gone_from_one_and_disabled_in_the_other_is_blocked_for_being_disabled()
    {
        using var company = await Both();
        company.World.Fire("ada");
        company.EditInWorkspace("ada", r => r with { Enabled = false });
        var row = Assert.Single((await company.World.PrepareAsync()).Rows);
        Assert.Equal((RowStatus.Block, Reason.SourceDisabled, "workspace"), (row.Status, row.Reason, row.Source!.System.Value));
    }

    [Fact]
    public async Task A_blocked_account_is_linked_to_a_further_entry_only_when_a_person_says_so()
    {
        using var company = new TwoDirectories();
        company.World.Hire("ada");
        await company.World.SyncAsync();
        company.Disable("ada");
        await company.World.SyncAsync();
        company.Join("ada");
        var row = Assert.Single((await company.World.PrepareAsync()).Rows);
        Assert.Equal((RowStatus.Bind, Reason.FurtherSource, false), (row.Status, row.Reason, row.Selected));
    }
}
