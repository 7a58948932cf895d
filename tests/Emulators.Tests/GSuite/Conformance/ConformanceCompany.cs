using System.Text.Json;

namespace SyncEngine.Emulators.Tests.GSuite;

/// <summary>A customer with every kind of thing in it, and requests that show all of it.</summary>
internal static class ConformanceCompany
{
    private static readonly string[] AllScopes = ["admin.directory.user", "admin.directory.group", "admin.directory.user.readonly", "admin.directory.group.readonly", "admin.directory.group.member.readonly", "admin.directory.orgunit.readonly", "admin.directory.domain.readonly", "admin.directory.customer.readonly"];

    internal static async Task<GSuiteEmulator> StartAsync()
    {
        var emulator = await GSuiteEmulator.StartAsync(
            new() { Domains = ["corp.example", "shop.example"], AuthorizedScopes = [.. AllScopes.Select(s => "https://www.googleapis.com/auth/" + s)] }, RawGoogle.Ct);
        var full = emulator.SeedUser(new()
        {
            PrimaryEmail = "anna@corp.example", GivenName = "Anna", FamilyName = "Berg", DisplayName = "Anna B.", OrgUnitPath = "/Staff/Users/Sales & Marketing",
            Aliases = ["a.berg@corp.example"], NonEditableAliases = ["anna@corp.example.test-google-a.com"], IsDelegatedAdmin = true,
            LastLoginTime = DateTimeOffset.UnixEpoch.AddYears(55).AddMilliseconds(7), CreationTime = new DateTimeOffset(2020, 2, 29, 23, 59, 59, TimeSpan.FromHours(3)),
            Organizations = [new() { Name = "Corp", Title = "Seller", Department = "Sales", Primary = true, Type = "work", Description = "Full time", CostCenter = "7", Location = "B2" }, new() { Title = "Advisor" }],
            Phones = [new("+49 30 1", "work", Primary: true), new("2", "custom", "hotline")], Relations = [new("boss@corp.example", "manager")], ExternalIds = [new("4711", "organization")],
            CustomSchemas = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["HR"] = new Dictionary<string, string> { ["cost"] = "42" } },
            More = new Dictionary<string, JsonElement> { ["notes"] = JsonSerializer.SerializeToElement(new { value = "x", contentType = "text_plain" }), ["recoveryEmail"] = JsonSerializer.SerializeToElement("x@other.example") },
        });
        emulator.SeedUser(new() { PrimaryEmail = "bare@shop.example" });
        emulator.SeedUser(new() { PrimaryEmail = "suspended@corp.example", Suspended = true, SuspensionReason = "ABUSE", Phones = [new("1", "home")] });
        emulator.SeedUser(new() { PrimaryEmail = "archived@corp.example", Archived = true });
        emulator.DeleteUser(emulator.SeedUser(new() { PrimaryEmail = "gone@corp.example", GivenName = "Gone" }).Id);
        emulator.SeedGroup(new() { Email = "inner@corp.example", Name = "Inner", Members = [new() { Id = full.Id }, new() { Email = "archived@corp.example" }] });
        emulator.SeedGroup(new() { Email = "empty@corp.example", AdminCreated = false });
        emulator.SeedGroup(new()
        {
            Email = "staff@corp.example", Name = "Staff", Description = "Everybody", Aliases = ["all@corp.example"], NonEditableAliases = ["staff@corp.example.test-google-a.com"],
            Members = [new() { Email = "a.berg@corp.example", Role = "OWNER" }, new() { Email = "suspended@corp.example" }, new() { Email = "inner@corp.example" }, new() { Email = "guest@other.example" }, new() { Type = "CUSTOMER" }],
        });
        emulator.SeedOrgUnit(new() { OrgUnitPath = "/Staff", Description = "Everybody who works here" });
        return emulator;
    }

    /// <summary>The method, and how it is called. What has a question mark is read page by page.</summary>
    internal static IEnumerable<(string Id, string Method, string Path, string? Body)> Requests(GSuiteEmulator emulator)
    {
        foreach (var more in new[] { "", "&maxResults=1", "&maxResults=2&orderBy=familyName&sortOrder=DESCENDING", "&showDeleted=true", "&projection=full", "&viewType=domain_public", "&query=isSuspended=true", "&query=email:nobody*", "&fields=nextPageToken,users(id,name/fullName,organizations(title),emails)" })
        {
            yield return Get("users.list", "users?customer=my_customer" + more);
        }

        foreach (var user in emulator.Users.Where(u => u.DeletionTime is null))
        {
            yield return Get("users.get", "users/" + user.Id);
            yield return Get("users.get", $"users/{user.PrimaryEmail}?projection=custom&customFieldMask=HR");
        }

        foreach (var group in emulator.Groups)
        {
            yield return Get("groups.get", "groups/" + group.Id);
            yield return Get("members.list", $"groups/{group.Id}/members");
            yield return Get("members.list", $"groups/{group.Email}/members?includeDerivedMembership=true&maxResults=2");
            yield return Get("members.list", $"groups/{group.Email}/members?roles=OWNER");
            yield return Get("members.hasMember", $"groups/{group.Id}/hasMember/anna@corp.example");
            foreach (var member in group.Members)
            {
                yield return Get("members.get", $"groups/{group.Id}/members/{member.Id}");
            }
        }

        foreach (var path in new[] { "groups?customer=my_customer", "groups?domain=shop.example", "groups?userKey=anna@corp.example&maxResults=1", "groups?customer=my_customer&query=name:S*&fields=groups(id,directMembersCount)" })
        {
            yield return Get("groups.list", path);
        }

        foreach (var type in new[] { "?type=all", "?type=children", "?type=allIncludingParent", "?type=all&orgUnitPath=/Staff/Users/Sales%20%26%20Marketing" })
        {
            yield return Get("orgunits.list", "customer/my_customer/orgunits" + type);
        }

        foreach (var unit in emulator.OrgUnits)
        {
            yield return Get("orgunits.get", "customer/my_customer/orgunits/" + unit.OrgUnitId);
        }

        yield return Get("customers.get", "customers/my_customer");
        yield return Get("domains.list", "customer/my_customer/domains");
        yield return Get("domains.get", "customer/my_customer/domains/shop.example");
        yield return ("users.watch", "POST", "users/watch?customer=my_customer&event=add", """{"id":"c1","type":"web_hook","address":"https://hook.example/","token":"t","params":{"ttl":"60"}}""");
        yield return ("users.watch", "POST", "users/watch?domain=shop.example", ChannelBody("c2"));
        yield return ("users.insert", "POST", "users", """{"primaryEmail":"new@corp.example","name":{"givenName":"N","familyName":"W"},"password":"secret-password"}""");
        yield return ("users.update", "PUT", "users/new@corp.example", """{"suspended":true,"phones":[{"value":"1","type":"work"}],"locations":[{"area":"B2","type":"desk"}]}""");
        yield return ("users.patch", "PATCH", "users/new@corp.example", """{"primaryEmail":"newer@corp.example","organizations":[{"title":"T"}],"relations":[{"type":"manager","value":"x@corp.example"}]}""");
        yield return ("users.makeAdmin", "POST", "users/newer@corp.example/makeAdmin", """{"status":true}""");
        yield return ("users.delete", "DELETE", "users/newer@corp.example", null);
        yield return ("users.undelete", "POST", $"users/{emulator.Users.Single(u => u.PrimaryEmail == "gone@corp.example").Id}/undelete", """{"orgUnitPath":"/Staff"}""");
        yield return ("groups.insert", "POST", "groups", """{"email":"new-group@corp.example","name":"New"}""");
        yield return ("groups.update", "PUT", "groups/new-group@corp.example", """{"name":"Newer"}""");
        yield return ("groups.patch", "PATCH", "groups/new-group@corp.example", """{"description":"x"}""");
        yield return ("members.insert", "POST", "groups/new-group@corp.example/members", """{"email":"anna@corp.example","role":"MEMBER"}""");
        yield return ("members.update", "PUT", "groups/new-group@corp.example/members/anna@corp.example", """{"role":"OWNER"}""");
        yield return ("members.patch", "PATCH", "groups/new-group@corp.example/members/anna@corp.example", """{"role":"MANAGER"}""");
        yield return ("members.delete", "DELETE", "groups/new-group@corp.example/members/anna@corp.example", null);
        yield return ("groups.delete", "DELETE", "groups/new-group@corp.example", null);
    }

    internal static string ChannelBody(string id) => $$"""{"id":"{{id}}","type":"web_hook","address":"https://hook.example/"}""";

    private static (string Id, string Method, string Path, string? Body) Get(string id, string path) => (id, "GET", path, null);
}
