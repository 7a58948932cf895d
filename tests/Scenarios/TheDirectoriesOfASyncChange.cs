using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>A directory is taken out of a sync, or takes the place of another one: nobody loses access over that, and the plan says who is left out.</summary>
public sealed class TheDirectoriesOfASyncChange
{
    [Fact]
    public async Task A_directory_that_is_taken_out_leaves_its_people_as_they_are_and_the_plan_says_so_until_it_is_applied()
    {
        using var company = await Company();
        using var world = Again(company, "workspace");

        var plan = await world.PrepareAsync();
        Assert.Contains(plan.Findings, finding => finding.Code == "SourceLeftOut" && finding.Text.StartsWith("corp-ad is no source", StringComparison.Ordinal));
        var bob = plan.Rows.Single(r => r.Target?.Name == "Bob Novak");
        Assert.Equal((RowStatus.Unmanaged, Reason.NotLinked, false), (bob.Status, bob.Reason, bob.Selected));
        Assert.Contains("nobody in workspace is linked to the account", bob.Text, StringComparison.Ordinal);
        await world.ApplyAsync(plan);

        company.World.Fire("bob");
        company.Disable("ada"); // who is in both, and active in the one that is left
        plan = await world.PrepareAsync();
        Assert.DoesNotContain(plan.Rows, r => r.Status is RowStatus.Block or RowStatus.New or RowStatus.Update);
        Assert.DoesNotContain(plan.Findings, finding => finding.Code == "SourceLeftOut");
        Assert.True(company.HasAccess("ada") && company.HasAccess("bob") && company.HasAccess("cyd"));
    }

    [Fact]
    public async Task Taken_in_again_it_finds_its_people_linked_and_its_leavers_go()
    {
        using var company = await Company();
        using (var alone = Again(company, "workspace"))
        {
            await alone.SyncAsync();
        }

        company.Disable("bob");
        using var world = Again(company, "corp-ad", "workspace");
        var plan = await world.PrepareAsync();
        var row = Assert.Single(plan.Rows, r => r.Selected);
        Assert.Equal((RowStatus.Block, Reason.SourceDisabled, "guid-bob"), (row.Status, row.Reason, row.Source!.Anchor));

        // What the other directory's word has written meanwhile is not overwritten unasked.
        Assert.Equal((RowStatus.Update, Reason.Drift, false), (plan.Row("ada").Status, plan.Row("ada").Reason, plan.Row("ada").Selected));
    }

    [Fact]
    public async Task One_that_takes_the_place_of_another_finds_the_accounts_by_their_addresses_and_makes_none_twice()
    {
        using var company = new TwoDirectories();
        using (var before = Again(company, "corp-ad"))
        {
            company.World.Hire("ada");
            company.World.Hire("bob", "Bob");
            await before.SyncAsync();
        }

        company.Join("ada");
        using var world = Again(company, "workspace");
        var plan = await world.PrepareAsync();
        var row = Assert.Single(plan.Rows, r => r.Selected);
        Assert.Equal((RowStatus.Bind, Reason.SameEmail, "w-ada"), (row.Status, row.Reason, row.Source!.Anchor));
        await world.ApplyAsync(plan);

        Assert.Equal(2, world.Application.Contents.Count(r => r.Kind == EntryKind.Account));
        Assert.DoesNotContain((await world.PrepareAsync()).Rows, r => r.Selected);
        company.EditInWorkspace("ada", r => r with { Enabled = false });
        await world.SyncAsync();
        Assert.False(company.HasAccess("ada"));
        Assert.True(company.HasAccess("bob"));
    }

    [Fact]
    public async Task Another_order_writes_other_values_and_says_that_the_order_did_it()
    {
        using var company = await Company();
        using var world = Again(company, "workspace", "corp-ad");
        var plan = await world.PrepareAsync();
        var row = Assert.Single(plan.Rows, r => r.Selected);
        Assert.Equal((RowStatus.Update, Reason.PolicyChanged, "Ingenieur"), (row.Status, row.Reason, row.Changes.Single().To));
        Assert.Equal(1, Assert.Single(plan.Findings, finding => finding.Code == "RulesChanged").Rows);
    }

    private static async Task<TwoDirectories> Company()
    {
        var company = new TwoDirectories();
        company.World.HireMany(10);
        company.World.Hire("ada", title: "Engineer");
        company.Join("ada", title: "Ingenieur");
        company.World.Hire("bob", "Bob");
        company.Join("cyd", "Cyd");
        await company.World.SyncAsync();
        return company;
    }

    /// <summary>The same company, with other directories in the configuration.</summary>
    private static World Again(TwoDirectories company, params string[] sources) => new(
        sync => sync.From(sources[0], sources[1..]), company.World.Store, company.World.Directory, company.World.Application, time: company.World.Time,
        more: (services, _) => services.AddSyncEngine(engine => engine.AddScriptedSource(company.Workspace)));
}
