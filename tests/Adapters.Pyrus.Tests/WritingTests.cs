using System.Text.Json;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class WritingTests : IAsyncLifetime
{
    private Rig rig = null!;

    public async ValueTask InitializeAsync() => rig = await Rig.StartAsync();

    public async ValueTask DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task A_creation_sends_the_fields_and_the_department_in_one_request_and_echoes_what_a_reading_shows()
    {
        var department = rig.Emulator.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        var outcome = await rig.ApplyAsync(
            ChangeAction.CreateAccount,
            parent: $"{department}",
            fields:
            [
                ("firstName", "Анна"), ("lastName", "Smith"), ("email", "anna@corp.example"), ("position", "Clerk"), ("phone", "1"), ("mobilePhone", "2"),
                ("employeeNumber", "007"), ("externalId", "guid-1"),
            ]);
        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        var member = rig.Emulator.FindMember("anna@corp.example")!;
        Assert.Equal($"{member.Id}", outcome.TargetId);
        Assert.Equal(("Анна", "Smith", "Clerk", "1", "2"), (member.FirstName, member.LastName, member.Position, member.Phone, member.MobilePhone));
        Assert.Equal(("007", "guid-1", department), (member.PersonnelNumber, member.ExternalId, member.DepartmentId));
        Assert.Single(rig.Writes);
        await EchoEqualsReadingAsync(outcome);
    }

    [Fact]
    public async Task An_update_addresses_the_id_and_sends_only_what_changes()
    {
        var d = rig.Emulator.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", LastName = "Old", Email = "anna@corp.example", Position = "Clerk", Phone = "1", DepartmentId = d }).Id;
        var outcome = await rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", cleared: ["phone"], fields: [("lastName", "New")]);
        Assert.Equal((OutcomeKind.Applied, $"{id}"), (outcome.Kind, outcome.TargetId));
        var write = Assert.Single(rig.Writes);
        Assert.Equal(("PUT", $"members/{id}"), (write.Method, write.Path));
        Assert.Equal(["last_name", "phone"], Fields(write));
        Assert.Equal(("New", null, "Clerk", d), State(id));
        await EchoEqualsReadingAsync(outcome);

        Assert.Equal(OutcomeKind.Applied, (await rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", clearParent: true)).Kind);
        Assert.Equal(["drop_department"], Fields(rig.Writes[1]));
        Assert.Null(rig.Emulator.FindMember(id)!.DepartmentId);
        await rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", parent: $"{d}");
        Assert.Equal(d, rig.Emulator.FindMember(id)!.DepartmentId);

        (string?, string?, string?, long?) State(int of) =>
            rig.Emulator.FindMember(of) is { } m ? (m.LastName, m.Phone, m.Position, m.DepartmentId) : default;
    }

    [Fact]
    public async Task External_id_is_left_out_of_an_update_since_Pyrus_ignores_it_there()
    {
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example" }).Id;
        var outcome = await rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", fields: [("externalId", "g"), ("lastName", "New")]);
        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Contains("external_id", outcome.Message);
        Assert.Equal(["last_name"], Fields(Assert.Single(rig.Writes)));
        outcome = await rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", fields: [("externalId", "g")]);
        Assert.Equal((OutcomeKind.Refused, "NotSent"), (outcome.Kind, outcome.Code));
        Assert.Single(rig.Writes);
    }

    [Theory]
    [InlineData("title", null, null)]
    [InlineData(null, "manager", null)]
    [InlineData(null, null, "sales")]
    public async Task What_Pyrus_cannot_take_is_refused_by_name_and_nothing_is_sent(string? field, string? cleared, string? parent)
    {
        var outcome = await rig.ApplyAsync(
            ChangeAction.UpdateAccount, $"{rig.Emulator.Caller.Id}", parent, cleared: cleared is null ? null : [cleared], fields: field is null ? [] : [(field, "x")]);
        Assert.Equal((OutcomeKind.Refused, "NotSent"), (outcome.Kind, outcome.Code));
        Assert.Contains(field ?? cleared ?? parent!, outcome.Message);
        Assert.Empty(rig.Writes);
    }

    [Theory]
    [InlineData(ChangeAction.UpdateAccount)]
    [InlineData(ChangeAction.BlockAccount)]
    [InlineData(ChangeAction.UnblockAccount)]
    public async Task A_target_id_that_is_none_of_Pyrus_is_refused_and_nothing_is_sent(ChangeAction action)
    {
        Assert.Equal((OutcomeKind.Refused, "NotSent"), Said(await rig.ApplyAsync(action, "anna@corp.example", fields: [("lastName", "X")])));
        Assert.Equal((OutcomeKind.Refused, "NotSent"), Said(await rig.ApplyAsync(action, null)));
        Assert.Empty(rig.Writes);
    }

    [Fact]
    public async Task An_update_of_nothing_is_already_so()
    {
        Assert.Equal(OutcomeKind.AlreadySo, (await rig.ApplyAsync(ChangeAction.UpdateAccount, $"{rig.Emulator.Caller.Id}")).Kind);
        Assert.Empty(rig.Writes);
    }

    [Fact]
    public async Task A_block_ends_sessions_and_takes_roles_and_an_unblock_does_not_give_them_back()
    {
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", Sessions = [new("iPhone", DateTimeOffset.UnixEpoch)] }).Id;
        rig.Emulator.SeedRole(new() { Name = "Sales", MemberIds = [id] });
        var block = await rig.ApplyAsync(ChangeAction.BlockAccount, $"{id}");
        Assert.Equal(OutcomeKind.Applied, block.Kind);
        Assert.False(block.Echo!.Enabled);
        await EchoEqualsReadingAsync(block);
        Assert.Equal("DELETE", Assert.Single(rig.Writes).Method);
        Assert.Empty(rig.Emulator.FindMember(id)!.Sessions);
        Assert.Empty(rig.Emulator.Roles[0].MemberIds);

        // Again: found so, not written.
        Assert.Equal(OutcomeKind.AlreadySo, (await rig.ApplyAsync(ChangeAction.BlockAccount, $"{id}")).Kind);
        Assert.Single(rig.Writes);

        var unblock = await rig.ApplyAsync(ChangeAction.UnblockAccount, $"{id}");
        Assert.Equal(OutcomeKind.Applied, unblock.Kind);
        Assert.True(unblock.Echo!.Enabled);
        await EchoEqualsReadingAsync(unblock);
        Assert.Empty(rig.Emulator.Roles[0].MemberIds);
        Assert.Equal(["banned"], Fields(rig.Writes[1]));
        Assert.Equal(OutcomeKind.AlreadySo, (await rig.ApplyAsync(ChangeAction.UnblockAccount, $"{id}")).Kind);
        Assert.Equal(2, rig.Writes.Count);
    }

    [Fact]
    public async Task A_role_is_given_by_a_difference_and_a_member_that_Pyrus_passes_over_is_a_refusal()
    {
        var anna = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example" }).Id;
        var boris = rig.Emulator.SeedMember(new() { FirstName = "Boris", Email = "boris@corp.example", Banned = true }).Id;
        var role = rig.Emulator.SeedRole(new() { Name = "Sellers" }).Id;

        Assert.Equal(OutcomeKind.Applied, (await AddAsync($"{anna}")).Kind);
        Assert.Equal(["member_add"], Fields(Assert.Single(rig.Writes)));
        Assert.Equal([anna], rig.Emulator.Roles.Single(r => r.Id == role).MemberIds);
        var refused = await AddAsync($"{boris}");
        Assert.Equal((OutcomeKind.Refused, "NotAdded"), (refused.Kind, refused.Code));
        Assert.Contains($"{boris}", refused.Message, StringComparison.Ordinal);
        Assert.Equal("NotSent", (await AddAsync("no id")).Code);
        Assert.Equal("NotSent", (await rig.ApplyAsync(ChangeAction.AddToRole, $"{role}")).Code);
        Assert.Equal(2, rig.Writes.Count);

        Task<Outcome> AddAsync(string member) => rig.ApplyAsync(ChangeAction.AddToRole, $"{role}", members: [member]);
    }

    [Fact]
    public async Task An_unblock_may_carry_fields_in_the_same_request()
    {
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", Banned = true }).Id;
        Assert.Equal(OutcomeKind.Applied, (await rig.ApplyAsync(ChangeAction.UnblockAccount, $"{id}", fields: [("position", "Head")])).Kind);
        Assert.Equal((false, "Head"), (rig.Emulator.FindMember(id)!.Banned, rig.Emulator.FindMember(id)!.Position));
        Assert.Single(rig.Writes);
    }

    [Fact]
    public async Task Departments_are_created_parents_first_and_people_put_into_them()
    {
        var top = await rig.ApplyAsync(ChangeAction.CreateDepartment, fields: [("name", "Sales")]);
        Assert.Equal((OutcomeKind.Applied, EntryKind.Unit), (top.Kind, top.Echo!.Kind));
        var child = await rig.ApplyAsync(ChangeAction.CreateDepartment, parent: top.TargetId, fields: [("name", "North")]);
        Assert.Equal(top.TargetId, child.Echo!.Parent);
        var person = await rig.ApplyAsync(ChangeAction.CreateAccount, parent: child.TargetId, fields: [("firstName", "A"), ("email", "a@corp.example")]);
        Assert.Equal(child.TargetId, person.Echo!.Parent);
        Assert.All(rig.Writes.Take(2), w => Assert.Equal(("PUT", "orgchart"), (w.Method, w.Path)));
        var units = (await rig.ReadAsync()).Of(EntryKind.Unit);
        Assert.Equal([top.TargetId, child.TargetId], units.Select(u => u.Anchor));
        Assert.Equal(child.Echo.Attributes, units[1].Attributes);
        Assert.Equal((OutcomeKind.Refused, "NotSent"), Said(await rig.ApplyAsync(ChangeAction.CreateDepartment)));
        Assert.Equal((OutcomeKind.Refused, "NotSent"), Said(await rig.ApplyAsync(ChangeAction.CreateDepartment, parent: "x", fields: [("name", "X")])));
        Assert.Equal((OutcomeKind.Refused, "invalid_department"), Said(await rig.ApplyAsync(ChangeAction.CreateDepartment, parent: "999", fields: [("name", "X")])));
    }

    [Fact]
    public async Task A_locked_or_absent_chart_is_a_refusal_that_says_what_to_do()
    {
        rig.Emulator.Behaviour.OrgChartLocked = true;
        var locked = await rig.ApplyAsync(ChangeAction.CreateDepartment, fields: [("name", "Sales")]);
        Assert.Equal((OutcomeKind.Refused, "department_catalog_can_not_be_modified"), Said(locked));
        Assert.Contains("by hand", locked.Message);
        rig.Emulator.Behaviour.OrgChartAvailable = false;
        Assert.Equal((OutcomeKind.Refused, "OrgChartUnavailable"), Said(await rig.ApplyAsync(ChangeAction.CreateDepartment, fields: [("name", "Sales")])));
    }

    [Fact]
    public async Task Refusals_carry_the_code_of_Pyrus_the_field_and_what_to_do()
    {
        var e = rig.Emulator;
        var id = e.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example" }).Id;
        var owner = e.SeedMember(new() { FirstName = "Olga", Email = "olga@corp.example", Owner = true }).Id;
        await Refused("person_email_already_in_use", "email", rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "B"), ("email", "ANNA@corp.example")]));
        await Refused("person_email_already_in_use", "email", rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", fields: [("email", "olga@corp.example")]));
        await Refused("incorrect_email_format", "email", rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", fields: [("email", "no address")]));
        await Refused("value_is_too_long", "Shorten", rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", fields: [("position", new string('x', 300))]));
        await Refused("required_parameter_missing", "first or a last name", rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("email", "c@corp.example")]));
        await Refused("required_field_missing", "email", rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", cleared: ["email"]));
        await Refused("invalid_department", "department_id", rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", parent: "999"));
        await Refused("invalid_person_id", "new plan", rig.ApplyAsync(ChangeAction.UpdateAccount, "999", fields: [("position", "x")]));
        await Refused("invalid_person_id", "new plan", rig.ApplyAsync(ChangeAction.BlockAccount, "999"));
        await Refused("access_denied_person", "owner", rig.ApplyAsync(ChangeAction.BlockAccount, $"{owner}"));
        e.Seats = 1;
        await Refused("limit_exceeded", "seat", rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "C"), ("email", "c@corp.example")]));
        (e.Behaviour.DuplicateEmailStatus, e.Behaviour.DuplicateEmailCode) = (409, "conflict");
        await Refused("conflict", "email", rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "B"), ("email", "anna@corp.example")]));

        static async Task Refused(string code, string text, Task<Outcome> write)
        {
            var outcome = await write;
            Assert.Equal((OutcomeKind.Refused, code), Said(outcome));
            Assert.Contains(text, outcome.Message);
        }
    }

    [Fact]
    public async Task A_field_that_Pyrus_does_not_clear_shows_in_the_echo()
    {
        rig.Emulator.Behaviour.EmptyTextClears = false;
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", Position = "Clerk" }).Id;
        var outcome = await rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", cleared: ["position"]);
        Assert.Equal("Clerk", outcome.Echo!.Attributes[AttributeNames.Position]);
    }

    private static (OutcomeKind, string?) Said(Outcome outcome) => (outcome.Kind, outcome.Code);

    private static IEnumerable<string> Fields(RecordedRequest request) => JsonDocument.Parse(request.Body).RootElement.EnumerateObject().Select(p => p.Name);

    private async Task EchoEqualsReadingAsync(Outcome outcome)
    {
        var read = Assert.Single((await rig.ReadAsync()).Of(EntryKind.Account), r => r.Anchor == outcome.TargetId);
        var echo = outcome.Echo!;
        Assert.Equal((read.Enabled, read.Parent, read.Attributes), (echo.Enabled, echo.Parent, echo.Attributes));
    }
}
