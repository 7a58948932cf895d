using System.Text.Json;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>What is sent for roles and departments, and that an answer which says otherwise is no success.</summary>
public sealed class RoleAndDepartmentWritingTests : IAsyncLifetime
{
    private Rig rig = null!;

    public async ValueTask InitializeAsync() => rig = await Rig.StartAsync();

    public async ValueTask DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task A_role_is_made_by_name_and_external_id_and_renamed_by_its_id()
    {
        var made = await rig.ApplyAsync(ChangeAction.CreateRole, fields: [("name", "Sellers"), ("externalId", "guid-1")]);
        Assert.Equal(("POST", "roles"), (rig.Writes[0].Method, rig.Writes[0].Path));
        Same("""{"name":"Sellers","external_id":"guid-1"}""", rig.Writes[0]);
        await rig.ApplyAsync(ChangeAction.UpdateRole, made.TargetId, fields: [("name", "Sales")]);
        Assert.Equal(("PUT", $"roles/{made.TargetId}"), (rig.Writes[1].Method, rig.Writes[1].Path));
        Same("""{"name":"Sales"}""", rig.Writes[1]);
        var cleared = await rig.ApplyAsync(ChangeAction.UpdateRole, made.TargetId, cleared: ["externalId"]);
        Assert.Equal(OutcomeKind.Applied, cleared.Kind);
        Same("""{"external_id":""}""", rig.Writes[2]);
        Assert.Null(rig.Emulator.Roles.Single().ExternalId);
    }

    [Fact]
    public async Task Members_are_taken_out_by_a_difference()
    {
        var id = rig.Emulator.Caller.Id;
        var role = rig.Emulator.SeedRole(new() { Name = "Sellers", MemberIds = [id] }).Id;
        Assert.Equal(OutcomeKind.Applied, (await rig.ApplyAsync(ChangeAction.RemoveFromRole, $"{role}", members: [$"{id}"])).Kind);
        Same($$"""{"member_remove":[{{id}}]}""", Assert.Single(rig.Writes));
    }

    [Fact]
    public async Task A_department_is_updated_by_POST_with_what_changes_only()
    {
        var id = rig.Emulator.SeedDepartment(new() { DepartmentName = "Sales", ExternalId = 7 }).Id;
        var caller = rig.Emulator.Caller.Id;
        await rig.ApplyAsync(ChangeAction.UpdateDepartment, $"{id}", fields: [("manager", $"{caller}")]);
        Assert.Equal(("POST", $"orgchart/{id}"), (rig.Writes[0].Method, rig.Writes[0].Path));
        Same($$"""{"id":{{id}},"manager_id":{{caller}}}""", rig.Writes[0]);
        await rig.ApplyAsync(ChangeAction.UpdateDepartment, $"{id}", cleared: ["manager"], fields: [("name", "Selling")]);
        Same($$"""{"id":{{id}},"department_name":"Selling","remove_manager":true}""", rig.Writes[1]);
        Assert.Equal(("Selling", null, 7L), rig.Emulator.Departments.Single() is var d ? (d.DepartmentName, d.ManagerId, d.ExternalId) : default);
    }

    [Fact]
    public async Task A_locked_or_absent_chart_refuses_updates_and_says_what_to_do()
    {
        var id = rig.Emulator.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        rig.Emulator.Behaviour.OrgChartLocked = true;
        Refused("department_catalog_can_not_be_modified", "by hand", await UpdateAsync());
        rig.Emulator.Behaviour.OrgChartAvailable = false;
        Refused("OrgChartUnavailable", "by hand", await UpdateAsync());

        Task<Outcome> UpdateAsync() => rig.ApplyAsync(ChangeAction.UpdateDepartment, $"{id}", fields: [("name", "Selling")]);
    }

