namespace SyncEngine.Host.Tests;

/// <summary>The demo, as people run it: a process, real PostgreSQL, HTTP.</summary>
public sealed class DemoTests
{
    [Theory]
    [InlineData("4. A later export")]
    [InlineData("4. Months later", "--source", "gsuite")]
    public async Task The_demo_shows_the_loop_and_leaves_nothing_behind(string change, params string[] args)
    {
        using var folder = new TempFolder();
        var run = await HostProcess.RunAsync(folder.Path, In(folder), ["demo", .. args]);
        Assert.True(run.ExitCode == 0, run.ToString());
        foreach (var act in new[] { "1. Preview", "2. Sync", "3. Preview again", "Nothing to do.", "0 requests that change data", change, "OuRenamed", "Held:", "7. The proof" })
        {
            Assert.Contains(act, run.Out, StringComparison.Ordinal);
        }

        Assert.Equal(3, run.Out.Split("    same").Length - 1);
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Kept_it_can_be_gone_on_with_by_hand()
    {
        using var folder = new TempFolder();
        var run = await HostProcess.RunAsync(folder.Path, In(folder), "demo", "--keep", "--json");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Empty(run.Json.GetProperty("faults").EnumerateArray());
        Assert.True(run.Json.GetProperty("sameFingerprints").GetBoolean());
        Assert.Equal(0, run.Json.GetProperty("plans")[1].GetProperty("writes").GetInt32());

        var kept = Assert.Single(Directory.GetDirectories(folder.Path));
        var configuration = Path.Combine(kept, "syncengine.json");
        var port = new Uri(System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken))
            .RootElement.GetProperty("Systems").GetProperty("pyrus").GetProperty("BaseUrl").GetString()!).Port;
        await using var emulator = HostProcess.Start(
            folder.Path, null, "emulate", "pyrus", "--json", "--data", Path.Combine(kept, "pyrus.json"),
            "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await emulator.FirstLineAsync();
        var preview = await HostProcess.RunAsync(folder.Path, null, "preview", "staff", "--config", configuration, "--json");
        Assert.True(preview.ExitCode == 3, preview.ToString());
        var history = await HostProcess.RunAsync(folder.Path, null, "history", run.Json.GetProperty("person").GetString()!, "--config", configuration);
        Assert.True(history.ExitCode == 0, history.ToString());
    }

    [Fact]
    public async Task Kept_the_g_suite_demo_can_be_gone_on_with_after_starting_both_emulators_as_it_says()
    {
        using var folder = new TempFolder();
        var run = await HostProcess.RunAsync(folder.Path, In(folder), "demo", "--source", "gsuite", "--keep");
        Assert.True(run.ExitCode == 0, run.ToString());
        var lines = run.Out.Split('\n').Select(l => l.Trim()).Where(l => l.Contains(" emulate ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        await using var gsuite = HostProcess.Start(folder.Path, null, [.. lines[0][lines[0].IndexOf("emulate", StringComparison.Ordinal)..].Split(' '), "--json"]);
        await using var pyrus = HostProcess.Start(folder.Path, null, [.. lines[1][lines[1].IndexOf("emulate", StringComparison.Ordinal)..].Split(' '), "--json"]);
        await gsuite.FirstLineAsync();
        await pyrus.FirstLineAsync();
        var kept = Assert.Single(Directory.GetDirectories(folder.Path));
        var preview = await HostProcess.RunAsync(folder.Path, null, "preview", "staff", "--config", Path.Combine(kept, "syncengine.json"), "--json");
        Assert.True(preview.ExitCode == 3, preview.ToString());
        var doctor = await HostProcess.RunAsync(folder.Path, null, "doctor", "--config", Path.Combine(kept, "syncengine.json"));
        Assert.True(doctor.ExitCode == 0, doctor.ToString());
    }

    [Fact]
    public async Task Interrupted_it_stops_its_database_and_removes_its_folder()
    {
        using var folder = new TempFolder();
        await using var demo = HostProcess.Start(folder.Path, In(folder), "demo");
        var deadline = TimeProvider.System.GetTimestamp();
        while (!Directory.EnumerateFiles(folder.Path, "postmaster.pid", SearchOption.AllDirectories).Any())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromMinutes(2), "The database did not start.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        demo.Interrupt();
        var run = await demo.EndAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("stopped before its end", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static Dictionary<string, string> In(TempFolder folder) => new() { ["TMPDIR"] = folder.Path };
}
