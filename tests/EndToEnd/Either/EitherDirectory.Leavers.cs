using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.EndToEnd;

/// <summary>Who loses access, for which reason, and how it comes back.</summary>
public abstract partial class EitherDirectory
{
    [Fact]
    public Task Disabled_loses_access_sessions_and_roles_and_gets_access_and_roles_back_when_enabled() => TellAsync(async story =>
    {
        var id = story.Account(Ada).Id;
        story.Pyrus.SeedRole(new() { Name = "Analysts", MemberIds = [id] });
        story.Pyrus.SeedMember(story.Account(Ada) with { Sessions = [new("iPhone", DateTimeOffset.UnixEpoch)] });
        await story.SyncAsync();

        await story.Directory.DisableAsync("ada");
        await story.SyncOneAsync(Ada, RowStatus.Block, Reason.SourceDisabled);
        Assert.True(story.Account(Ada).Banned);
        Assert.Empty(story.Account(Ada).Sessions);
        Assert.Empty(story.RolesOf(Ada));
        Assert.Empty((await story.PlanAsync()).Done());

        await story.Directory.EnableAsync("ada");
        var row = await story.SyncOneAsync(Ada, RowStatus.Unblock, Reason.ActiveAgain);
        Assert.Equal(["Analysts"], row.Roles.Select(role => role.Name));
        Assert.Equal((id, false), (story.Account(Ada).Id, story.Account(Ada).Banned));
        Assert.Equal(["Analysts"], story.RolesOf(Ada));
    });

    [Fact]
    public Task Deleted_loses_access_and_somebody_new_with_the_same_address_does_not_get_the_account_unasked() => TellAsync(async story =>
    {
        await story.Directory.DeleteAsync("ada");
        await story.SyncOneAsync(Ada, RowStatus.Block, Reason.SourceDeleted);
        Assert.True(story.Account(Ada).Banned);

        await story.Directory.HireAsync(new Employee("ada2", "Adam", "Young") { Email = Ada });
        var row = (await story.PlanAsync()).Row(Ada);
        Assert.Equal((RowStatus.Bind, Reason.Relink, false), (row.Status, row.Reason, row.Selected));
    });

    [Fact]
    public Task Moved_to_a_unit_that_the_rule_does_not_admit_loses_access_and_gets_it_back_on_the_way_back() => TellAsync(async story =>
    {
        await story.Directory.AddUnitAsync("Workshops");
        await story.Directory.MoveAsync("ada", "Workshops");
        await story.SyncOneAsync(Ada, RowStatus.Block, Reason.OutsideUnits);
        Assert.True(story.Account(Ada).Banned);

        await story.Directory.MoveAsync("ada", CompanyDirectory.Office);
        await story.SyncOneAsync(Ada, RowStatus.Unblock, Reason.ActiveAgain);
        Assert.False(story.Account(Ada).Banned);
    });

    [Fact]
    public Task Disabled_and_moved_in_one_step_is_told_as_disabled() => TellAsync(async story =>
    {
        await story.Directory.AddUnitAsync("Workshops");
        await story.Directory.MoveAsync("ada", "Workshops");
        await story.Directory.DisableAsync("ada");
        await story.SyncOneAsync(Ada, RowStatus.Block, Reason.SourceDisabled);
    });

    [Fact]
    public Task Moved_to_where_nobody_is_read_is_out_of_scope_and_not_absent() => TellAsync(async story =>
    {
        await story.Directory.MoveOutOfReachAsync("ada");
        var plan = await story.PlanAsync();
        var row = Assert.Single(plan.Rows, row => row.Selected);
        Assert.Equal((RowStatus.Block, Reason.OutOfScope), (row.Status, row.Reason));
        await story.ApplyAsync(plan);
        Assert.True(story.Account(Ada).Banned);
    });

    [Fact]
    public Task A_unit_renamed_is_one_finding_and_held_and_newcomers_go_on() => TellAsync(async story =>
    {
        await story.Directory.RenameUnitAsync(CompanyDirectory.Office, "Berlin Staff");
        await story.Directory.AddUnitAsync("Paris Users");
        await story.Directory.MoveAsync("bob", "Paris Users");
        await story.Directory.ChangeAsync("bob", bob => bob with { Title = "Director" });
        var plan = await story.SyncAsync();
        Assert.Equal(12, Assert.Single(plan.Findings, finding => finding.Code == "OuRenamed").Rows);
        Assert.Equal(("BlockOutsideUnits", 12), (Assert.Single(plan.Held).Limit, plan.Held[0].Count));
        Assert.DoesNotContain(story.Pyrus.Members, member => member.Banned);
        Assert.Equal("Director", story.Account(Bob).Position);
    });

