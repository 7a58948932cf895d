using System.Net;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests.Readings;

/// <summary>Readings of lists that change while they are read, and of answers that the emulator would never give.</summary>
public sealed class ScriptedReadingTests
{
    private const string Boss = """{"id":"1","primaryEmail":"boss@corp.example","customerId":"C03az79cb","orgUnitPath":"/A"}""";
    private const string Anna = """{"id":"2","primaryEmail":"anna@corp.example","customerId":"C03az79cb","orgUnitPath":"/A","relations":[{"type":"manager","value":"boss@corp.example"}]}""";
    private const string Units = """{"organizationUnits":[{"orgUnitId":"id:a","name":"A","orgUnitPath":"/A","parentOrgUnitId":"id:root","parentOrgUnitPath":"/"}]}""";

    [Fact]
    public async Task A_reading_takes_the_least_requests_and_units_come_first_and_people_wait_for_their_managers()
    {
        using var google = Google(("users?", Users(Anna, Boss)));
        var reading = await google.ReadAsync();

        Assert.Equal(["id:a", "1", "2"], reading.Records.Select(r => r.Anchor));
        Assert.Equal("1", reading.Account("2").Attributes["manager"]);
        Assert.Equal(
            ["token", "users?customer", "customer/my_customer/orgunits?type", "groups?customer", "users?customer"],
            google.Asked.Select(path => path.Split('=')[0]));
        Assert.Contains("showDeleted=true", google.Asked.Last(), StringComparison.Ordinal);
        Assert.Equal((true, "C03az79cb", 4, "admin.googleapis.com"), (reading.Receipt.Complete, reading.Receipt.Identity, reading.Receipt.Pages, reading.Receipt.Server));
        Assert.Empty(reading.Receipt.Problems);
    }

    [Fact]
    public async Task Somebody_who_comes_twice_is_given_once()
    {
        using var google = Google(("pageToken=2", Users(Boss)), ("users?", Users("2", [Anna, Boss])));
        var reading = await google.ReadAsync();
        Assert.Equal(["1", "2"], reading.Of(EntryKind.Account).Select(r => r.Anchor));
        Assert.True(reading.Receipt.Complete);
        Assert.Equal("1", reading.Fact("repeatedUsers"));
    }

    [Fact]
    public async Task A_unit_made_during_the_reading_is_read_and_comes_before_its_people()
    {
        var more = Units[..^2] + """,{"orgUnitId":"id:b","name":"B","orgUnitPath":"/A/B","parentOrgUnitId":"id:a","parentOrgUnitPath":"/A"}]}""";
        var listed = 0;
        using var google = new ScriptedGoogle(path => path switch
        {
            _ when path.Contains("orgunits", StringComparison.Ordinal) => ScriptedGoogle.Json(listed++ == 0 ? Units : more),
            _ when path.Contains("showDeleted", StringComparison.Ordinal) => null,
            _ when path.StartsWith("users?", StringComparison.Ordinal) => ScriptedGoogle.Json(Users(Boss, Anna.Replace("\"/A\"", "\"/A/B\"", StringComparison.Ordinal))),
            _ => null,
        });
        var reading = await google.ReadAsync();
        Assert.Equal(["id:a", "1", "id:b", "2"], reading.Records.Select(r => r.Anchor));
        Assert.True(reading.Receipt.Complete);
    }

    [Fact]
    public async Task Somebody_in_a_unit_that_no_list_shows_is_left_out_and_the_reading_is_incomplete()
    {
        using var google = Google(("users?", Users(Boss, Anna.Replace("/A", "/Hidden", StringComparison.Ordinal))));
        var reading = await google.ReadAsync();
        Assert.Equal(["1"], reading.Of(EntryKind.Account).Select(r => r.Anchor));
        Assert.False(reading.Receipt.Complete);
        Assert.Contains(reading.Receipt.Problems, p => p is { Code: "PlaceUnknown", Breaking: true });
    }

    [Fact]
    public async Task A_deletion_counts_only_with_its_time_and_not_for_somebody_who_is_listed_too()
    {
        using var google = Google(
            ("showDeleted", """{"users":[{"id":"7","deletionTime":"2026-11-20T10:00:00.000Z"},{"id":"8"},{"id":"1","deletionTime":"2026-11-20T10:00:00.000Z"}]}"""),
            ("users?", Users(Boss)));
        var reading = await google.ReadAsync();
        Assert.Equal("7", Assert.Single(reading.Records, r => r.Deleted).Anchor);
        Assert.Equal((true, 1), (reading.Receipt.Complete, reading.Receipt.Accounts));
        Assert.Contains(reading.Receipt.Problems, p => p.Code == "DeletedWithoutTime");
    }

