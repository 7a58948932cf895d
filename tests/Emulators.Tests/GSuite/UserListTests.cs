using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Emulators.Tests.GSuite;

public sealed class UserListTests
{
    private const string All = "users?customer=my_customer";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_is_shown_with_what_is_there_and_without_what_is_empty()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        var anna = emulator.SeedUser(new()
        {
            PrimaryEmail = "anna@corp.example", GivenName = "Anna", FamilyName = "Berg", OrgUnitPath = "/Staff/Users", Aliases = ["a.berg@corp.example"],
            Organizations = [new() { Title = "Seller", Department = "Sales", Primary = true }], Phones = [new("+4930123", "work")], Relations = [new("boss@corp.example", "manager")],
            ExternalIds = [new("4711", "organization")], LastLoginTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var user = (await raw.GetAsync("users/anna@corp.example")).Json;
        Assert.Equal(("admin#directory#user", anna.Id, "/Staff/Users"), (Text("kind"), Text("id"), Text("orgUnitPath")));
        Assert.Equal(("Anna Berg", "2026-01-02T03:04:05.000Z", "C03emu1at"), (user.GetProperty("name").GetProperty("fullName").GetString(), Text("lastLoginTime"), Text("customerId")));
        Assert.Equal("""[{"title":"Seller","primary":true,"department":"Sales"}]""", Raw("organizations"));
        Assert.Equal("""[{"value":"boss@corp.example","type":"manager"}]""", Raw("relations"));
        Assert.Equal("""[{"address":"anna@corp.example","primary":true},{"address":"a.berg@corp.example"}]""", Raw("emails"));
        Assert.Equal(JsonValueKind.False, user.GetProperty("suspended").ValueKind);
        foreach (var absent in new[] { "suspensionReason", "nonEditableAliases", "deletionTime", "isGuestUser", "customSchemas" })
        {
            Assert.False(user.TryGetProperty(absent, out _), absent);
        }

        emulator.SuspendUser(anna.Id, "ABUSE");
        user = (await raw.GetAsync("users/A.BERG@corp.example")).Json;
        Assert.Equal((anna.Id, "ABUSE"), (Text("id"), Text("suspensionReason")));

        string? Text(string name) => user.GetProperty(name).GetString();
        string Raw(string name) => JsonSerializer.Serialize(user.GetProperty(name), Relaxed);
    }

    [Fact]
    public async Task A_customer_or_a_domain_must_be_named_and_be_ours()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(new() { Domains = ["corp.example", "shop.example"] }, Ct);
        Seed(emulator, "a@corp.example", "b@shop.example");
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.Equal((400, "badRequest"), Outcome(await raw.GetAsync("users")));
        Assert.Equal((403, "forbidden"), Outcome(await raw.GetAsync("users?customer=C0other")));
        Assert.Equal((403, "forbidden"), Outcome(await raw.GetAsync("users?domain=other.example")));
        Assert.Equal(["b@shop.example"], Emails(await raw.GetAsync("users?domain=shop.example")));
        Assert.Equal(["b@shop.example"], Emails(await raw.GetAsync("users?domain=shop.example&customer=my_customer")));
        Assert.Equal(3, Emails(await raw.GetAsync("users?customer=" + emulator.CustomerId)).Length);
        emulator.Behaviour.RefuseCustomerWithDomain = true;
        Assert.Equal((400, "badRequest"), Outcome(await raw.GetAsync("users?domain=shop.example&customer=my_customer")));
    }

    [Fact]
    public async Task A_page_size_is_a_hundred_at_most_five_hundred_and_at_least_one()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        Seed(emulator, [.. Enumerable.Range(0, 600).Select(i => $"u{i:D3}@corp.example")]);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.Equal(100, (await raw.GetAsync(All)).List("users").Length);
        Assert.Equal([500, 101], (await raw.PagesAsync(All + "&maxResults=500")).Select(p => p.List("users").Length));
        foreach (var bad in new[] { "0", "-1", "501", "many" })
        {
            Assert.Equal((400, "invalidParameter"), Outcome(await raw.GetAsync($"{All}&maxResults={bad}")));
        }

