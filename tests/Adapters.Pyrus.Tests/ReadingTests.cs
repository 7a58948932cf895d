using SyncEngine.Emulators;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class ReadingTests
{
    [Fact]
    public async Task Departments_come_before_roles_before_people_parents_first_in_bounded_batches_with_the_receipt_last()
    {
        await using var rig = await Rig.StartAsync();
        var e = rig.Emulator;
        // Ids against the order of the tree.
        e.SeedDepartment(new() { Id = 30, DepartmentName = "Company" });
        e.SeedDepartment(new() { Id = 20, DepartmentName = "Sales", ParentId = 30 });
        e.SeedDepartment(new() { Id = 10, DepartmentName = "North", ParentId = 20, ManagerId = e.Caller.Id, ExternalId = 77 });
        var anna = e.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", DepartmentId = 10 }).Id;
        e.SeedRole(new() { Name = "Sellers", ExternalId = "g", MemberIds = [anna, e.Caller.Id] });
        foreach (var size in new[] { 1, 2, 500 })
        {
            var reading = await rig.ReadAsync(size);
            Assert.Equal(
                [(EntryKind.Unit, "30", null), (EntryKind.Unit, "20", "30"), (EntryKind.Unit, "10", "20")],
                reading.Records.Take(3).Select(r => (r.Kind, r.Anchor, r.Parent)));
            Assert.Equal(EntryKind.Group, reading.Records[3].Kind);
            Assert.Equal(2, reading.Of(EntryKind.Account).Count);
            var north = reading.Records[2].Attributes;
            Assert.Equal(("North", $"{e.Caller.Id}", "77"), (north[AttributeNames.Name], north[AttributeNames.Manager], north[AttributeNames.ExternalId]));
            Assert.Equal([$"{e.Caller.Id}", $"{anna}"], reading.Records[3].Members);
            Assert.Equal("10", reading.Account(anna).Parent);
            Assert.Equal((true, "110001", 2, 1, 3), (reading.Receipt.Complete, reading.Receipt.Identity, reading.Receipt.Accounts, reading.Receipt.Groups, reading.Receipt.Units));
            Assert.Empty(reading.Receipt.Problems);
        }
    }

    [Fact]
    public async Task A_person_is_given_with_canonical_names_and_only_what_there_is()
    {
        await using var rig = await Rig.StartAsync();
        var id = rig.Emulator.SeedMember(new()
        {
            FirstName = "Анна", LastName = "Smith", Email = "anna@corp.example", Position = "Clerk", Phone = "123", MobilePhone = "456", PersonnelNumber = "0001",
            ExternalId = "guid", Status = "on holiday", Rights = PyrusRights.NewMember,
        }).Id;
        var record = (await rig.ReadAsync()).Account(id);
        Assert.True(record.Enabled);
        Assert.Null(record.Parent);
        Assert.Equal(
            AttributeSet.Of(
                ("name", "Анна Smith"), ("firstName", "Анна"), ("lastName", "Smith"), ("email", "anna@corp.example"), ("position", "Clerk"), ("phone", "123"),
                ("mobilePhone", "456"), ("employeeNumber", "0001"), ("externalId", "guid")),
            record.Attributes);
    }

    [Theory]
    [InlineData(false, false, true, null)]
    [InlineData(true, false, false, null)]
    [InlineData(false, true, false, "dismissed")]
    [InlineData(true, true, false, "dismissed")]
    public async Task Blocked_and_dismissed_are_two_things_and_neither_may_sign_in(bool banned, bool fired, bool enabled, string? state)
    {
        await using var rig = await Rig.StartAsync();
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "a@corp.example", Banned = banned, Fired = fired }).Id;
        var record = (await rig.ReadAsync()).Account(id);
        Assert.Equal((enabled, state), (record.Enabled, record.Attributes[AttributeNames.EmploymentState]));
        Assert.Equal(fired && !banned ? AttributeNames.NotBlocked : null, record.Attributes[AttributeNames.Blocked]);
    }

    [Fact]
    public async Task Bots_and_protected_accounts_are_marked_and_foreign_people_are_not_read()
    {
        await using var rig = await Rig.StartAsync();
        var e = rig.Emulator;
        var bot = e.SeedMember(new() { FirstName = "Robo", Email = "bot@corp.example", Type = "bot" }).Id;
        var admin = e.SeedMember(new() { FirstName = "Adam", Email = "adam@corp.example", Rights = PyrusRights.OrganizationManager }).Id;
        var person = e.SeedMember(new() { FirstName = "Petra", Email = "petra@corp.example", Type = "Person", Rights = PyrusRights.ManageRoles }).Id;
        e.SeedForeignOrganization(new(7, "Partner", [new() { Id = 70, Email = "guest@partner.example" }]));
        var reading = await rig.ReadAsync();
        Assert.Equal(("bot", null), Marks(bot));
        Assert.Equal((null, "administrator"), Marks(admin));
        Assert.Equal((null, null), Marks(person));
        Assert.Equal((null, "self"), Marks(e.Caller.Id));
        Assert.Equal(4, reading.Of(EntryKind.Account).Count);

        (string?, string?) Marks(int id) =>
            (reading.Account(id).Attributes[AttributeNames.AccountType], reading.Account(id).Attributes[AttributeNames.Protection]);
    }

    [Fact]
    public async Task A_list_without_rights_marks_ourselves_only_and_says_so_without_breaking()
    {
        await using var rig = await Rig.StartAsync(o => o.Behaviour.ListOmitsRights = true);
        var admin = rig.Emulator.SeedMember(new() { FirstName = "Adam", Email = "adam@corp.example", Rights = PyrusRights.Administrator }).Id;
        var reading = await rig.ReadAsync();
        Assert.Null(reading.Account(admin).Attributes[AttributeNames.Protection]);
        Assert.Equal("self", reading.Account(rig.Emulator.Caller.Id).Attributes[AttributeNames.Protection]);
        Assert.True(reading.Receipt.Complete);
        Assert.Equal(("RightsNotShown", false), Problem(reading));

        // A single member shows rights, and is still the same record.
        var confirmed = await rig.ConfirmAsync(Rig.Key(EntryKind.Account, admin));
        Assert.Equal(reading.Account(admin).Attributes, confirmed.Record!.Attributes);
    }

    [Fact]
    public async Task A_second_reading_gives_the_same_records()
    {
        await using var rig = await Rig.StartAsync();
        var d = rig.Emulator.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        for (var i = 0; i < 30; i++)
        {
            rig.Emulator.SeedMember(new() { FirstName = $"Anna{i}", Email = $"anna{i}@corp.example", DepartmentId = i % 2 == 0 ? d : null, Banned = i % 7 == 0 });
        }

        var first = await rig.ReadAsync();
        var second = await rig.ReadAsync(7);
        Assert.Equal(first.Records.Select(Shown), second.Records.Select(Shown));
    }

    [Fact]
    public async Task The_samples_of_the_documentation_give_the_same_records_as_clean_answers()
    {
        await using var rig = await Rig.StartAsync();
        var d = rig.Emulator.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", DepartmentId = d, VacationDays = 2 });
        rig.Emulator.SeedMember(new() { FirstName = "Boris", Email = "boris@corp.example", Banned = true });
        rig.Emulator.SeedMember(new() { FirstName = "Fred", Email = "fred@corp.example", Fired = true });
        rig.Emulator.SeedRole(new() { Name = "R", MemberIds = [rig.Emulator.Caller.Id] });
        var clean = await rig.ReadAsync();
        rig.Emulator.Behaviour.SamplesMode = true;
        var samples = await rig.ReadAsync();
        Assert.Equal(clean.Records.Select(Shown), samples.Records.Select(Shown));
        Assert.True(samples.Receipt.Complete);
    }

    [Fact]
    public async Task Without_a_chart_departments_are_known_from_people_and_the_receipt_says_so_without_breaking()
    {
        await using var rig = await Rig.StartAsync(o => o.Behaviour.OrgChartAvailable = false);
        var sales = rig.Emulator.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        rig.Emulator.SeedDepartment(new() { DepartmentName = "Empty" });
        var anna = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", DepartmentId = sales }).Id;
        var reading = await rig.ReadAsync();
        Assert.Equal(("OrgChartUnavailable", false), Problem(reading));
        Assert.True(reading.Receipt.Complete);
        var unit = Assert.Single(reading.Of(EntryKind.Unit));
        Assert.Equal(($"{sales}", "Sales"), (unit.Anchor, unit.Attributes[AttributeNames.Name]));
        Assert.Equal(unit.Anchor, reading.Account(anna).Parent);
        Assert.Equal(EntryKind.Unit, reading.Records[0].Kind);
    }

    [Fact]
    public async Task A_circle_of_departments_made_by_hand_is_shown_and_not_followed_for_ever()
    {
        await using var rig = await Rig.StartAsync();
        rig.Emulator.SeedDepartment(new() { Id = 1, DepartmentName = "A", ParentId = 2 });
        rig.Emulator.SeedDepartment(new() { Id = 2, DepartmentName = "B", ParentId = 1 });
        rig.Emulator.SeedDepartment(new() { Id = 3, DepartmentName = "Top" });
        rig.Emulator.SeedDepartment(new() { Id = 4, DepartmentName = "Own", ParentId = 4 });
        Assert.Equal(["3", "1", "2", "4"], (await rig.ReadAsync()).Of(EntryKind.Unit).Select(u => u.Anchor));
    }

    [Fact]
    public async Task Preview_works_for_a_login_without_rights()
    {
        await using var rig = await Rig.StartAsync();
        rig.Emulator.SeedMember(rig.Emulator.Caller with { Rights = 0 });
        Assert.True((await rig.ReadAsync()).Receipt.Complete);
        Assert.Empty(rig.Writes);
    }

    private static (string, bool) Problem(Reading reading)
    {
        var problem = Assert.Single(reading.Receipt.Problems);
        return (problem.Code, problem.Breaking);
    }

    private static string Shown(Capture.SourceRecord r) =>
        $"{r.Kind} {r.Anchor} {r.Enabled} {r.Deleted} {r.Parent} [{string.Join(",", r.Members)}] {r.MembersComplete} {r.Attributes}";
}
