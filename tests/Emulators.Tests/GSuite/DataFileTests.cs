using System.Text.Json;

namespace SyncEngine.Emulators.Tests.GSuite;

public sealed class DataFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gsuite-emulator-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_changed_is_there_after_a_restart_with_the_same_key_and_etags_and_no_id_given_twice()
    {
        var path = Path.Combine(folder, "new", "gsuite.json");
        string key, etag, groupTag;
        GSuiteUser anna, gone;
        await using (var emulator = await GSuiteEmulator.StartAsync(new() { DataPath = path }, Ct))
        {
            key = Key(emulator);
            anna = emulator.SeedUser(new()
            {
                PrimaryEmail = "анна@corp.example", GivenName = "Анна", OrgUnitPath = "/Staff", Organizations = [new() { Title = "Seller", Primary = true }],
                CustomSchemas = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["HR"] = new Dictionary<string, string> { ["cost"] = "42" } },
                More = new Dictionary<string, JsonElement> { ["notes"] = JsonSerializer.SerializeToElement(new { value = "x" }) },
            });
            gone = emulator.SeedUser(new() { PrimaryEmail = "gone@corp.example" });
            emulator.SeedGroup(new() { Email = "staff@corp.example", Members = [new() { Email = anna.PrimaryEmail }, new() { Email = "guest@other.example" }] });
            emulator.DeleteUser(gone.Id);
            using var raw = await new RawGoogle(emulator).SignInAsync();
            etag = (await raw.GetAsync("users?customer=my_customer")).Headers["ETag"];
            groupTag = (await raw.GetAsync("groups?customer=my_customer")).Headers["ETag"];
            Assert.Equal(Path.Combine(folder, "new", "gsuite.key.json"), emulator.ServiceAccountKeyPath);
        }

        Assert.Contains("Анна", await File.ReadAllTextAsync(path, Ct));
        await using var again = await GSuiteEmulator.StartAsync(new() { DataPath = path }, Ct);
        Assert.Equal(key, Key(again));
        using var client = await new RawGoogle(again).SignInAsync();
        Assert.Equal(304, (await client.GetAsync("users?customer=my_customer", etag)).Status);
        Assert.Equal(304, (await client.GetAsync("groups?customer=my_customer", groupTag)).Status);
        Assert.Equal(("Seller", "42", "x"), (again.FindUser(anna.Id)!.Organizations[0].Title, again.FindUser(anna.Id)!.CustomSchemas["HR"]["cost"], again.FindUser(anna.Id)!.More["notes"].GetProperty("value").GetString()));
        Assert.Equal([gone.Id], (await client.GetAsync("users?customer=my_customer&showDeleted=true")).Texts("users", "id"));
        Assert.Equal(["USER", "EXTERNAL"], again.FindGroup("staff@corp.example")!.Members.Select(m => m.Type));
        Assert.DoesNotContain(again.SeedUser(new() { PrimaryEmail = "b@corp.example" }).Id, new[] { anna.Id, gone.Id });
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(path)!).Length);

        static string Key(GSuiteEmulator emulator) => JsonDocument.Parse(emulator.ServiceAccountKeyJson).RootElement.GetProperty("private_key").GetString()!;
    }

    [Fact]
    public async Task The_seed_shown_in_the_readme_is_one()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Emulators.README.md"), Ct);
        var path = await WriteAsync(readme.Split("```json")[2].Split("```")[0]);
        await using var emulator = await GSuiteEmulator.StartAsync(new() { SeedPath = path }, Ct);
        Assert.Equal(("C01abcdef", "boss@corp.example", 2), (emulator.CustomerId, emulator.DelegatedAdmin, emulator.Users.Count));
        Assert.Equal(["/", "/Staff", "/Staff/Users"], emulator.OrgUnits.Select(u => u.OrgUnitPath));
        Assert.Equal(["USER", "GROUP", "EXTERNAL", "CUSTOMER"], emulator.FindGroup("staff@corp.example")!.Members.Select(m => m.Type));
        Assert.Equal("boss@corp.example", emulator.FindUser("anna@corp.example")!.Relations[0].Value);
    }

    [Theory]
    [InlineData("{ \"user\": [] }", "user")]
    [InlineData("{ \"users\": [ { \"suspended\": \"no\" } ] }", "suspended")]
    [InlineData("{", "not a G Suite data file")]
    [InlineData("""{ "users": [ { "id": "1" }, { "id": "1" } ] }""", "id '1'")]
    [InlineData("""{ "users": [ { "primaryEmail": "a@corp.example" }, { "primaryEmail": "b@corp.example", "aliases": ["A@corp.example"] } ] }""", "address 'A@corp.example'")]
    [InlineData("""{ "users": [ { "primaryEmail": "a@corp.example" } ], "groups": [ { "email": "a@corp.example" } ] }""", "address 'a@corp.example'")]
    public async Task A_file_that_makes_no_sense_is_one_clear_error(string content, string named)
    {
        var path = await WriteAsync(content);
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => GSuiteEmulator.StartAsync(new() { SeedPath = path }, Ct));
        Assert.Contains(path, error.Message);
        Assert.Contains(named, error.Message);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task A_missing_file_a_folder_in_its_place_and_a_taken_port_are_clear_errors()
    {
        await Assert.ThrowsAsync<ConfigurationException>(() => GSuiteEmulator.StartAsync(new() { SeedPath = Path.Combine(folder, "none.json") }, Ct));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => GSuiteEmulator.StartAsync(new() { DataPath = folder }, Ct));
        Assert.Contains(folder, error.Message);
        await using var first = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        error = await Assert.ThrowsAsync<ConfigurationException>(() => GSuiteEmulator.StartAsync(new() { Port = first.BaseUrl.Port }, Ct));
        Assert.Contains($"{first.BaseUrl.Port}", error.Message);
    }

    [Fact]
    public async Task A_later_file_is_told_as_changes_and_who_is_not_in_it_is_deleted()
    {
        var path = await WriteAsync("""
            { "orgUnits": [ { "orgUnitId": "id:1", "orgUnitPath": "/Warsaw Users" }, { "orgUnitId": "id:2", "orgUnitPath": "/Old" } ],
              "users": [ { "id": "1", "primaryEmail": "anna@corp.example", "orgUnitPath": "/Warsaw Users" }, { "id": "2", "primaryEmail": "ben@corp.example" }, { "id": "3", "primaryEmail": "same@corp.example" } ],
              "groups": [ { "id": "g1", "email": "staff@corp.example", "members": [ { "email": "anna@corp.example" }, { "email": "ben@corp.example" } ] }, { "email": "old@corp.example" } ] }
            """);
        await using var emulator = await GSuiteEmulator.StartAsync(new() { SeedPath = path }, Ct);
        var same = emulator.FindUser("3")!.Version;
        emulator.ChangeTo(await WriteAsync("""
            { "orgUnits": [ { "orgUnitId": "id:1", "orgUnitPath": "/Warsaw Staff" } ],
              "users": [ { "id": "1", "primaryEmail": "ben@corp.example", "orgUnitPath": "/Warsaw Staff", "suspended": true }, { "id": "3", "primaryEmail": "same@corp.example" }, { "primaryEmail": "new@corp.example", "orgUnitPath": "/Warsaw Staff" } ],
              "groups": [ { "id": "g1", "email": "staff@corp.example", "members": [ { "email": "inner@corp.example" }, { "email": "ben@corp.example" } ] }, { "email": "inner@corp.example" } ] }
            """));
        Assert.Equal(["/", "/Warsaw Staff"], emulator.OrgUnits.Select(u => u.OrgUnitPath));
        Assert.Equal(("id:1", "1", true, same), (emulator.OrgUnits[1].OrgUnitId, emulator.FindUser("ben@corp.example")!.Id, emulator.FindUser("1")!.Suspended, emulator.FindUser("3")!.Version));
        Assert.NotNull(emulator.FindUser(emulator.DelegatedAdmin));
        using var raw = await new RawGoogle(emulator).SignInAsync();
        Assert.Equal(["2"], (await raw.GetAsync("users?customer=my_customer&showDeleted=true")).Texts("users", "id"));
        Assert.Equal(["inner@corp.example", "staff@corp.example"], emulator.Groups.Select(g => g.Email).Order());
        Assert.Equal(["GROUP", "USER"], emulator.FindGroup("g1")!.Members.Select(m => m.Type));
    }

    private async Task<string> WriteAsync(string content)
    {
        var path = Path.Combine(folder, "seed.json");
        await File.WriteAllTextAsync(path, content, Ct);
        return path;
    }
}
