using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests.Emulator;

public sealed class DataFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pyrus-emulator-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_after_a_restart_with_the_same_key_and_no_id_given_twice()
    {
        var path = Path.Combine(folder, "new", "pyrus.json");
        string key;
        int id;
        await using (var emulator = await PyrusEmulator.StartAsync(new() { DataPath = path }, Ct))
        {
            key = emulator.SecurityKey;
            using var raw = await new RawPyrus(emulator).SignInAsync();
            id = (await raw.SendAsync("POST", "members", """{"email":"анна@pyrus.example","first_name":"Анна"}""")).Id;
            await raw.SendAsync("POST", "roles", $$"""{"name":"R","member_add":[{{id}}]}""");
            await raw.SendAsync("PUT", "orgchart", """{"department_name":"D"}""");
        }

        Assert.Contains("Анна", await File.ReadAllTextAsync(path, Ct));
        await using var again = await PyrusEmulator.StartAsync(new() { DataPath = path }, Ct);
        Assert.Equal(key, again.SecurityKey);
        Assert.Equal("Анна", again.FindMember(id)!.FirstName);
        Assert.Equal([id], Assert.Single(again.Roles).MemberIds);
        Assert.Equal("D", Assert.Single(again.Departments).DepartmentName);
        Assert.True(again.SeedMember(new() { FirstName = "B", Email = "b@pyrus.example" }).Id > again.Roles[0].Id);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task A_seed_file_names_what_it_wants_and_leaves_the_rest_to_defaults()
    {
        var path = await WriteAsync("""
            {
              // a comment
              "organization": { "id": 7, "name": "Corp", "seats": 10 },
              "login": "admin@corp.example",
              "members": [
                { "first_name": "Anna", "email": "anna@corp.example", "department_id": 50 },
                { "id": 100001, "first_name": "Admin", "email": "admin@corp.example", "rights": 2047, "security_key": "k", "owner": true },
              ],
              "roles": [ { "name": "Sales", "member_ids": [100001] } ],
              "departments": [ { "id": 50, "department_name": "Sales" }, { "department_name": "North", "parent_id": 50 } ]
            }
            """);
        await using var emulator = await PyrusEmulator.StartAsync(new() { SeedPath = path }, Ct);
        Assert.Equal(("admin@corp.example", "k", 10), (emulator.Login, emulator.SecurityKey, emulator.Seats));
        Assert.Equal(100_002, emulator.FindMember("ANNA@corp.example")!.Id);
        Assert.Equal([50, 5001], emulator.Departments.Select(d => d.Id));
        Assert.Equal(2, emulator.Members.Count);
    }

    [Fact]
    public async Task The_seed_shown_in_the_readme_is_one()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Emulators.README.md"), Ct);
        var path = await WriteAsync(readme.Split("```json")[1].Split("```")[0]);
        await using var emulator = await PyrusEmulator.StartAsync(new() { SeedPath = path }, Ct);
        Assert.Equal(("admin@corp.example", 2, 1, 1), (emulator.Login, emulator.Members.Count, emulator.Roles.Count, emulator.Departments.Count));
        Assert.Equal("iPhone", Assert.Single(emulator.FindMember("anna@corp.example")!.Sessions).Device);
    }

    [Theory]
    [InlineData("{ \"membres\": [] }", "membres")]
    [InlineData("{ \"members\": [ { \"rights\": \"all\" } ] }", "rights")]
    [InlineData("{", "not a Pyrus data file")]
    [InlineData("""{ "members": [ { "id": 1 }, { "id": 1 } ] }""", "id 1")]
    [InlineData("""{ "members": [ { "id": 1 } ], "roles": [ { "id": 1, "name": "R" } ] }""", "id 1")]
    [InlineData("""{ "members": [ { "email": "a@b.example", "department_id": 9 } ] }""", "department 9")]
    [InlineData("""{ "roles": [ { "name": "R", "member_ids": [5] } ] }""", "member 5")]
    public async Task A_file_that_makes_no_sense_is_one_clear_error(string content, string named)
    {
        var path = await WriteAsync(content);
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => PyrusEmulator.StartAsync(new() { SeedPath = path }, Ct));
        Assert.Contains(path, error.Message);
        Assert.Contains(named, error.Message);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task A_missing_file_and_a_folder_in_place_of_the_data_file_are_clear_errors()
    {
        await Assert.ThrowsAsync<ConfigurationException>(() => PyrusEmulator.StartAsync(new() { SeedPath = Path.Combine(folder, "none.json") }, Ct));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => PyrusEmulator.StartAsync(new() { DataPath = folder }, Ct));
        Assert.Contains(folder, error.Message);
    }

    [Fact]
    public async Task A_taken_port_is_a_clear_error()
    {
        await using var first = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => PyrusEmulator.StartAsync(new() { Port = first.BaseUrl.Port }, Ct));
        Assert.Contains($"{first.BaseUrl.Port}", error.Message);
    }

    private async Task<string> WriteAsync(string content)
    {
        var path = Path.Combine(folder, "seed.json");
        await File.WriteAllTextAsync(path, content, Ct);
        return path;
    }
}
