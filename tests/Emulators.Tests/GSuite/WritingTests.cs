namespace SyncEngine.Emulators.Tests.GSuite;

public sealed class WritingTests
{
    private const string Auth = "https://www.googleapis.com/auth/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_is_made_changed_renamed_deleted_and_brought_back()
    {
        await using var emulator = await StartAsync();
        emulator.SeedOrgUnit(new() { OrgUnitPath = "/Staff" });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var made = await raw.SendAsync("POST", "users", """{"primaryEmail":"anna@corp.example","name":{"givenName":"Anna","familyName":"Berg"},"password":"very-secret","orgUnitPath":"/Staff"}""");
        var id = made.Text("id")!;
        Assert.Equal((200, "/Staff"), (made.Status, made.Text("orgUnitPath")));
        Assert.DoesNotContain("secret", made.Body);
        var changed = await raw.SendAsync("PATCH", "users/" + id, """{"name":{"familyName":"Kurz"},"suspended":true,"phones":{"value":"1","type":"work"},"relations":[{"type":"manager","value":"b@corp.example"}]}""");
        Assert.Equal(("Anna Kurz", "ADMIN"), (changed.Json.GetProperty("name").GetProperty("fullName").GetString(), changed.Text("suspensionReason")));
        Assert.NotEqual(made.Text("etag"), changed.Text("etag"));
        var renamed = await raw.SendAsync("PUT", "users/anna@corp.example", """{"primaryEmail":"anna.kurz@corp.example","relations":null,"suspended":false}""");
        Assert.Equal("anna@corp.example", Assert.Single(renamed.List("aliases")).GetString());
        Assert.False(renamed.Has("relations"));
        Assert.True(renamed.Has("phones"));
        Assert.Equal(204, (await raw.SendAsync("POST", $"users/{id}/makeAdmin", """{"status":true}""")).Status);
        Assert.True(emulator.FindUser(id)!.IsAdmin);
        Assert.Equal((204, 404), ((await raw.SendAsync("DELETE", "users/anna@corp.example")).Status, (await raw.SendAsync("DELETE", "users/" + id)).Status));
        Assert.Equal((404, "notFound"), Outcome(await raw.SendAsync("POST", "users/anna.kurz@corp.example/undelete", """{"orgUnitPath":"/"}""")));
        Assert.Equal(204, (await raw.SendAsync("POST", $"users/{id}/undelete", """{"orgUnitPath":"/"}""")).Status);
        Assert.Equal((id, "/"), (emulator.FindUser("anna.kurz@corp.example")!.Id, emulator.FindUser(id)!.OrgUnitPath));
        Assert.Equal(8, emulator.Requests.Count(r => r.IsWrite));
    }

    [Theory]
    [InlineData("{}", 400, "required")]
    [InlineData("[", 400, "parseError")]
    [InlineData("[]", 400, "badRequest")]
    [InlineData("""{"primaryEmail":"a@corp.example","name":{"givenName":"A","familyName":"B"}}""", 400, "required")]
    [InlineData("""{"primaryEmail":"a@corp.example","name":{"givenName":"A","familyName":"B"},"password":"x","nmae":1}""", 400, "badRequest")]
    [InlineData("""{"primaryEmail":"a@other.example","name":{"givenName":"A","familyName":"B"},"password":"x"}""", 404, "notFound")]
    [InlineData("""{"primaryEmail":"a","name":{"givenName":"A","familyName":"B"},"password":"x"}""", 400, "invalid")]
    [InlineData("""{"primaryEmail":"admin@corp.example","name":{"givenName":"A","familyName":"B"},"password":"x"}""", 409, "duplicate")]
    [InlineData("""{"primaryEmail":"a@corp.example","name":{"givenName":"A","familyName":"B"},"password":"x","orgUnitPath":"/None"}""", 400, "invalid")]
    [InlineData("""{"primaryEmail":"a@corp.example","name":{"givenName":"A","familyName":"B"},"password":"x","suspended":"yes"}""", 400, "invalid")]
    [InlineData("""{"primaryEmail":"a@corp.example","name":{"givenName":"A","familyName":"B"},"password":"x","phones":[1]}""", 400, "invalid")]
    public async Task A_user_that_cannot_be_is_refused(string body, int status, string reason)
    {
        await using var emulator = await StartAsync();
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.Equal((status, reason), Outcome(await raw.SendAsync("POST", "users", body)));
        Assert.Single(emulator.Users);
    }

    [Fact]
    public async Task A_write_needs_its_scope_and_a_delegated_administrator_makes_nobody()
    {
        await using var emulator = await StartAsync();
        emulator.SeedUser(new() { PrimaryEmail = "helper@corp.example", IsDelegatedAdmin = true });
        using var raw = await new RawGoogle(emulator).SignInAsync("helper@corp.example");
        Assert.Equal((403, "forbidden"), Outcome(await raw.SendAsync("POST", "users", """{"primaryEmail":"a@corp.example","name":{"givenName":"A","familyName":"B"},"password":"x"}""")));
        Assert.Equal((403, "forbidden"), Outcome(await raw.SendAsync("POST", "users/helper@corp.example/makeAdmin", """{"status":true}""")));
        Assert.Equal(200, (await raw.SendAsync("PATCH", "users/helper@corp.example", """{"archived":false}""")).Status);
        emulator.AuthorizedScopes = [.. GSuiteEmulatorOptions.ReadOnlyScopes];
        await raw.SignInAsync();
        Assert.Equal((403, "insufficientPermissions"), Outcome(await raw.SendAsync("PATCH", "users/helper@corp.example", """{"archived":true}""")));
        Assert.Equal((403, "insufficientPermissions"), Outcome(await raw.SendAsync("POST", "groups", """{"email":"g@corp.example"}""")));
        Assert.False(emulator.FindUser("helper@corp.example")!.Archived);
    }

