using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>A filter on a field that readings do not give by themselves: it is asked for from then on, and nothing is planned before it is known of everybody.</summary>
public sealed class FiltersOnFieldsNotReadYet
{
    private static readonly SourceField Office = new(EntryKind.Account, "office");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_reading_is_a_full_one_that_asks_for_the_field_and_its_plan_knows_it_of_everybody(bool tellsChanges)
    {
        using var world = Company(tellsChanges);
        await world.SyncAsync();
        world.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(tellsChanges ? ReadMode.Delta : ReadMode.Full, (await world.PrepareAsync()).Reads[0].Mode);

        await FilterAsync(world);
        var plan = await world.PrepareAsync();

        Assert.Equal(ReadMode.Full, plan.Reads[0].Mode);
        Assert.Equal(["p001", "p002"], plan.Rows.Where(r => r.Reason == Reason.Filtered).Select(r => r.Source!.Login));
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
        world.Edit("guid-p003", r => r with { Attributes = r.Attributes.With("office", "Annex") });
        plan = await world.PrepareAsync();
        Assert.Equal(tellsChanges ? ReadMode.Delta : ReadMode.Full, plan.Reads[0].Mode);
        Assert.Equal(["p001", "p002", "p003"], plan.Rows.Where(r => r.Reason == Reason.Filtered).Select(r => r.Source!.Login));
    }

    [Fact]
    public async Task Before_it_is_stored_one_is_told_that_its_effect_cannot_be_said_yet()
    {
        using var world = Company();
        await world.SyncAsync();

        var effect = await world.Engine.PreviewRulesAsync(World.Sync, [RuleChange.AddFilter(EntryKind.Account, "Office", "annex")], World.Anna, "not ours", Token);

        Assert.Contains("'office' was not read of corp-ad yet", Assert.Single(effect.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_plan_is_made_and_none_applied_before_the_field_was_read_of_everybody(bool tellsChanges)
    {
        using var world = Company(tellsChanges);
        await world.SyncAsync();
        world.Edit("guid-p001", r => r with { Enabled = false });
        var waiting = await world.PrepareAsync();
        await FilterAsync(world);
        world.Directory.FailAfterBatches = 0;

        Assert.Equal("FieldNotRead", (await Assert.ThrowsAsync<ConnectedSystemException>(world.PrepareAsync)).Code);
        Assert.Equal("FieldNotRead", (await Assert.ThrowsAsync<ConnectedSystemException>(() => world.ApplyAsync(waiting))).Code);
        Assert.True(world.AccountOf("p001@corp.example")!.Enabled);

        world.Directory.FailAfterBatches = null;
        var report = await world.ApplyAsync(waiting);
        Assert.Equal(RowResult.Stale, Assert.Single(report.Outcomes).Result);
        Assert.Equal((RowStatus.Frozen, Reason.FilteredButInactive), ((await world.PrepareAsync()).Row("p001").Status, (await world.PrepareAsync()).Row("p001").Reason));
    }

    [Fact]
    public async Task A_filter_that_is_taken_away_again_lets_plans_be_made()
    {
        using var world = Company();
        await world.SyncAsync();
        await FilterAsync(world);
        world.Directory.FailAfterBatches = 0;
        await Assert.ThrowsAsync<ConnectedSystemException>(world.PrepareAsync);

        await world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.RemoveFilter(EntryKind.Account, "office", "annex")], World.Anna, "a mistake", Token);

        Assert.True((await world.PrepareAsync()).Incomplete);
    }

    [Fact]
    public async Task Groups_are_filtered_by_such_fields_as_well()
    {
        using var world = Company();
        world.Directory.OnRequest.Add(new SourceField(EntryKind.Group, "description"));
        world.Group("g-con", "Contractors", "guid-p001");
        world.Edit("g-con", r => r with { Attributes = r.Attributes.With("description", "not ours") });
        await world.PrepareAsync();

        await world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.AddFilter(EntryKind.Group, "description", "not ours")], World.Anna, "x", Token);
        await world.PrepareAsync();

        Assert.Equal(1, Assert.Single((await world.Engine.ReadRulesAsync(World.Sync, Token)).Filters).Covers);
    }

    [Fact]
    public async Task Of_two_directories_the_one_that_has_the_field_is_asked_and_the_other_keeps_nobody_waiting()
    {
        using var two = new TwoDirectories();
        var world = two.World;
        world.Directory.OnRequest.Add(Office);
        world.HireMany(3);
        two.Join("wanda", "Wanda");
        world.Edit("guid-p001", r => r with { Attributes = r.Attributes.With("office", "Annex") });
        await world.PrepareAsync();
        await FilterAsync(world);
        two.Workspace.FailAfterBatches = 0;

        var plan = await world.PrepareAsync();

        Assert.Equal(["p001"], plan.Rows.Where(r => r.Reason == Reason.Filtered).Select(r => r.Source!.Login));
        two.Workspace.FailAfterBatches = null;
        Assert.Equal(RowStatus.New, (await world.PrepareAsync()).Row("wanda@corp.example").Status);
    }

    [Theory]
    [InlineData("ofice", "Others that can be asked for and are spelled like it: office.")]
    [InlineData("shoeSize", "2 others can be asked for; none is spelled like it.")]
    public async Task A_field_that_the_directory_does_not_have_is_refused_and_the_candidates_are_named(string field, string said)
    {
        using var world = Company();
        await world.PrepareAsync();
        RuleChange[] change = [RuleChange.AddFilter(EntryKind.Account, field, "x")];

        var error = await Assert.ThrowsAsync<RuleException>(() => world.Engine.ChangeRulesAsync(World.Sync, change, World.Anna, "x", Token));

        Assert.Equal("FieldUnknown", error.Code);
        Assert.Contains("Fields there are: email, firstName, lastName, login, path.", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Empty((await world.Engine.ReadRulesAsync(World.Sync, Token)).Filters);
    }

    /// <summary>Fifty people, two of them in the annex, which readings show only when they are asked to.</summary>
    private static World Company(bool tellsChanges = true)
    {
        var world = new World();
        world.Directory.TellsChanges = tellsChanges;
        world.Directory.OnRequest.UnionWith([Office, new SourceField(EntryKind.Account, "costCenter")]);
        world.HireMany(50);
        world.Edit("guid-p001", r => r with { Attributes = r.Attributes.With("office", "Annex") });
        world.Edit("guid-p002", r => r with { Attributes = r.Attributes.With("office", "The ANNEX") });
        return world;
    }

    private static Task FilterAsync(World world) =>
        world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.AddFilter(EntryKind.Account, "OFFICE", "annex")], World.Anna, "not ours", Token);
}