    [Fact]
    public Task Who_was_disabled_before_ever_having_an_account_never_gets_one() => TellAsync(async story =>
    {
        await story.Directory.HireAsync(new Employee("zoe", "Zoe", "Young"));
        await story.Directory.DisableAsync("zoe");
        Assert.Empty((await story.SyncAsync()).Done());
        Assert.Null(story.FindAccount("zoe@contoso.test"));
    });

    [Fact]
    public Task A_leaver_with_an_account_of_before_is_bound_and_blocked_in_one_row() => TellAsync(async story =>
    {
        story.Pyrus.SeedMember(new() { FirstName = "Zoe", LastName = "Young", Email = "zoe@contoso.test" });
        await story.Directory.HireAsync(new Employee("zoe", "Zoe", "Young"));
        await story.Directory.DisableAsync("zoe");
        var row = await story.SyncOneAsync("zoe@contoso.test", RowStatus.Block, Reason.SourceDisabled);
        Assert.Equal([Effect.Link, Effect.Block], row.Effects);
        Assert.True(story.Account("zoe@contoso.test").Banned);
    });

    [Fact]
    public Task An_exception_freezes_in_both_directions_and_its_end_lets_go_on() => TellAsync(async story =>
    {
        var ada = (await story.Engine.FindPersonAsync(Story.Sync, Ada, Token)).Key;
        await story.Engine.ExcludeAsync(Story.Sync, ada, Story.Anna, "on a mission", null, Token);
        await story.Directory.ChangeAsync("ada", employee => employee with { Title = "Director" });
        Assert.Equal((RowStatus.Frozen, Reason.Excluded), Seen((await story.SyncAsync()).Row(Ada)));
        await story.Directory.DisableAsync("ada");
        Assert.Equal((RowStatus.Frozen, Reason.ExcludedButInactive), Seen((await story.SyncAsync()).Row(Ada)));
        Assert.Equal((false, "Engineer"), (story.Account(Ada).Banned, story.Account(Ada).Position));

        await story.Engine.IncludeAsync(Story.Sync, ada, Story.Anna, "came back", Token);
        await story.SyncOneAsync(Ada, RowStatus.Block, Reason.SourceDisabled);
        Assert.True(story.Account(Ada).Banned);
    });

    [Fact]
    public Task Explain_and_history_tell_it() => TellAsync(async story =>
    {
        await story.Directory.ChangeAsync("ada", ada => ada with { Title = "Director" });
        await story.SyncAsync();
        await story.Directory.DisableAsync("ada");
        await story.PlanAsync();
        var told = await story.Engine.ExplainAsync(Story.Sync, Ada, null, Token);
        Assert.Equal(("Ada Byron", Reason.SourceDisabled), (told.Name, told.Row!.Reason));
        Assert.Equal(Audit.ExplainStage.Entry, Assert.Single(told.Steps, step => step.Decisive).Stage);
        Assert.NotNull(told.Otherwise);
        await story.SyncAsync();
        await story.Directory.DeleteAsync("ada");
        await story.SyncAsync();

        // A new host knows nothing but the events, and the history is one story from the first sight to the end.
        story.StartAnotherHost();
        var history = await story.Engine.ReadHistoryAsync(Ada, Token);
        var person = history.Items.Where(item => item.Stream == StreamName.Entry(history.Person)).Select(item => item.Type).ToList();
        Assert.Equal(
            [
                "entry_discovered_v1", "change_intended_v1", "account_linked_v1", "change_confirmed_v1",
                "entry_changed_v1", "change_intended_v1", "change_confirmed_v1",
                "entry_disabled_v1", "change_intended_v1", "change_confirmed_v1",
                "entry_disappeared_v1",
            ],
            person);
    });

    private static (RowStatus Status, Reason Reason) Seen(PlanRow row) => (row.Status, row.Reason);
}
