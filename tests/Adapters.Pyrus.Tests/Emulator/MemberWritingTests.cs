using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests.Emulator;

public sealed class MemberWritingTests : IAsyncLifetime
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

    [Theory]
    [InlineData("""{"first_name":"Anna"}""", "required_parameter_missing")]
    [InlineData("""{"email":"anna@pyrus.example"}""", "required_parameter_missing")]
    [InlineData("""{"email":"  ","first_name":"Anna"}""", "required_parameter_missing")]
    [InlineData("""{"email":"no address","first_name":"Anna"}""", "incorrect_email_format")]
    [InlineData("""{"email":"a@b","first_name":"Anna"}""", "incorrect_email_format")]
    [InlineData("""{"email":"SYNC@pyrus.EXAMPLE","first_name":"Anna"}""", "person_email_already_in_use")]
    [InlineData("""{"email":"anna@pyrus.example","first_name":"Anna","department_id":4711}""", "invalid_department")]
    [InlineData("""{"email":"anna@pyrus.example","first_name":7}""", "invalid_value_format")]
    [InlineData("""["email"]""", "invalid_json")]
    [InlineData("{", "invalid_json")]
    [InlineData("", "empty_body")]
    public async Task A_creation_is_refused_with_the_code_of_its_reason(string body, string code)
    {
        var answer = await raw.SendAsync("POST", "members", body);
        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Single(emulator.Members);
    }

    [Fact]
    public async Task A_value_over_the_limit_is_refused_and_one_at_the_limit_is_taken()
    {
        var longest = new string('x', PyrusEmulatorOptions.TextLengthMax);
        var answer = await raw.SendAsync("POST", "members", $$"""{"email":"a@pyrus.example","first_name":"{{longest}}x"}""");
        Assert.Equal("value_is_too_long", answer.Code);
        Assert.Equal(200, (await raw.SendAsync("POST", "members", $$"""{"email":"a@pyrus.example","first_name":"{{longest}}"}""")).Status);
    }

    [Fact]
    public async Task A_creation_keeps_what_was_sent_and_gives_an_id_that_is_never_given_again()
    {
        var department = emulator.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        var answer = await raw.SendAsync(
            "POST", "members", $$"""{"email":" anna@pyrus.example","first_name":"Анна","last_name":"Smith","external_id":"guid-1","department_id":{{department}}}""");
        Assert.Equal(200, answer.Status);
        Assert.Equal("guid-1", answer.Text("external_id"));
        Assert.Equal("anna@pyrus.example", answer.Text("email"));
        Assert.Equal("Sales", answer.Text("department_name"));
        Assert.Equal("Анна", emulator.FindMember(answer.Id)!.FirstName);
        await raw.SendAsync("DELETE", $"members/{answer.Id}");
        var next = await raw.SendAsync("POST", "members", """{"email":"boris@pyrus.example","last_name":"B"}""");
        Assert.True(next.Id > answer.Id);
    }

    [Fact]
    public async Task The_code_for_a_taken_address_can_be_switched()
    {
        (emulator.Behaviour.DuplicateEmailStatus, emulator.Behaviour.DuplicateEmailCode) = (409, "non_unique_email");
        var answer = await raw.SendAsync("POST", "members", $$"""{"email":"{{emulator.Login}}","first_name":"Anna"}""");
        Assert.Equal((409, "non_unique_email"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_address_of_a_banned_or_dismissed_person_is_taken_too()
    {
        emulator.SeedMember(new() { FirstName = "B", Email = "banned@pyrus.example", Banned = true });
        emulator.SeedMember(new() { FirstName = "F", Email = "fired@pyrus.example", Fired = true });
        foreach (var email in new[] { "Banned@pyrus.example", "fired@PYRUS.example" })
        {
            Assert.Equal("person_email_already_in_use", (await raw.SendAsync("POST", "members", $$"""{"email":"{{email}}","first_name":"A"}""")).Code);
        }
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_ignores_external_id()
    {
        var department = emulator.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        var id = emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@pyrus.example", Position = "Clerk", ExternalId = "old", DepartmentId = department }).Id;
        var answer = await raw.SendAsync("PUT", $"members/{id}", """{"last_name":"Smith","external_id":"new","position":null}""");
        Assert.Equal("Smith", answer.Text("last_name"));
        Assert.Equal("Clerk", answer.Text("position"));
        Assert.Equal("old", answer.Text("external_id"));
        Assert.Equal(department, emulator.FindMember(id)!.DepartmentId);
        Assert.False((await raw.SendAsync("PUT", $"members/{id}", """{"drop_department":true}""")).Has("department_id"));
        Assert.False((await raw.SendAsync("PUT", $"members/{id}", """{"position":""}""")).Has("position"));
        Assert.Equal("required_field_missing", (await raw.SendAsync("PUT", $"members/{id}", """{"email":""}""")).Code);
        Assert.Equal("invalid_person_id", (await raw.SendAsync("PUT", "members/999", """{"position":"x"}""")).Code);
        emulator.Behaviour.EmptyTextClears = false;
        Assert.Equal("Smith", (await raw.SendAsync("PUT", $"members/{id}", """{"last_name":""}""")).Text("last_name"));
        emulator.Behaviour.ExternalIdUpdatable = true;
        Assert.Equal("new", (await raw.SendAsync("PUT", $"members/{id}", """{"external_id":"new"}""")).Text("external_id"));
    }

    [Fact]
    public async Task Another_letter_case_of_ones_own_address_is_no_duplicate()
    {
        var id = emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@pyrus.example" }).Id;
        Assert.Equal("Anna@pyrus.example", (await raw.SendAsync("PUT", $"members/{id}", """{"email":"Anna@pyrus.example"}""")).Text("email"));
        Assert.Equal("person_email_already_in_use", (await raw.SendAsync("PUT", $"members/{id}", $$"""{"email":"{{emulator.Login}}"}""")).Code);
    }

    [Fact]
    public async Task Without_the_right_bits_writes_are_refused_and_reads_work()
    {
        emulator.SeedMember(emulator.Caller with { Rights = PyrusRights.NewMember });
        var id = emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@pyrus.example" }).Id;
        foreach (var (method, path, body) in new[]
        {
            ("POST", "members", """{"email":"b@pyrus.example","first_name":"B"}"""), ("PUT", $"members/{id}", """{"position":"x"}"""),
            ("DELETE", $"members/{id}", null), ("POST", "roles", """{"name":"R"}"""), ("PUT", "orgchart", """{"department_name":"D"}"""),
        })
        {
            var answer = await raw.SendAsync(method, path, body);
            Assert.Equal((403, "access_denied"), (answer.Status, answer.Code));
        }

        foreach (var path in new[] { "members", "roles", "orgchart", "contacts", $"members/{id}" })
        {
            Assert.Equal(200, (await raw.GetAsync(path)).Status);
        }

        emulator.SeedMember(emulator.Caller with { Rights = PyrusRights.ManagePersons });
        Assert.Equal(200, (await raw.SendAsync("PUT", $"members/{id}", """{"position":"x"}""")).Status);
        Assert.Equal(403, (await raw.SendAsync("POST", "roles", """{"name":"R"}""")).Status);
    }

    [Fact]
    public async Task Seats_limit_creations_and_unblocks()
    {
        emulator.Seats = 2;
        var first = await raw.SendAsync("POST", "members", """{"email":"a@pyrus.example","first_name":"A"}""");
        Assert.Equal(200, first.Status);
        Assert.Equal("limit_exceeded", (await raw.SendAsync("POST", "members", """{"email":"b@pyrus.example","first_name":"B"}""")).Code);
        await raw.SendAsync("DELETE", $"members/{first.Id}");
        Assert.Equal(200, (await raw.SendAsync("POST", "members", """{"email":"b@pyrus.example","first_name":"B"}""")).Status);
        Assert.Equal("limit_exceeded", (await raw.SendAsync("PUT", $"members/{first.Id}", """{"banned":false}""")).Code);
        Assert.True(emulator.FindMember(first.Id)!.Banned);
    }
}
