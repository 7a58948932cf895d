using SyncEngine.Emulators;

namespace SyncEngine.Host.Tests;

/// <summary>The console as a process, against an export, Pyrus over HTTP and PostgreSQL: the loop of a user.</summary>
public sealed class EndToEndTests
{
    [Fact]
    public async Task Preview_sync_and_then_nothing_is_left_to_do_and_nothing_is_written()
    {
        await using var setup = await RealSetup.OpenAsync();
        setup.Pyrus.SeedMember(new PyrusMember { FirstName = "Boris", LastName = "Petrov", Email = "Boris@corp.example" });
        setup.Export(new LdifCompany().Person(1, "Anna", "Ivanova").Person(2, "Boris", "Petrov", "Head of IT").Person(3, "Carla", "Gone", enabled: false));

        var preview = await setup.RunAsync("preview", "staff", "--json");
        Assert.True(preview.ExitCode == 2, preview.ToString());
        Assert.Equal(0, setup.Writes);
        Assert.Equal(["Bind", "New"], Selected(preview));

        var sync = await setup.RunAsync("sync", "staff", "--yes", "--json");
        Assert.True(sync.ExitCode == 0, sync.ToString());
        Assert.Equal(preview.Json.GetProperty("plan").GetString(), sync.Json.GetProperty("plan").GetString());
        Assert.Equal("Head of IT", setup.Pyrus.FindMember("boris@corp.example")!.Position);
        Assert.NotNull(setup.Pyrus.FindMember("anna@corp.example"));
        var writes = setup.Writes;
        var story = (await setup.RunAsync("history", "anna@corp.example", "--json")).Out;

        var again = await setup.RunAsync("preview", "staff", "--json");
        Assert.True(again.ExitCode == 0, again.ToString());
        var second = await setup.RunAsync("sync", "staff", "--yes", "--json");
        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Equal(writes, setup.Writes);
        Assert.Equal(story, (await setup.RunAsync("history", "anna@corp.example", "--json")).Out);

        var replay = await setup.RunAsync("audit", "replay", "staff", "--json");
        Assert.True(replay.ExitCode == 0, replay.ToString());
        Assert.Equal(3, replay.Json.GetProperty("plans").GetArrayLength());
        Assert.True(replay.Json.GetProperty("same").GetBoolean());
    }

    [Fact]
    public async Task An_emulator_process_announces_itself_keeps_its_data_and_stops_when_told()
    {
        using var folder = new TempFolder();
        await using var host = HostProcess.Start(folder.Path, null, "emulate", "pyrus", "--json", "--data", "pyrus.json");
        var announced = System.Text.Json.JsonDocument.Parse(await host.FirstLineAsync()).RootElement;
        Assert.StartsWith("http://127.0.0.1:", announced.GetProperty("baseUrl").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(announced.GetProperty("login").GetString()!);
        Assert.NotEmpty(announced.GetProperty("securityKey").GetString()!);
        host.Terminate();
        Assert.Equal(0, (await host.EndAsync()).ExitCode);
        Assert.Contains("\"members\"", await File.ReadAllTextAsync(folder.In("pyrus.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_g_suite_emulator_process_announces_itself_with_a_key_for_it_and_stops_when_told()
    {
        using var folder = new TempFolder();
        folder.Write("seed.json", """{ "domains": ["corp.example"], "users": [ { "primaryEmail": "anna@corp.example" } ] }""");
        await using var host = HostProcess.Start(folder.Path, null, "emulate", "gsuite", "--json", "--seed", "seed.json", "--data", "gsuite.json");
        var announced = System.Text.Json.JsonDocument.Parse(await host.FirstLineAsync()).RootElement;
        Assert.Equal(["baseUrl", "serviceAccountKeyPath", "delegatedAdmin"], announced.EnumerateObject().Select(p => p.Name));
        var baseUrl = announced.GetProperty("baseUrl").GetString()!;
        Assert.StartsWith("http://127.0.0.1:", baseUrl, StringComparison.Ordinal);
        Assert.Equal((folder.In("gsuite.key.json"), "admin@corp.example"), (announced.GetProperty("serviceAccountKeyPath").GetString(), announced.GetProperty("delegatedAdmin").GetString()));
        using var key = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(folder.In("gsuite.key.json"), TestContext.Current.CancellationToken));
        Assert.StartsWith(baseUrl, key.RootElement.GetProperty("token_uri").GetString(), StringComparison.Ordinal);
        using var http = new HttpClient();
        var users = await http.GetAsync(baseUrl + "admin/directory/v1/users?customer=my_customer", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, users.StatusCode);
        host.Terminate();
        Assert.Equal(0, (await host.EndAsync()).ExitCode);
        Assert.Contains("anna@corp.example", await File.ReadAllTextAsync(folder.In("gsuite.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emulator_says_to_people_what_a_configuration_needs()
    {
        using var folder = new TempFolder();
        await using var host = HostProcess.Start(folder.Path, null, "emulate", "gsuite", "--data", "gsuite.json");
        Assert.Matches("^G Suite emulator  http://127.0.0.1:[0-9]+/$", await host.FirstLineAsync());
        host.Interrupt();
        var run = await host.EndAsync();
        Assert.Equal(0, run.ExitCode);
        Golden.Check("emulate-gsuite.txt", run.Out.Replace(folder.Path, "<folder>", StringComparison.Ordinal).Split('\n', 2)[1]);
    }

    [Fact]
    public async Task Doctor_names_every_part_and_status_says_what_waits()
    {
        await using var setup = await RealSetup.OpenAsync();
        setup.Export(new LdifCompany().Person(1, "Anna", "Ivanova"));
        var doctor = await setup.CallAsync("doctor", "--json");
        Assert.True(doctor.ExitCode == 0, doctor.ToString());
        Assert.Equal(
            ["configuration", "corp-ad", "pyrus", "store"],
            doctor.Json.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("subject").GetString()!).Distinct().Order());
        await setup.CallAsync("preview", "staff");
        var status = await setup.CallAsync("status");
        Assert.Matches("waits since .* UTC: 1 New", status.Out);
    }

    private static IEnumerable<string?> Selected(ConsoleRun run) => run.Json.GetProperty("rows").EnumerateArray()
        .Where(row => row.GetProperty("selected").GetBoolean()).Select(row => row.GetProperty("status").GetString()).Order();
}