    [Fact]
    public async Task What_has_no_place_in_Pyrus_is_refused_by_name_and_nothing_is_sent()
    {
        Refused("NotSent", "a name", await rig.ApplyAsync(ChangeAction.CreateRole, fields: [("externalId", "g")]));
        Refused("NotSent", "'email'", await rig.ApplyAsync(ChangeAction.CreateRole, fields: [("name", "x"), ("email", "x")]));
        Refused("NotSent", "'name'", await rig.ApplyAsync(ChangeAction.UpdateRole, "7", cleared: ["name"]));
        Refused("NotSent", "a role", await rig.ApplyAsync(ChangeAction.UpdateRole, "guid", fields: [("name", "x")]));
        Refused("NotSent", "'guid'", await rig.ApplyAsync(ChangeAction.RemoveFromRole, "7", members: ["guid"]));
        Refused("NotSent", "no account", await rig.ApplyAsync(ChangeAction.RemoveFromRole, "7"));
        Refused("NotSent", "a department", await rig.ApplyAsync(ChangeAction.UpdateDepartment, "guid", fields: [("name", "x")]));
        Refused("NotSent", "'guid'", await rig.ApplyAsync(ChangeAction.UpdateDepartment, "7", fields: [("manager", "guid")]));
        Refused("NotSent", "'name'", await rig.ApplyAsync(ChangeAction.UpdateDepartment, "7", cleared: ["name"]));
        Refused("NotSent", "'email'", await rig.ApplyAsync(ChangeAction.UpdateDepartment, "7", fields: [("email", "x")]));
        Refused("NotSent", "the top", await rig.ApplyAsync(ChangeAction.UpdateDepartment, "7", clearParent: true));
        Assert.Equal(OutcomeKind.AlreadySo, (await rig.ApplyAsync(ChangeAction.UpdateRole, "7")).Kind);
        Assert.Equal(OutcomeKind.AlreadySo, (await rig.ApplyAsync(ChangeAction.UpdateDepartment, "7")).Kind);
        Assert.Empty(rig.Writes);
    }

    [Theory]
    [InlineData(ChangeAction.UpdateRole, "NotChanged", "name")]
    [InlineData(ChangeAction.UpdateDepartment, "NotChanged", "name")]
    [InlineData(ChangeAction.RemoveFromRole, "NotRemoved", "9")]
    [InlineData(ChangeAction.AddToRole, "NotAdded", "8")]
    public async Task An_answer_that_contradicts_the_write_is_not_taken_for_done(ChangeAction action, string code, string text)
    {
        await using var standIn = await Stubborn();
        var department = action == ChangeAction.UpdateDepartment;
        var outcome = await standIn.ApplyAsync(new Change
        {
            Action = action,
            TargetId = "7",
            Fields = action is ChangeAction.UpdateRole || department ? Model.AttributeSet.Of(("name", "New")) : Model.AttributeSet.Empty,
            Members = action == ChangeAction.AddToRole ? ["8", "9"] : ["9"],
        });
        Refused(code, text, outcome);
        Assert.Equal("7", outcome.Echo!.Anchor);
    }

    [Fact]
    public async Task A_manager_or_external_id_that_stays_is_seen_and_another_spelling_of_a_name_is_not_a_contradiction()
    {
        await using var standIn = await Stubborn();
        Refused("NotChanged", "manager", await standIn.ApplyAsync(new Change { Action = ChangeAction.UpdateDepartment, TargetId = "7", Cleared = ["manager"] }));
        Refused("NotChanged", "externalId", await standIn.ApplyAsync(new Change { Action = ChangeAction.UpdateRole, TargetId = "7", Cleared = ["externalId"] }));
        Assert.Equal(
            OutcomeKind.Applied,
            (await standIn.ApplyAsync(new Change { Action = ChangeAction.UpdateRole, TargetId = "7", Fields = Model.AttributeSet.Of(("name", "OLD  name")) })).Kind);
    }

    [Fact]
    public async Task A_role_that_was_made_counts_as_made_whatever_Pyrus_made_of_its_name()
    {
        await using var standIn = await StandIn.StartAsync(path => path switch
        {
            "auth" => """{"access_token":"t"}""",
            "roles" => """{"id":7,"name":"Other"}""",
            _ => null,
        });
        var outcome = await standIn.ApplyAsync(new Change { Action = ChangeAction.CreateRole, Fields = Model.AttributeSet.Of(("name", "New")) });
        Assert.Equal((OutcomeKind.Applied, "7", "Other"), (outcome.Kind, outcome.TargetId, outcome.Echo!.Attributes["name"]));
        Assert.Contains("otherwise", outcome.Message);
    }

    /// <summary>Takes everything and changes nothing.</summary>
    private static Task<StandIn> Stubborn() => StandIn.StartAsync(path => path switch
    {
        "auth" => """{"access_token":"t"}""",
        "roles/7" => """{"id":7,"name":"Old name","external_id":"g","member_ids":[9]}""",
        "orgchart/7" => """{"id":7,"department_name":"Old name","manager_id":9}""",
        _ => null,
    });

    private static void Refused(string code, string text, Outcome outcome)
    {
        Assert.Equal((OutcomeKind.Refused, code), (outcome.Kind, outcome.Code));
        Assert.Contains(text, outcome.Message);
    }

    private static void Same(string json, RecordedRequest request) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(request.Body)), request.Body);
}