    [Fact]
    public async Task Guests_are_passed_over_and_counted()
    {
        using var google = Google(("users?", Users(Boss, """{"id":"3","isGuestUser":true,"primaryEmail":"guest@corp.example"}""")));
        var reading = await google.ReadAsync();
        Assert.Equal("1", Assert.Single(reading.Of(EntryKind.Account)).Anchor);
        Assert.StartsWith("1 guests", Assert.Single(reading.Receipt.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_cannot_be_read_makes_the_reading_incomplete_and_the_others_are_given()
    {
        using var google = Google(("users?", Users(Boss, """{"id":[7]}""", """{"primaryEmail":"no@id.example"}""")));
        var reading = await google.ReadAsync();
        Assert.Equal("1", Assert.Single(reading.Of(EntryKind.Account)).Anchor);
        Assert.StartsWith("2 users", Assert.Single(reading.Receipt.Problems, p => p is { Code: "ItemUnreadable", Breaking: true }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_whom_the_list_lacks_is_asked_for_and_one_who_is_not_there_is_left_out()
    {
        using var google = Google(
            ("users/boss@corp.example", """{"id":"1"}"""),
            ("users?", Users(Anna, Anna.Replace("\"2\"", "\"3\"", StringComparison.Ordinal).Replace("boss@", "left@", StringComparison.Ordinal))));
        var reading = await google.ReadAsync();
        Assert.Equal(("1", null), (reading.Account("2").Attributes["manager"], reading.Account("3").Attributes["manager"]));
        Assert.Equal("2", reading.Fact("managersAsked"));
        Assert.True(reading.Receipt.Complete);
        Assert.StartsWith("The managers of 1 users", Assert.Single(reading.Receipt.Problems, p => p.Code == "ManagerUnknown").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_too_many_wait_the_most_wanted_manager_is_asked_for()
    {
        var people = Enumerable.Range(10, 9).Select(i => Anna.Replace("\"2\"", $"\"{i}\"", StringComparison.Ordinal)).ToArray();
        using var google = Google([("users/boss@corp.example", """{"id":"1"}"""), ("pageToken=2", Users(Boss)), ("users?", Users("2", people))], o => o.WaitingForManagersMax = 3);
        var reading = await google.ReadAsync();
        Assert.All(people, (_, i) => Assert.Equal("1", reading.Account($"{i + 10}").Attributes["manager"]));
        Assert.Equal(1, google.Asked.Count(path => path.StartsWith("users/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_group_that_cannot_be_read_is_given_without_its_members_and_the_others_go_on()
    {
        using var google = Google(
            ("groups/ga/members", null!), ("groups/gb/members", """{"members":[{"id":"1","type":"USER"},{"id":"ga","type":"GROUP"}]}"""),
            ("groups?", """{"groups":[{"id":"ga","email":"ga@corp.example","name":"A"},{"id":"gb","email":"gb@corp.example"},{"id":"gb"}]}"""), ("users?", Users(Boss)));
        var reading = await google.ReadAsync();

        var groups = reading.Of(EntryKind.Group);
        Assert.Equal([("ga", false), ("gb", true)], groups.Select(g => (g.Anchor, g.MembersComplete)));
        Assert.Equal(["1", "ga"], groups[1].Members);
        Assert.Equal(("gb@corp.example", "gb@corp.example", "A"), (groups[1].Attributes["address"], groups[1].Attributes["name"], groups[0].Attributes["name"]));
        Assert.False(reading.Receipt.Complete);
        Assert.Contains("page 1 of members of the group 'ga@corp.example'", Assert.Single(reading.Receipt.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("groups?", """{"groups":"none"}""")]
    [InlineData("groups?", """{"error":{"code":503,"message":"backend"}}""")]
    [InlineData("groups/ga/members", """{"members":{"id":"1"}}""")]
    [InlineData("groups/ga/members", """{"error":"not now"}""")]
    [InlineData("users?customer=my_customer&showDeleted", """{"error":{"code":500}}""")]
    [InlineData("users?customer=my_customer&showDeleted", """{"users":"none"}""")]
    [InlineData("users?customer=my_customer&showDeleted", """{"nextPageToken":"\ud800"}""")]
    public async Task An_answer_of_success_that_is_no_list_is_no_empty_list(string path, string answer)
    {
        Assert.True((await ReadAsync("nothing")).Complete);
        Assert.False((await ReadAsync(path)).Complete);

        async Task<Receipt> ReadAsync(string spoilt)
        {
            // The first page of groups is asked for before anything is read: its trouble is thrown, so it is the second that is spoilt.
            using var google = new ScriptedGoogle(
                asked => asked == "token" ? null : ScriptedGoogle.Json(
                    asked.StartsWith(spoilt, StringComparison.Ordinal) && (spoilt != "groups?" || asked.Contains("pageToken=2", StringComparison.Ordinal)) ? answer : Good(asked)));
            return (await google.ReadAsync()).Receipt;
        }

        static string Good(string asked) => asked switch
        {
            _ when asked.Contains("orgunits", StringComparison.Ordinal) => Units,
            _ when asked.StartsWith("groups/", StringComparison.Ordinal) => """{"members":[{"id":"1","type":"USER"}]}""",
            _ when asked.StartsWith("groups?", StringComparison.Ordinal) && !asked.Contains("pageToken=2", StringComparison.Ordinal) =>
                """{"groups":[{"id":"ga","email":"ga@corp.example"}],"nextPageToken":"2"}""",
            _ when asked.StartsWith("users?", StringComparison.Ordinal) && !asked.Contains("showDeleted", StringComparison.Ordinal) => Users(Boss),
            _ => "{}",
        };
    }

    [Theory]
    [InlineData("""{"timestamp":"2026-11-23","status":404,"error":"Not Found","path":"/users/1"}""")]
    [InlineData("""{"error":{"code":502,"message":"no"}}""")]
    [InlineData("""{"error":{"message":"Not Found"}}""")]
    [InlineData("<html>404</html>")]
    [InlineData("")]
    public async Task A_404_of_something_on_the_way_proves_nothing(string body)
    {
        using var google = new ScriptedGoogle(path => path == "token" ? null
            : path.StartsWith("users/", StringComparison.Ordinal) || path.StartsWith("groups/", StringComparison.Ordinal) || path.Contains("orgunits/", StringComparison.Ordinal)
                ? ScriptedGoogle.Json(body, HttpStatusCode.NotFound) : null);
        var answers = await google.Source.ConfirmAsync([Rig.Key(EntryKind.Account, "1"), Rig.Key(EntryKind.Group, "ga"), Rig.Key(EntryKind.Unit, "id:1")], Rig.Ct);
        Assert.All(answers, answer => Assert.Equal(ConfirmationAnswer.CannotTell, answer.Answer));
    }

    [Fact]
    public async Task A_refusal_with_text_that_is_not_valid_is_a_refusal_all_the_same()
    {
        using var google = new ScriptedGoogle(path => path == "token" ? null
            : ScriptedGoogle.Json("""{"error":{"code":403,"message":"a\ud800","errors":[{"reason":"forbidden"}]}}""", HttpStatusCode.Forbidden));
        Assert.Equal("AdminRightsMissing", (await Assert.ThrowsAsync<ConnectedSystemException>(() => google.ReadAsync())).Code);
    }

    [Theory]
    [InlineData("C0other", null, "WrongCustomer")]
    [InlineData("my_customer", null, null)]
    [InlineData("C03az79cb", null, null)]
    public async Task The_customer_is_known_by_its_users(string customer, string? domain, string? code)
    {
        using var google = Google([("users?", Users(Boss))], o =>
        {
            o.Customer = customer;
            if (domain is not null)
            {
                o.Domains = [domain];
            }
        });
        if (code is null)
        {
            Assert.Equal("C03az79cb", (await google.ReadAsync()).Receipt.Identity);
            return;
        }

        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => google.ReadAsync());
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public async Task Without_users_the_administrator_says_whose_customer_it_is_and_an_empty_customer_proves_nothing()
    {
        using var google = Google(("users/admin@corp.example", """{"customerId":"C03az79cb"}"""));
        var reading = await google.ReadAsync();
        Assert.Equal(("C03az79cb", false), (reading.Receipt.Identity, reading.Receipt.Complete));
        Assert.Equal("NothingVisible", Assert.Single(reading.Receipt.Problems).Code);
    }

    private static string Users(params string[] users) => $$"""{"users":[{{string.Join(',', users)}}]}""";

    private static string Users(string next, string[] users) => $$"""{"users":[{{string.Join(',', users)}}],"nextPageToken":"{{next}}"}""";

    private static ScriptedGoogle Google(params (string Part, string Json)[] answers) => Google(answers, null);

    /// <summary>The first answer whose part is in the path and query; a null text stands for 403 forbidden.</summary>
    private static ScriptedGoogle Google((string Part, string Json)[] answers, Action<GSuiteOptions>? configure) => new(
        path =>
        {
            if (path.Contains("orgunits", StringComparison.Ordinal))
            {
                return ScriptedGoogle.Json(Units);
            }

            var (part, json) = answers.FirstOrDefault(a => path.Contains(a.Part, StringComparison.Ordinal) && (a.Part != "users?" || !path.Contains("showDeleted", StringComparison.Ordinal)));
            return part is null
                ? path.StartsWith("users/", StringComparison.Ordinal) ? ScriptedGoogle.Refusal(404, "notFound", "Resource Not Found: userKey") : null
                : json is null ? ScriptedGoogle.Refusal(403, "forbidden") : ScriptedGoogle.Json(json);
        },
        configure);
}