    [Fact]
    public async Task A_write_meant_for_another_state_changes_nothing()
    {
        await using var emulator = await StartAsync();
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example" });
        var group = emulator.SeedGroup(new() { Email = "staff@corp.example" });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        foreach (var path in new[] { "users/" + anna.Id, "groups/" + group.Id })
        {
            var etag = (await raw.GetAsync(path)).Headers["ETag"];
            Assert.Equal((412, "conditionNotMet"), Outcome(await raw.SendAsync("DELETE", path, ifMatch: "\"another/one\"")));
            Assert.Equal(200, (await raw.GetAsync(path)).Status);
            Assert.Equal(204, (await raw.SendAsync("DELETE", path, ifMatch: etag)).Status);
        }
    }

    [Fact]
    public async Task Groups_and_members_are_made_changed_and_taken_away()
    {
        await using var emulator = await StartAsync();
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example", Aliases = ["a.berg@corp.example"] });
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var staff = (await raw.SendAsync("POST", "groups", """{"email":"staff@corp.example","name":"Staff","description":"All"}""")).Text("id");
        Assert.Equal("Everybody", (await raw.SendAsync("PATCH", "groups/" + staff, """{"name":"Everybody"}""")).Text("name"));
        Assert.Equal("All", emulator.FindGroup(staff!)!.Description);
        Assert.Equal((409, "duplicate"), Outcome(await raw.SendAsync("POST", "groups", """{"email":"anna@corp.example"}""")));
        Assert.Equal((400, "required"), Outcome(await raw.SendAsync("POST", "groups", """{"name":"x"}""")));
        await raw.SendAsync("POST", "groups", """{"email":"inner@corp.example"}""");
        var members = $"groups/{staff}/members";
        Assert.Equal((anna.Id, "OWNER"), await AddAsync("""{"email":"a.berg@corp.example","role":"OWNER"}""") is var a ? (a.Text("id"), a.Text("role")) : default);
        Assert.Equal("GROUP", (await AddAsync("""{"email":"inner@corp.example"}""")).Text("type"));
        Assert.Equal("EXTERNAL", (await AddAsync("""{"email":"guest@other.example"}""")).Text("type"));
        Assert.Equal(emulator.CustomerId, (await AddAsync($$"""{"id":"{{emulator.CustomerId}}"}""")).Text("id"));
        Assert.Equal((409, "duplicate"), Outcome(await AddAsync("""{"email":"anna@corp.example"}""")));
        Assert.Equal((404, "notFound"), Outcome(await AddAsync("""{"email":"nobody@corp.example"}""")));
        Assert.Equal((404, "notFound"), Outcome(await AddAsync("""{"id":"12345"}""")));
        Assert.Equal((400, "required"), Outcome(await AddAsync("{}")));
        Assert.Equal((400, "invalid"), Outcome(await AddAsync("""{"email":"other@other.example","role":"BOSS"}""")));
        Assert.Equal((400, "cyclicMembershipsNotAllowed"), Outcome(await raw.SendAsync("POST", "groups/inner@corp.example/members", """{"email":"staff@corp.example"}""")));
        Assert.Equal((400, "cyclicMembershipsNotAllowed"), Outcome(await raw.SendAsync("POST", "groups/inner@corp.example/members", """{"email":"inner@corp.example"}""")));
        Assert.Equal("MANAGER", (await raw.SendAsync("PATCH", members + "/anna@corp.example", """{"role":"MANAGER"}""")).Text("role"));
        Assert.Equal(204, (await raw.SendAsync("DELETE", members + "/guest@other.example")).Status);
        Assert.Equal((404, "notFound"), Outcome(await raw.SendAsync("DELETE", members + "/guest@other.example")));
        Assert.Equal(["CUSTOMER", "GROUP", "USER"], (await raw.GetAsync(members)).Texts("members", "type").Order());
        Assert.Equal(204, (await raw.SendAsync("DELETE", "groups/inner@corp.example")).Status);
        Assert.Equal(["CUSTOMER", "USER"], (await raw.GetAsync(members)).Texts("members", "type").Order());

        Task<RawAnswer> AddAsync(string body) => raw.SendAsync("POST", members, body);
    }

    [Fact]
    public async Task A_script_can_tell_a_later_state_over_http()
    {
        await using var emulator = await StartAsync();
        emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example" });
        using var raw = new RawGoogle(emulator);
        var told = await PutAsync("""{ "users": [ { "primaryEmail": "ben@corp.example", "orgUnitPath": "/Staff" } ] }""");
        Assert.Equal(200, told.Status);
        Assert.Equal(["admin@corp.example", "ben@corp.example"], emulator.Users.Where(u => u.DeletionTime is null).Select(u => u.PrimaryEmail).Order());
        foreach (var bad in new[] { "{", """{ "user": [] }""", """{ "users": [ { "primaryEmail": "a@corp.example" }, { "primaryEmail": "A@corp.example" } ] }""" })
        {
            Assert.Equal(400, (await PutAsync(bad)).Status);
        }

        Assert.NotNull(emulator.FindUser("ben@corp.example"));

        Task<RawAnswer> PutAsync(string body) => raw.SendAsync(new HttpRequestMessage(HttpMethod.Put, new Uri(emulator.BaseUrl, "/_emulator/state")) { Content = new StringContent(body) });
    }

    private static Task<GSuiteEmulator> StartAsync() => GSuiteEmulator.StartAsync(
        new() { AuthorizedScopes = [.. GSuiteEmulatorOptions.ReadOnlyScopes, Auth + "admin.directory.user", Auth + "admin.directory.group"] }, Ct);

    private static (int, string?) Outcome(RawAnswer answer) => (answer.Status, answer.Reason);
}
