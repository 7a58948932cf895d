using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>
/// The sample answers of Pyrus' documentation and of its clients, through the whole adapter: a list, the same member asked for alone, and the same member as
/// the answer to a write give the same account, whatever dress its fields wear.
/// </summary>
public sealed class DocumentedSampleTests
{
    /// <summary>As on the help pages: a blank before the email, flags and numbers as texts, empty texts, session settings, and no <c>fired</c>.</summary>
    private const string Documented = """
        {
          "id": 1730, "first_name": "Bob", "last_name": "Smith", "native_first_name": "", "native_last_name": "", "email": " bob.smith@gmail.com",
          "type": "user", "status": "🌴 on leave", "banned": "false", "position": "", "department_id": "9137", "department_name": "Sales",
          "phone": "", "mobile_phone": "79001234567", "vacation_days": "2", "external_id": "", "personnel_number": "0000-000001", "rights": 2080,
          "messenger": { "type": "Telegram", "nickname": "@bob" }, "skype": "bob", "web_session_settings": {}, "mobile_session_settings": { "life_span_hours": 8760 }
        }
        """;

    /// <summary>As the clients' own tests and self-hosted servers show it: absent fields, real flags, numbers.</summary>
    private const string Clean = """
        {
          "id": 1730, "first_name": "Bob", "last_name": "Smith", "email": "bob.smith@gmail.com", "type": "person", "status": "🌴 on leave", "banned": false,
          "fired": false, "department_id": 9137, "department_name": "Sales", "mobile_phone": 79001234567, "vacation_days": 2, "personnel_number": "0000-000001",
          "rights": 2080, "messenger": { "type": 1, "nickname": "@bob" }
        }
        """;

    [Theory]
    [InlineData(Documented)]
    [InlineData(Clean)]
    public async Task Both_dresses_of_a_member_are_one_account_in_a_list_alone_and_as_an_echo(string sample)
    {
        await using var pyrus = await ServingAsync(sample);

        var read = Account(await pyrus.ReadAsync());
        var asked = (await pyrus.ConfirmAsync(Rig.Key(EntryKind.Account, 1730))).Record!;
        var echo = (await UpdateAsync(pyrus)).Echo!;

        Assert.All([read, asked, echo], account =>
        {
            Assert.Equal(("1730", true, "9137"), (account.Anchor, account.Enabled, account.Parent));
            Assert.Equal(
                AttributeSet.Of(
                    ("name", "Bob Smith"), ("firstName", "Bob"), ("lastName", "Smith"), ("email", "bob.smith@gmail.com"), ("mobilePhone", "79001234567"),
                    ("employeeNumber", "0000-000001")),
                account.Attributes);
        });
    }

    /// <summary>Missing, null and the empty text are the same, in a list and in an echo: no field is there, so none is ever cleared in vain.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(""" "position": null, "phone": null, "external_id": null, "native_first_name": null, "department_id": null, """)]
    [InlineData(""" "position": "", "phone": " ", "external_id": "", "native_first_name": "", "department_id": "", """)]
    public async Task Absent_null_and_empty_are_the_same(string fields)
    {
        await using var pyrus = await ServingAsync($$"""{ {{fields}} "id": 1730, "first_name": "Bob", "email": "bob@corp.example", "rights": 0 }""");
        var expected = AttributeSet.Of(("name", "Bob"), ("firstName", "Bob"), ("email", "bob@corp.example"));

        var (read, echo) = (Account(await pyrus.ReadAsync()), (await UpdateAsync(pyrus)).Echo!);

        Assert.Equal((expected, null, true), (read.Attributes, read.Parent, read.Enabled));
        Assert.Equal((expected, null, true), (echo.Attributes, echo.Parent, echo.Enabled));
    }

    [Theory]
    [InlineData("false", "false", true, null)]
    [InlineData("\"false\"", "\"False\"", true, null)]
    [InlineData("true", "false", false, null)]
    [InlineData("\"true\"", "null", false, null)]
    [InlineData("false", "true", false, "dismissed")]
    [InlineData("\"True\"", "\"true\"", false, "dismissed")]
    [InlineData("1", "0", false, null)]
    public async Task Both_flags_are_read_in_any_dress_and_either_takes_access_away(string banned, string fired, bool enabled, string? state)
    {
        await using var pyrus = await ServingAsync($$"""{ "id": 1730, "first_name": "Bob", "email": "bob@corp.example", "rights": 0, "banned": {{banned}}, "fired": {{fired}} }""");

        var (read, echo) = (Account(await pyrus.ReadAsync()), (await UpdateAsync(pyrus)).Echo!);

        Assert.Equal((enabled, state), (read.Enabled, read.Attributes[AttributeNames.EmploymentState]));
        Assert.Equal((read.Enabled, read.Attributes), (echo.Enabled, echo.Attributes));
    }

