using SyncEngine.Provisioning;

namespace SyncEngine.EndToEnd;

/// <summary>Who comes, and what changes about people.</summary>
public abstract partial class EitherDirectory
{
    [Fact]
    public Task A_newcomer_gets_an_account_in_a_department_and_then_nothing_is_left_to_do() => TellAsync(async story =>
    {
        await story.Directory.HireAsync(new Employee("zoe", "Zoe", "Young") { Title = "Buyer", Department = "Purchasing" });
        await story.SyncOneAsync("zoe@contoso.test", RowStatus.New, Reason.NewInSource);
        var account = story.Account("zoe@contoso.test");
        Assert.Equal(("Zoe", "Young", "Buyer", "Purchasing"), (account.FirstName, account.LastName, account.Position, story.DepartmentOf("zoe@contoso.test")));

        var writes = story.Writes;
        Assert.Empty((await story.SyncAsync()).Done());
        Assert.Equal(writes, story.Writes);
    });

    [Fact]
    public Task A_new_name_title_and_department_arrive_at_the_same_account() => TellAsync(async story =>
    {
        var id = story.Account(Ada).Id;
        await story.Directory.ChangeAsync("ada", ada => ada with { Last = "Lovelace", Title = "Director", Department = "Board" });
        var row = await story.SyncOneAsync(Ada, RowStatus.Update, Reason.FieldsChanged);
        Assert.Equal(["department", "lastName", "position"], row.Changes.Select(change => change.Field).Order(StringComparer.Ordinal));
        var account = story.Pyrus.FindMember(id)!;
        Assert.Equal(("Lovelace", "Director", "Board"), (account.LastName, account.Position, story.DepartmentOf(Ada)));
    });

    [Fact]
    public Task A_title_that_is_taken_away_is_cleared() => TellAsync(async story =>
    {
        await story.Directory.ChangeAsync("ada", ada => ada with { Title = null });
        await story.SyncOneAsync(Ada, RowStatus.Update, Reason.FieldsChanged);
        Assert.True(string.IsNullOrEmpty(story.Account(Ada).Position));
    });

    [Fact]
    public Task Somebody_who_has_an_account_already_is_bound_to_it_by_the_address() => TellAsync(async story =>
    {
        var id = story.Pyrus.SeedMember(new() { FirstName = "Zoe", LastName = "Young", Email = "ZOE@contoso.test" }).Id;
        await story.Directory.HireAsync(new Employee("zoe", "Zoe", "Young") { Title = "Buyer" });
        var row = await story.SyncOneAsync("zoe@contoso.test", RowStatus.Bind, Reason.SameEmail);
        Assert.Equal($"{id}", row.Target!.Id);
        Assert.Equal("Buyer", story.Pyrus.FindMember(id)!.Position);
        Assert.Single(story.Pyrus.Members, member => member.FirstName == "Zoe");
    });

    [Fact]
    public Task A_new_address_stays_the_same_account() => TellAsync(async story =>
    {
        var id = story.Account(Ada).Id;
        await story.Directory.ChangeAsync("ada", ada => ada with { Email = "ada.lovelace@contoso.test" });
        await story.SyncOneAsync("ada.lovelace@contoso.test", RowStatus.Update, Reason.FieldsChanged);
        Assert.Equal(id, story.Account("ada.lovelace@contoso.test").Id);
        Assert.Null(story.FindAccount(Ada));
    });

    [Fact]
    public Task An_address_that_is_passed_on_is_freed_before_the_newcomer_gets_it() => TellAsync(async story =>
    {
        var id = story.Account(Ada).Id;
        await story.Directory.ChangeAsync("ada", ada => ada with { Email = "ada.lovelace@contoso.test" });
        await story.Directory.HireAsync(new Employee("other", "Adam", "Young") { Email = Ada });
        var plan = await story.SyncAsync();
        Assert.Equal([("ada.lovelace@contoso.test", RowStatus.Update, Reason.FieldsChanged), (Ada, RowStatus.New, Reason.NewInSource)], plan.Done());
        Assert.Equal((id, "Adam"), (story.Account("ada.lovelace@contoso.test").Id, story.Account(Ada).FirstName));
    });

    [Fact]
    public Task Two_who_swap_their_addresses_are_a_conflict_and_nothing_is_written() => TellAsync(async story =>
    {
        await story.Directory.SwapAddressesAsync("ada", "bob");
        var (writes, plan) = (story.Writes, await story.SyncAsync());
        Assert.Equal([Ada, Bob], plan.Rows.Where(row => row is { Status: RowStatus.Conflict, Reason: Reason.EmailCycle }).Select(PlanReading.EmailOf).Order());
        Assert.Equal(writes, story.Writes);
    });

    [Fact]
    public Task An_address_that_a_strangers_account_has_is_a_conflict_and_stays_the_strangers() => TellAsync(async story =>
    {
        var stranger = story.Pyrus.SeedMember(new() { FirstName = "Max", LastName = "Stranger", Email = "max@contoso.test" }).Id;
        await story.Directory.ChangeAsync("ada", ada => ada with { Email = "max@contoso.test" });
        var plan = await story.SyncAsync();
        Assert.Equal((RowStatus.Conflict, Reason.EmailTaken), Seen(Assert.Single(plan.Rows, row => row.Source?.Email == "max@contoso.test")));
        Assert.Equal(stranger, story.Account("max@contoso.test").Id);
        Assert.NotNull(story.FindAccount(Ada));
    });

    [Fact]
    public Task A_department_gets_the_manager_whom_its_people_name() => TellAsync(
        async story =>
        {
            await story.SyncAsync();
            Assert.Equal(story.Account(Mia).Id, story.Pyrus.Departments.Single(department => department.DepartmentName == "Research").ManagerId);

            await story.Directory.ChangeAsync("ada", ada => ada with { Manager = "p01" });
            await story.Directory.ChangeAsync("bob", bob => bob with { Manager = "p01" });
            var plan = await story.SyncAsync();
            Assert.Equal(Reason.ManagerChanged, Assert.Single(plan.Rows, row => row.Selected).Reason);
            Assert.Equal(story.Account("p01@contoso.test").Id, story.Pyrus.Departments.Single(department => department.DepartmentName == "Research").ManagerId);
        },
        sync => sync.DepartmentManagers = true);

    [Fact]
    public Task Whoever_changes_between_plan_and_sync_is_left_for_the_next_plan_and_the_others_go_on() => TellAsync(async story =>
    {
        await story.Directory.ChangeAsync("ada", ada => ada with { Title = "Director" });
        await story.Directory.ChangeAsync("bob", bob => bob with { Title = "Director" });
        var plan = await story.PlanAsync();
        await story.Directory.ChangeAsync("ada", ada => ada with { Title = "President" });
        var report = await story.ApplyAsync(plan);
        Assert.Equal(RowResult.Stale, report.Outcomes.Single(outcome => outcome.RowId == plan.Row(Ada).Id).Result);
        Assert.Equal(("Engineer", "Director"), (story.Account(Ada).Position, story.Account(Bob).Position));

        await story.SyncOneAsync(Ada, RowStatus.Update, Reason.FieldsChanged);
        Assert.Equal("President", story.Account(Ada).Position);
    });
}
