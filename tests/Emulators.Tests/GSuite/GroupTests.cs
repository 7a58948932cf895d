namespace SyncEngine.Emulators.Tests.GSuite;

public sealed class GroupTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Groups_come_in_pages_of_two_hundred_and_more_is_taken_as_that()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.False((await raw.GetAsync("groups?customer=my_customer")).Has("groups"));
        for (var i = 0; i < 201; i++)
        {
            emulator.SeedGroup(new() { Email = $"g{i:D3}@corp.example", Name = $"Group {i}" });
        }

        Assert.Equal([200, 1], (await raw.PagesAsync("groups?customer=my_customer&maxResults=1000")).Select(p => p.List("groups").Length));
        Assert.Equal([200, 1], (await raw.PagesAsync("groups?domain=corp.example")).Select(p => p.List("groups").Length));
        Assert.Equal((400, "badRequest"), Outcome(await raw.GetAsync("groups")));
        Assert.Equal(["g007@corp.example"], (await raw.GetAsync("groups?customer=my_customer&query=email:g007*")).Texts("groups", "email"));
    }

    [Fact]
    public async Task A_group_is_found_by_id_and_address_and_counts_its_people_as_a_text()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        var (anna, inner, staff) = Company(emulator);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        foreach (var key in new[] { staff.Id, "STAFF@corp.example", "team@corp.example" })
        {
            var group = await raw.GetAsync("groups/" + key);
            Assert.Equal((staff.Id, "Staff", "2"), (group.Text("id"), group.Text("name"), group.Text("directMembersCount")));
        }

        Assert.Equal((404, "notFound"), Outcome(await raw.GetAsync("groups/none@corp.example")));
        Assert.Equal("Resource Not Found: groupKey", (await raw.GetAsync("groups/none")).Message);
        Assert.Equal([staff.Id], (await raw.GetAsync("groups?userKey=" + anna.Id)).Texts("groups", "id"));
        Assert.Equal([staff.Id], (await raw.GetAsync("groups?userKey=" + inner.Email)).Texts("groups", "id"));
        emulator.DeleteGroup(staff.Id);
        Assert.Equal((404, "notFound"), Outcome(await raw.GetAsync($"groups/{staff.Id}/members")));
    }

    [Fact]
    public async Task Every_kind_of_member_is_shown_as_the_api_does()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        var (anna, inner, staff) = Company(emulator);
        emulator.AddMember(staff.Id, new GSuiteMember { Type = "CUSTOMER" });
        emulator.AddMember(staff.Id, "guest@other.example");
        emulator.SuspendUser(emulator.DelegatedAdmin);
        emulator.SeedUser(new() { PrimaryEmail = "second@corp.example", IsAdmin = true });
        using var raw = await new RawGoogle(emulator).SignInAsync("second@corp.example");
        var members = (await raw.GetAsync($"groups/{staff.Id}/members")).List("members").ToDictionary(m => m.GetProperty("type").GetString() + m.GetProperty("role").GetString());
        var user = members["USERMEMBER"];
        Assert.Equal((anna.Id, "a.berg@corp.example", "ACTIVE"), (user.GetProperty("id").GetString(), user.GetProperty("email").GetString(), user.GetProperty("status").GetString()));
        Assert.Equal("SUSPENDED", members["USEROWNER"].GetProperty("status").GetString());
        Assert.Equal((inner.Id, "inner@corp.example"), (members["GROUPMEMBER"].GetProperty("id").GetString(), members["GROUPMEMBER"].GetProperty("email").GetString()));
        Assert.Equal(emulator.CustomerId, members["CUSTOMERMEMBER"].GetProperty("id").GetString());
        Assert.False(members["CUSTOMERMEMBER"].TryGetProperty("email", out _));
        Assert.False(members["EXTERNALMEMBER"].TryGetProperty("status", out _));
        Assert.Equal(["OWNER"], (await raw.GetAsync($"groups/{staff.Id}/members?roles=OWNER,MANAGER")).Texts("members", "role"));
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"groups/{staff.Id}/members?roles=BOSS")));
        var single = await raw.GetAsync($"groups/{staff.Id}/members/anna@corp.example");
        Assert.Equal((anna.Id, "ALL_MAIL"), (single.Text("id"), single.Text("delivery_settings")));
        Assert.Equal((404, "notFound"), Outcome(await raw.GetAsync($"groups/{inner.Id}/members/{anna.Id}")));
    }

    [Fact]
    public async Task Derived_membership_adds_who_is_in_the_groups_inside_once_and_keeps_the_groups()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        var (anna, inner, staff) = Company(emulator);
        var ben = emulator.SeedUser(new() { PrimaryEmail = "ben@corp.example" });
        emulator.AddMember(inner.Id, new GSuiteMember { Email = "ben@corp.example", Role = "OWNER" });
        emulator.AddMember(inner.Id, anna.Id);

        // A circle, which only a seed can make.
        emulator.AddMember(inner.Id, staff.Id);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var rows = (await raw.PagesAsync($"groups/{staff.Id}/members?includeDerivedMembership=true&maxResults=1")).SelectMany(p => p.List("members")).ToList();
        Assert.Equal(4, rows.Count);
        Assert.Equal("MEMBER", rows.Single(r => r.GetProperty("id").GetString() == ben.Id).GetProperty("role").GetString());
        Assert.Contains(rows, r => r.GetProperty("id").GetString() == inner.Id);
        Assert.Equal(3, (await raw.GetAsync($"groups/{staff.Id}/members")).List("members").Length);
        Assert.True((await raw.GetAsync($"groups/{staff.Id}/hasMember/{ben.Id}")).Json.GetProperty("isMember").GetBoolean());
        emulator.RemoveMember(inner.Id, "ben@corp.example");
        Assert.False((await raw.GetAsync($"groups/{staff.Id}/hasMember/{ben.Id}")).Json.GetProperty("isMember").GetBoolean());
        Assert.Equal((400, "invalid"), Outcome(await raw.GetAsync($"groups/{staff.Id}/hasMember/guest@other.example")));
    }

    [Fact]
    public async Task Members_come_in_pages_and_every_change_of_one_changes_the_etag()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        var staff = emulator.SeedGroup(new() { Email = "staff@corp.example" });
        for (var i = 0; i < 201; i++)
        {
            emulator.AddMember(staff.Id, emulator.SeedUser(new() { PrimaryEmail = $"u{i}@corp.example" }).Id);
        }

        using var raw = await new RawGoogle(emulator).SignInAsync();
        var path = $"groups/{staff.Id}/members?fields=nextPageToken,members(id)";
        var pages = await raw.PagesAsync(path);
        Assert.Equal([200, 1], pages.Select(p => p.List("members").Length));
        Assert.Equal(201, pages.SelectMany(p => p.Texts("members", "id")).Distinct().Count());
        Assert.Equal(304, (await raw.GetAsync(path, pages[0].Headers["ETag"])).Status);
        emulator.SuspendUser("u1@corp.example");
        Assert.Equal(200, (await raw.GetAsync(path, pages[0].Headers["ETag"])).Status);
    }

    [Fact]
    public async Task Units_are_one_answer_with_or_without_the_levels_below()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.False((await raw.GetAsync("customer/my_customer/orgunits?type=all")).Has("organizationUnits"));
        emulator.SeedOrgUnit(new() { OrgUnitPath = "/Staff/Users/Sales & Marketing", Description = "Selling" });
        emulator.SeedOrgUnit(new() { OrgUnitPath = "/Staffing" });
        Assert.Equal(["/Staff", "/Staff/Users", "/Staff/Users/Sales & Marketing", "/Staffing"], await PathsAsync("type=all"));
        Assert.Equal(["/Staff", "/Staffing"], await PathsAsync("type=children"));
        Assert.Equal(["/Staff", "/Staffing"], await PathsAsync(""));
        Assert.Equal(["/Staff/Users", "/Staff/Users/Sales & Marketing"], await PathsAsync("type=all&orgUnitPath=/Staff"));
        Assert.Equal("/", (await PathsAsync("type=allIncludingParent"))[0]);
        var sales = await raw.GetAsync("customer/my_customer/orgunits/Staff/Users/Sales%20%26%20Marketing");
        Assert.Equal(("Sales & Marketing", "Selling", "/Staff/Users"), (sales.Text("name"), sales.Text("description"), sales.Text("parentOrgUnitPath")));
        var users = await raw.GetAsync("customer/my_customer/orgunits/" + Uri.EscapeDataString(sales.Text("parentOrgUnitId")!));
        Assert.Equal("/Staff/Users", users.Text("orgUnitPath"));
        Assert.Equal((404, "notFound"), Outcome(await raw.GetAsync("customer/my_customer/orgunits/None")));
        Assert.Equal((403, "forbidden"), Outcome(await raw.GetAsync("customer/C0other/orgunits")));

        async Task<string?[]> PathsAsync(string query) => (await raw.GetAsync("customer/my_customer/orgunits?" + query)).Texts("organizationUnits", "orgUnitPath");
    }

    [Fact]
    public async Task A_moved_unit_keeps_its_id_and_takes_its_people_along()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example", OrgUnitPath = "/Staff/North" });
        var id = emulator.OrgUnits.Single(u => u.OrgUnitPath == "/Staff/North").OrgUnitId;
        emulator.MoveOrgUnit("/Staff", "/People");
        Assert.Equal(["/", "/People", "/People/North"], emulator.OrgUnits.Select(u => u.OrgUnitPath));
        Assert.Equal((id, "/People/North"), (emulator.OrgUnits[2].OrgUnitId, emulator.FindUser(anna.Id)!.OrgUnitPath));
        Assert.Throws<ArgumentException>(() => emulator.MoveOrgUnit("/", "/Root"));
        Assert.Throws<ArgumentException>(() => emulator.MoveOrgUnit("/People", "/People/Below"));
        Assert.Throws<ArgumentException>(() => emulator.MoveOrgUnit("/None", "/Some"));
    }

    [Fact]
    public async Task The_customer_and_its_domains_can_be_looked_at()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(new() { Domains = ["corp.example", "shop.example"] }, Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var customer = await raw.GetAsync("customers/my_customer");
        Assert.Equal((emulator.CustomerId, "corp.example"), (customer.Text("id"), customer.Text("customerDomain")));
        Assert.Equal(["corp.example", "shop.example"], (await raw.GetAsync("customer/my_customer/domains")).Texts("domains", "domainName"));
        Assert.False((await raw.GetAsync("customer/my_customer/domains/shop.example")).Json.GetProperty("isPrimary").GetBoolean());
        Assert.Equal(404, (await raw.GetAsync("customer/my_customer/domains/other.example")).Status);
        Assert.Equal((403, "forbidden"), Outcome(await raw.GetAsync("customers/C0other")));
    }

    /// <summary>Anna (by her alias) and the administrator in Staff, and an empty group in it.</summary>
    private static (GSuiteUser Anna, GSuiteGroup Inner, GSuiteGroup Staff) Company(GSuiteEmulator emulator)
    {
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example", Aliases = ["a.berg@corp.example"] });
        var inner = emulator.SeedGroup(new() { Email = "inner@corp.example", Name = "Inner" });
        var staff = emulator.SeedGroup(new()
        {
            Email = "staff@corp.example", Name = "Staff", Aliases = ["team@corp.example"],
            Members = [new() { Email = "a.berg@corp.example" }, new() { Email = "inner@corp.example" }, new() { Email = emulator.DelegatedAdmin, Role = "OWNER" }],
        });
        return (anna, inner, staff);
    }

    private static (int, string?) Outcome(RawAnswer answer) => (answer.Status, answer.Reason);
}
