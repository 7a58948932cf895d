using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests.Emulator;

public sealed class RoleAndOrgChartTests : IAsyncLifetime
{
    private PyrusEmulator emulator = null!;
    private RawPyrus raw = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        raw = await new RawPyrus(emulator).SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        raw.Dispose();
        await emulator.DisposeAsync();
    }

    [Fact]
    public async Task Members_of_a_role_change_by_differences()
    {
        var a = emulator.SeedMember(new() { FirstName = "A", Email = "a@pyrus.example" }).Id;
        var b = emulator.SeedMember(new() { FirstName = "B", Email = "b@pyrus.example" }).Id;
        var banned = emulator.SeedMember(new() { FirstName = "C", Email = "c@pyrus.example", Banned = true }).Id;
        var role = await raw.SendAsync("POST", "roles", $$"""{"name":"Sales","external_id":"g-1","member_add":[{{a}}]}""");
        Assert.Equal("g-1", role.Text("external_id"));
        var after = await raw.SendAsync("PUT", $"roles/{role.Id}", $$"""{"member_add":[{{a}},{{b}},{{banned}}],"member_remove":[{{emulator.Caller.Id}}]}""");
        Assert.Equal([a, b], after.List("member_ids").Select(m => m.GetInt32()));
        Assert.Equal("Sales", after.Text("name"));
        after = await raw.SendAsync("PUT", $"roles/{role.Id}", $$"""{"name":"Sellers","member_remove":[{{a}},{{b}}]}""");
        Assert.Equal("Sellers", after.Text("name"));
        Assert.False(after.Has("member_ids"));
        Assert.Equal("invalid_person_id", (await raw.SendAsync("PUT", $"roles/{role.Id}", """{"member_add":[999]}""")).Code);
        Assert.Equal("invalid_person_id", (await raw.GetAsync("roles/999")).Code);
        Assert.Equal("required_parameter_missing", (await raw.SendAsync("POST", "roles", "{}")).Code);
        emulator.Behaviour.RoleNamesUnique = true;
        Assert.Equal("non_unique_name", (await raw.SendAsync("POST", "roles", """{"name":"SELLERS"}""")).Code);
    }

    [Fact]
    public async Task A_deleted_role_is_listed_only_when_asked_for()
    {
        emulator.SeedRole(new() { Name = "Old", Fired = true });
        Assert.Empty((await raw.GetAsync("roles")).List("roles"));
        Assert.Single((await raw.GetAsync("roles?include_fired=True")).List("roles"));
    }

    [Fact]
    public async Task The_chart_is_created_by_PUT_and_updated_by_POST()
    {
        var top = await raw.SendAsync("PUT", "orgchart", """{"department_name":"Sales"}""");
        Assert.Equal(200, top.Status);
        var child = await raw.SendAsync("PUT", "orgchart", $$"""{"department_name":"North","parent_id":{{top.Id}},"manager_id":{{emulator.Caller.Id}}}""");
        Assert.Equal(top.Id, child.Json.GetProperty("parent_id").GetInt32());
        var renamed = await raw.SendAsync("POST", $"orgchart/{child.Id}", $$"""{"id":{{child.Id}},"department_name":"South","remove_manager":true}""");
        Assert.Equal("South", renamed.Text("department_name"));
        Assert.False(renamed.Has("manager_id"));
        Assert.Equal(["Sales", "South"], (await raw.GetAsync("orgchart")).List("departments").Select(d => d.GetProperty("department_name").GetString()));
        Assert.Equal("invalid_department", (await raw.SendAsync("PUT", "orgchart", """{"department_name":"X","parent_id":999}""")).Code);
        Assert.Equal("required_parameter_missing", (await raw.SendAsync("PUT", "orgchart", """{"department_name":" "}""")).Code);
        Assert.Equal("validation_error", (await raw.SendAsync("POST", $"orgchart/{top.Id}", $$"""{"parent_id":{{child.Id}}}""")).Code);
        Assert.Equal(404, (await raw.SendAsync("POST", "orgchart", """{"department_name":"X"}""")).Status);
    }

    [Fact]
    public async Task The_chart_can_be_locked_or_absent()
    {
        emulator.Behaviour.OrgChartLocked = true;
        Assert.Equal("department_catalog_can_not_be_modified", (await raw.SendAsync("PUT", "orgchart", """{"department_name":"X"}""")).Code);
        Assert.Equal(200, (await raw.GetAsync("orgchart")).Status);
        emulator.Behaviour.OrgChartAvailable = false;
        foreach (var (method, path) in new[] { ("GET", "orgchart"), ("PUT", "orgchart"), ("POST", "orgchart/1"), ("PUT", "orgchart/bulk") })
        {
            var answer = await raw.SendAsync(method, path, method == "GET" ? null : """{"department_name":"X"}""");
            Assert.Equal(404, answer.Status);
            Assert.True(answer.Has("Message"));
            Assert.Null(answer.Code);
        }
    }
}
