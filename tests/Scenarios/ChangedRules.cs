using SyncEngine.Audit;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>The map of a sync is changed. What is then written is told from what changed in the directory, and waits for a person.</summary>
public sealed class ChangedRules
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_that_only_changed_rules_explain_says_so_and_one_that_the_directory_explains_too_does_not()
    {
        using var before = await CompanyAsync();
        before.Edit("guid-bob", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        using var world = Again(before, Upper);

        var plan = await world.PrepareAsync();
        Assert.Equal((RowStatus.Update, Reason.PolicyChanged, true), (plan.Row("ada").Status, plan.Row("ada").Reason, plan.Row("ada").Selected));
        Assert.Equal("position of Ada Novak would be written because the rules of this sync changed: corp-ad says what it said before.", plan.Row("ada").Text);
        Assert.Equal((RowStatus.Update, Reason.FieldsChanged), (plan.Row("bob").Status, plan.Row("bob").Reason));
        Assert.Equal(1, Assert.Single(plan.Findings, finding => finding.Code == "RulesChanged").Rows);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
        var explained = await world.Engine.ExplainAsync(World.Sync, "ada@corp.example", plan.Id, Token);
        Assert.Equal("If the rules were as they were when a plan was last applied, nothing would be written.", explained.Otherwise);
        Assert.Equal(ExplainStage.Comparison, explained.Steps.Single(step => step.Decisive).Stage);

        await world.ApplyAsync(plan);
        Assert.Equal("ENGINEER", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task The_schedule_leaves_it_to_a_person_and_goes_on_with_the_rest()
    {
        using var before = await CompanyAsync();
        before.Edit("guid-bob", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        using var world = Again(before, sync =>
        {
            Upper(sync);
            sync.AutoApply.Add("Update");
        });
        await using (var cycle = await Cycle.StartAsync(world))
        {
            await cycle.PassAsync(TimeSpan.FromHours(2));
        }

        Assert.Equal("DIRECTOR", world.AccountOf("bob@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Equal("Engineer", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Equal(Reason.PolicyChanged, (await world.PrepareAsync()).Row("ada").Reason);

        await world.SyncAsync();
        Assert.Equal("ENGINEER", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
    }

    [Fact]
    public async Task It_has_a_limit_of_its_own_beside_that_of_updates()
    {
        using var before = await CompanyAsync();
        before.Edit("guid-bob", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        using var world = Again(before, sync =>
        {
            Upper(sync);
            sync.Limits["UpdatePolicyChanged"] = new LimitOptions { Max = 0 };
        });

        var plan = await world.PrepareAsync();
        Assert.Equal(("UpdatePolicyChanged", null), (plan.Row("ada").Held, plan.Row("bob").Held));
        var report = await world.ApplyAsync(plan);
        Assert.Equal((1, 1), (report.Count(RowResult.Held), report.Count(RowResult.Applied)));

        plan = await world.PrepareAsync();
        Assert.Equal((Reason.PolicyChanged, "UpdatePolicyChanged"), (plan.Row("ada").Reason, plan.Row("ada").Held));
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "Titles are written large now.", Token);
        Assert.Equal(1, (await world.ApplyAsync(plan)).Count(RowResult.Applied));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Whom_a_person_leaves_out_by_name_no_longer_keeps_the_rules_new()
    {
        using var before = await CompanyAsync();
        using var world = Again(before, Upper);
        var plan = await world.PrepareAsync();
        await world.ApplyAsync(plan, new RowSelection { Exclude = [plan.Row("ada").Id] });

        Assert.Equal(Reason.FieldsChanged, (await world.PrepareAsync()).Row("ada").Reason);
    }

    [Fact]
    public async Task A_field_that_is_taken_into_the_map_is_a_changed_rule_too()
    {
        using var before = await CompanyAsync();
        using var world = Again(before, sync => sync.Map["employeeNumber"] = AttributeNames.Login);

        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Update, Reason.PolicyChanged), (row.Status, row.Reason));
        Assert.Equal(("employeeNumber", null, "ada"), (row.Changes.Single().Field, row.Changes.Single().From, row.Changes.Single().To));
    }

    private static void Upper(SyncOptions sync) => sync.Fields[AttributeNames.Position] = new FieldOptions { Case = LetterCase.Upper };

    private static async Task<World> CompanyAsync()
    {
        var world = new World();
        world.Hire("ada", title: "Engineer");
        world.Hire("bob", "Bob", title: "Manager");
        await world.SyncAsync();
        return world;
    }

    private static World Again(World before, Action<SyncOptions> configure) => new(configure, before.Store, before.Directory, before.Application, time: before.Time);
}
