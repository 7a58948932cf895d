namespace SyncEngine.Host.Tests;

/// <summary>Results as people and scripts get them, whole.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("preview-first.json", "preview", "staff", "--json")]
    public async Task The_first_preview_as_json(string file, params string[] args)
    {
        await using var world = new ScriptedWorld().WithCompany();
        var run = await world.RunAsync(args);
        Assert.Equal(2, run.ExitCode);
        Golden.Check(file, run.Out);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    [InlineData(null)]
    public async Task The_first_preview_at_a_width(int? columns)
    {
        await using var world = new ScriptedWorld().WithCompany();
        world.Console.Columns = columns;
        var run = await world.RunAsync("preview", "staff");
        Assert.Equal(2, run.ExitCode);
        Golden.Check($"preview-first-{columns?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "file"}.txt", run.Out);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(null)]
    public async Task A_later_preview_with_a_finding_and_a_held_limit_at_a_width(int? columns)
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        world.Console.Columns = columns;
        var run = await world.RunAsync("preview", "staff");
        Assert.Equal(3, run.ExitCode);
        Golden.Check($"preview-later-{columns?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "file"}.txt", run.Out);
    }

    [Fact]
    public async Task A_sync_as_json()
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        var run = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(3, run.ExitCode);
        Golden.Check("sync-later.json", run.Out);
    }

    [Fact]
    public async Task A_sync_for_people()
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        world.Console.Columns = 120;
        world.Application.Fault = (change, _) => change.Action == SyncEngine.History.ChangeAction.CreateAccount
            ? SyncEngine.Testing.ScriptedFault.Refuse("no_seats", "All seats are taken.")
            : null;
        var run = await world.RunAsync("sync", "staff", "--yes");
        Assert.Equal(3, run.ExitCode);
        Golden.Check("sync-later-120.txt", run.Out);
    }

    [Theory]
    [InlineData("status", "status")]
    [InlineData("plan-list", "plan", "list", "staff")]
    [InlineData("history", "history", "john2@corp.example")]
    [InlineData("doctor", "doctor")]
    public async Task Others(string name, params string[] args)
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        await world.RunAsync("preview", "staff");
        world.Time.Advance(TimeSpan.FromHours(3));
        var json = await world.RunAsync([.. args, "--json"]);
        Assert.Equal(0, json.ExitCode);
        world.Console.Columns = 100;
        var text = await world.RunAsync(args);
        Assert.Equal(0, text.ExitCode);
        Golden.Check($"{name}.json", json.Out);
        Golden.Check($"{name}-100.txt", text.Out);
    }
}