        emulator.Behaviour.ClampPageSize = true;
        Assert.Equal(500, (await raw.GetAsync(All + "&maxResults=9999")).List("users").Length);
    }

    [Fact]
    public async Task The_last_page_has_no_token_even_when_it_is_full()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        Seed(emulator, "a@corp.example", "b@corp.example", "c@corp.example");
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var pages = await raw.PagesAsync(All + "&maxResults=2");
        Assert.Equal([2, 2], pages.Select(p => p.List("users").Length));
        Assert.Equal(["a@corp.example", "admin@corp.example", "b@corp.example", "c@corp.example"], pages.SelectMany(Emails));
    }

    [Fact]
    public async Task A_page_token_belongs_to_its_listing_and_expires()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time, TokenLifetime = TimeSpan.FromDays(9) }, Ct);
        Seed(emulator, "a@corp.example", "b@corp.example");
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        var token = (await raw.GetAsync(All + "&maxResults=1")).Text("nextPageToken");
        Assert.Equal(["admin@corp.example"], Emails(await raw.GetAsync($"{All}&maxResults=1&pageToken={token}&fields=users(primaryEmail)")));
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"{All}&maxResults=1&orderBy=familyName&pageToken={token}")));
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"{All}&maxResults=1&showDeleted=true&pageToken={token}")));
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"groups?customer=my_customer&pageToken={token}")));
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"{All}&pageToken=nonsense")));
        time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await raw.GetAsync($"{All}&maxResults=1&pageToken={token}")).Status);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"{All}&maxResults=1&pageToken={token}")));
        token = (await raw.GetAsync(All + "&maxResults=1")).Text("nextPageToken");
        emulator.ExpirePageTokens();
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"{All}&maxResults=1&pageToken={token}")));
    }

    [Fact]
    public async Task A_listing_is_no_snapshot_so_a_renamed_user_is_seen_twice_or_never()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        Seed(emulator, "b@corp.example", "c@corp.example", "d@corp.example");
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var first = await raw.GetAsync(All + "&maxResults=2");
        Assert.Equal(["admin@corp.example", "b@corp.example"], Emails(first));
        emulator.ChangeUser("b@corp.example", u => u with { PrimaryEmail = "x@corp.example" });
        emulator.ChangeUser("d@corp.example", u => u with { PrimaryEmail = "a@corp.example" });
        Assert.Equal(["c@corp.example", "x@corp.example"], Emails(await raw.GetAsync($"{All}&maxResults=2&pageToken={first.Text("nextPageToken")}")));
    }

    [Theory]
    [InlineData("orderBy=email", "a b c")]
    [InlineData("orderBy=email&sortOrder=DESCENDING", "c b a")]
    [InlineData("orderBy=familyName", "b c a")]
    [InlineData("orderBy=givenName&sortOrder=descending", "c a b")]
    public async Task Users_come_in_the_order_asked_for_over_all_pages(string order, string expected)
    {
        await using var emulator = await GSuiteEmulator.StartAsync(new() { DelegatedAdmin = "c@corp.example" }, Ct);
        emulator.ChangeUser("c@corp.example", u => u with { GivenName = "zoe", FamilyName = "MILLER" });
        emulator.SeedUser(new() { PrimaryEmail = "a@corp.example", GivenName = "Max", FamilyName = "Zorn" });
        emulator.SeedUser(new() { PrimaryEmail = "b@corp.example", GivenName = "Anna", FamilyName = "Berg" });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var pages = await raw.PagesAsync($"{All}&maxResults=1&{order}");
        Assert.Equal(expected, string.Join(' ', pages.SelectMany(Emails).Select(e => e![..1])));
    }

    [Fact]
    public async Task A_value_or_a_parameter_that_does_not_exist_is_refused()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        foreach (var bad in new[] { "orderBy=id", "sortOrder=up", "projection=all", "showDeleted=yes", "viewType=none", "event=birth", "updatedMin=2026-01-01", "fields=users(nmae)", "fields=users(id", "fields=", "prettyPrint=maybe" })
        {
            Assert.Equal(bad == "fields=" ? 200 : 400, (await raw.GetAsync($"{All}&{bad}")).Status);
        }
    }

    [Theory]
    [InlineData("users(id,name/givenName)", """{"users":[{"id":"ID","name":{"givenName":"Anna"}}]}""")]
    [InlineData("users/name(familyName)", """{"users":[{"name":{"familyName":"Berg"}}]}""")]
    [InlineData("kind,nextPageToken,users(organizations(title,department),suspended)", """{"kind":"admin#directory#users","users":[{"suspended":false,"organizations":[{"title":"Seller"}]}]}""")]
    [InlineData("users(name(*))", """{"users":[{"name":{"givenName":"Anna","familyName":"Berg","fullName":"Anna Berg"}}]}""")]
    [InlineData("nextPageToken", "{}")]
    public async Task Only_the_fields_asked_for_are_in_the_answer(string fields, string expected)
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example", GivenName = "Anna", FamilyName = "Berg", Organizations = [new() { Name = "Corp", Title = "Seller" }] });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var answer = await raw.GetAsync($"{All}&query=email:anna*&prettyPrint=false&fields={fields}");
        Assert.Equal(expected.Replace("ID", anna.Id, StringComparison.Ordinal), answer.Body);
    }

    [Theory]
    [InlineData("isSuspended=true", "b")]
    [InlineData("isArchived=true", "c")]
    [InlineData("isAdmin=false", "a b c d")]
    [InlineData("email:B*", "b")]
    [InlineData("email=alias@corp.example", "d")]
    [InlineData("givenName='Anna Lena'", "a")]
    [InlineData("name:Lena isSuspended=false", "a")]
    [InlineData("orgUnitPath='/Staff'", "a b")]
    [InlineData("orgUnitPath=/", "a admin b c d")]
    [InlineData("orgDepartment=Sales", "a")]
    [InlineData("Lena", "a")]
    public async Task A_search_finds_what_fits_all_its_clauses(string query, string expected)
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        emulator.SeedUser(new() { PrimaryEmail = "a@corp.example", GivenName = "Anna Lena", FamilyName = "O'Hara", OrgUnitPath = "/Staff", Organizations = [new() { Department = "Sales" }] });
        emulator.SeedUser(new() { PrimaryEmail = "b@corp.example", Suspended = true, OrgUnitPath = "/Staff/North" });
        emulator.SeedUser(new() { PrimaryEmail = "c@corp.example", Archived = true, OrgUnitPath = "/Staffing" });
        emulator.SeedUser(new() { PrimaryEmail = "d@corp.example", Aliases = ["alias@corp.example"] });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var found = await raw.GetAsync($"{All}&query={Uri.EscapeDataString(query)}");
        Assert.Equal(expected, string.Join(' ', Emails(found).Select(e => e!.Split('@')[0])));
    }

    [Theory]
    [InlineData("isSuspended=maybe")]
    [InlineData("lastLoginTime=2026")]
    [InlineData("orgUnitPath:Staff")]
    [InlineData("name='open")]
    public async Task A_search_that_makes_no_sense_is_refused(string query)
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"{All}&query={Uri.EscapeDataString(query)}")));
    }

    [Fact]
    public async Task Open_types_come_as_one_object_and_newer_fields_appear_where_switched_on()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        emulator.SeedUser(new()
        {
            PrimaryEmail = "anna@corp.example", Organizations = [new() { Title = "Seller" }], Phones = [new("1", "work"), new("2", "home")], Suspended = true,
            CustomSchemas = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["HR"] = new Dictionary<string, string> { ["cost"] = "42" } },
            More = new Dictionary<string, JsonElement> { ["locations"] = JsonSerializer.SerializeToElement("odd") },
        });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        emulator.Behaviour.SingleValuesAsObjects = true;
        emulator.Behaviour.NewerFields = true;
        var user = (await raw.GetAsync("users/anna@corp.example?projection=full")).Json;
        Assert.Equal("Seller", user.GetProperty("organizations").GetProperty("title").GetString());
        Assert.Equal(2, user.GetProperty("phones").GetArrayLength());
        Assert.Equal("42", user.GetProperty("customSchemas").GetProperty("HR").GetProperty("cost").GetString());
        Assert.Equal("odd", user.GetProperty("locations").GetString());
        Assert.False(user.GetProperty("isGuestUser").GetBoolean());
        Assert.True(user.TryGetProperty("suspensionTime", out _));
        Assert.True((await raw.GetAsync("users/anna@corp.example?projection=custom&customFieldMask=HR")).Has("customSchemas"));
        Assert.False((await raw.GetAsync("users/anna@corp.example?projection=custom&customFieldMask=IT")).Has("customSchemas"));
    }

    internal static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Seed(GSuiteEmulator emulator, params string[] emails)
    {
        foreach (var email in emails)
        {
            emulator.SeedUser(new() { PrimaryEmail = email });
        }
    }

    private static string?[] Emails(RawAnswer answer) => answer.Texts("users", "primaryEmail");

    private static (int, string?) Outcome(RawAnswer answer) => (answer.Status, answer.Reason);
}