    /// <summary>The owner of a text flag must not be blocked twice or taken for unblocked: the answer to the write is read as tolerantly as a list.</summary>
    [Fact]
    public async Task A_block_answered_with_a_flag_as_text_is_done()
    {
        var asked = 0;
        await using var pyrus = await StandIn.StartAsync(path => Common(path) ?? (path == "members/1730"
            ? $$"""{ "id": 1730, "first_name": "Bob", "email": " bob@corp.example", "banned": "{{(asked++ == 0 ? "false" : "true")}}" }"""
            : null));
        var outcome = await pyrus.ApplyAsync(new Change { Action = ChangeAction.BlockAccount, TargetId = "1730" });
        Assert.Equal((OutcomeKind.Applied, false, "bob@corp.example"), (outcome.Kind, outcome.Echo!.Enabled, outcome.Echo.Attributes["email"]));
        Assert.Equal(OutcomeKind.AlreadySo, (await pyrus.ApplyAsync(new Change { Action = ChangeAction.BlockAccount, TargetId = "1730" })).Kind);
    }

    [Theory]
    [InlineData("user", null)]
    [InlineData("person", null)]
    [InlineData("User", null)]
    [InlineData("", null)]
    [InlineData("bot", "bot")]
    [InlineData("role", "role")]
    [InlineData("Robot", "robot")]
    public async Task People_have_no_type_and_everything_else_keeps_its_own(string type, string? expected)
    {
        await using var pyrus = await ServingAsync($$"""{ "id": 1730, "first_name": "Bob", "email": "bob@corp.example", "type": "{{type}}", "rights": 0 }""");
        Assert.Equal(expected, Account(await pyrus.ReadAsync()).Attributes[AttributeNames.AccountType]);
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("\"7\"", "7")]
    [InlineData("\"0b7c4a1e-7c0f-4b6e-9a52-9d8d8f5b1f00\"", "0b7c4a1e-7c0f-4b6e-9a52-9d8d8f5b1f00")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public async Task An_external_id_is_a_text_for_us_whether_of_a_member_a_role_or_a_department(string sent, string? expected)
    {
        await using var pyrus = await StandIn.StartAsync(
            members: $$"""[{ "id": 1, "rights": 5 }, { "id": 1730, "first_name": "Bob", "external_id": {{sent}} }]""",
            roles: $$"""[{ "id": 8, "name": "Sellers", "external_id": {{sent}}, "banned": "false" }]""",
            departments: $$"""[{ "id": 9, "department_name": "Sales", "external_id": {{sent}} }]""");
        var reading = await pyrus.ReadAsync();
        Assert.True(reading.Receipt.Complete);
        Assert.All(
            [reading.Account(1730), reading.Of(EntryKind.Group).Single(), reading.Of(EntryKind.Unit).Single()],
            record => Assert.Equal(expected, record.Attributes[AttributeNames.ExternalId]));
    }

    /// <summary>A role's list of members is left out when it is empty, and then the role is whole; a flag as text does not block it.</summary>
    [Fact]
    public async Task A_role_as_documented_is_whole_with_and_without_members()
    {
        await using var pyrus = await StandIn.StartAsync(
            roles: """[{ "id": 8, "name": "Sellers", "banned": "false", "fired": "false", "member_ids": [9, "7", 9] }, { "id": 6, "name": "Empty", "banned": "true" }]""");
        var roles = (await pyrus.ReadAsync()).Of(EntryKind.Group);
        Assert.Equal(["6", "8"], roles.Select(r => r.Anchor));
        Assert.Equal(["7", "9"], roles[1].Members);
        Assert.Equal((true, true, false, false), (roles[0].MembersComplete, roles[1].Enabled, roles[0].Enabled, roles[1].Deleted));
        Assert.Empty(roles[0].Members);
    }

    /// <summary>A department of a member may be a text, its own id a number: they are one department.</summary>
    [Fact]
    public async Task Departments_are_the_same_whether_numbers_or_texts_name_them()
    {
        await using var pyrus = await StandIn.StartAsync(
            members: """[{ "id": 1, "rights": 5 }, { "id": 7, "department_id": "9137" }, { "id": 8, "department_id": 9137 }]""",
            departments: """[{ "id": "9137", "department_name": " Sales ", "parent_id": "5", "manager_id": "7" }, { "id": 5, "department_name": "All" }]""");
        var reading = await pyrus.ReadAsync();
        var units = reading.Of(EntryKind.Unit);
        Assert.Equal(["5", "9137"], units.Select(u => u.Anchor));
        Assert.Equal(("5", "Sales", "7"), (units[1].Parent, units[1].Attributes["name"], units[1].Attributes["manager"]));
        Assert.Equal(["9137", "9137"], [reading.Account(7).Parent!, reading.Account(8).Parent!]);
    }

    private static Task<StandIn> ServingAsync(string member) => StandIn.StartAsync(path => Common(path) ?? path switch
    {
        "members" => $$"""{"members":[{"id":1,"type":"user","email":"self@corp.example","rights":5},{{member}}]}""",
        "members/1730" => member,
        "roles" or "orgchart" => "{}",
        _ => null,
    });

    private static string? Common(string path) => path switch
    {
        "auth" => """{"access_token":"t"}""",
        "profile" => """{"person_id":1,"organization_id":5}""",
        _ => null,
    };

    private static Capture.SourceRecord Account(Reading reading)
    {
        Assert.True(reading.Receipt.Complete);
        return reading.Account(1730);
    }

    private static Task<Outcome> UpdateAsync(StandIn pyrus) =>
        pyrus.ApplyAsync(new Change { Action = ChangeAction.UpdateAccount, TargetId = "1730", Fields = AttributeSet.Of(("lastName", "Smith")) });
}
