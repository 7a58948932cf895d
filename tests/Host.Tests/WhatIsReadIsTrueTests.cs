using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host.Tests;

/// <summary>What an administrator reads on the screen is true, and says what to type next.</summary>
public sealed class WhatIsReadIsTrueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    [InlineData(120)]
    public async Task The_role_beside_a_person_is_not_taken_for_the_account(int? columns)
    {
        await using var world = new ScriptedWorld(sync => sync.RoleGroups.Add("Sales"));
        world.Hire("ada", "Ada", "Novak");
        world.Group("g-sales", "Sales", "guid-ada");
        await world.RunAsync("sync", "staff", "--yes");
        world.Edit("g-sales", r => r with { Members = [] });
        var role = world.Application.Contents.Single(r => r.Kind == EntryKind.Group).Anchor;
        world.Console.Columns = columns;
        var run = await world.RunAsync("preview", "staff");
        Assert.Contains($"role {role}", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain($"account {role}", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_to_be_done_no_sync_is_asked_for()
    {
        await using var world = new ScriptedWorld();
        world.Hire("ada", "Ada", "Novak");
        await world.RunAsync("sync", "staff", "--yes");
        await world.RunAsync("preview", "staff");
        var run = await world.RunAsync("status", "staff");
        Assert.Contains("has nothing to do.", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("syncengine sync", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_an_end_that_another_followed_was_broken_off()
    {
        RunView Run(RunStatus status) => new() { Id = new RunId(Guid.NewGuid()), Status = status };
        var status = new SyncStatus
        {
            Sync = new SyncName("staff"), Source = "corp-ad", Target = "pyrus", Reads = [], Overdue = [],
            Runs = [Run(RunStatus.Running), Run(RunStatus.Completed), Run(RunStatus.Running)],
        };
        using var writer = new StringWriter();
        StatusScreen.Show(new Screen(writer, terminal: false, colours: false, columns: null), status, DateTimeOffset.UnixEpoch, new Hints("syncengine", null));
        Assert.Equal(["Running", "Completed", "Broken off"], writer.ToString().Split('\n').Where(line => line.Contains("1970", StringComparison.Ordinal) || line.Contains("0001", StringComparison.Ordinal))
            .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[3].Trim()));
    }

    [Fact]
    public async Task The_last_pick_taken_back_says_that_nobody_is_left_and_how_everyone_comes_back()
    {
        await using var world = new ScriptedWorld().WithCompany();
        world.Group("g-sales", "Sales", "guid-anna");
        world.Group("g-staff", "Staff", "guid-anna");
        await world.RunAsync("preview", "staff");
        await world.RunAsync("groups", "pick", "staff", "Sales", "Staff", "--reason", "x", "--yes");
        Assert.DoesNotContain("nobody is in scope", (await world.RunAsync("groups", "unpick", "staff", "Staff", "--reason", "x", "--yes")).Out, StringComparison.Ordinal);
        var last = await world.RunAsync("groups", "unpick", "staff", "Sales", "--reason", "x", "--yes");
        Assert.Contains("nobody is in scope. If everyone is meant: syncengine groups unpick staff --all", last.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_without_a_row_that_fits_says_where_everybody_is_searched()
    {
        await using var world = new ScriptedWorld().WithCompany();
        await world.RunAsync("preview", "staff");
        var plan = (await world.Engine.ListPlansAsync(new SyncName("staff"), 1, Token))[0].Id;
        var run = await world.RunAsync("plan", "search", plan.ToString(), "^zzz");
        Assert.Contains("syncengine people search staff \"^zzz\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remedy_names_the_command_as_it_is_called_here()
    {
        var console = new TestConsole { WorkingFolder = "/nowhere" };
        console.Environment["SYNCENGINE_COMMAND"] = "./run";
        Assert.Contains("'./run preview --help'", (await console.RunAsync("preview")).Error, StringComparison.Ordinal);
        Assert.Contains("'./run demo'", (await console.RunAsync("status")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_warns_where_no_sync_is_configured()
    {
        await using var world = new ScriptedWorld();
        var run = await world.RunAsync("doctor");
        Assert.DoesNotContain("none is configured", run.Out, StringComparison.Ordinal);
        using var folder = new TempFolder();
        folder.Write("syncengine.json", """{ "Store": { "ConnectionString": "Host=127.0.0.1;Port=1;Database=none;Timeout=1" } }""");
        var none = await new TestConsole { WorkingFolder = folder.Path }.RunAsync("doctor");
        Assert.Contains("none is configured", none.Out, StringComparison.Ordinal);
        Assert.Contains("Remedy: Add one under Syncs", none.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_for_a_quota_is_told_with_its_end_and_nothing_else_of_the_log_is()
    {
        using var writer = new StringWriter();
        using var provider = new WaitLogProvider(new Screen(writer, terminal: false, colours: false, columns: null), new TestConsole().Time);
        void Log(string category, string name, TimeSpan wait)
        {
            KeyValuePair<string, object?>[] state = [new("Wait", wait)];
            provider.CreateLogger(category).Log(LogLevel.Information, new EventId(1, name), state, null, (_, _) => $"{name} of {category}.");
        }

        Log("SyncEngine.Adapters.Pyrus.Api.PyrusGate", "NothingLeft", TimeSpan.FromMinutes(9));
        Log("SyncEngine.Adapters.GSuite.Reader", "WaitingForQuota", TimeSpan.FromMinutes(1));
        Log("SyncEngine.Adapters.Pyrus.Api.PyrusGate", "NothingLeft", TimeSpan.FromSeconds(1));
        Log("SyncEngine.Adapters.Pyrus.Api.PyrusGate", "SignedIn", TimeSpan.FromMinutes(9));
        Log("Npgsql", "NothingLeft", TimeSpan.FromMinutes(9));
        Assert.Equal(
            "Waiting until 2026-11-22 20:24:00 UTC. NothingLeft of SyncEngine.Adapters.Pyrus.Api.PyrusGate.\n" +
            "Waiting until 2026-11-22 20:16:00 UTC. WaitingForQuota of SyncEngine.Adapters.GSuite.Reader.\n",
            writer.ToString());
    }

    [Fact]
    public async Task Names_neither_turn_the_direction_of_a_line_nor_are_broken_where_there_is_room()
    {
        await using var world = new ScriptedWorld();
        world.Hire("wang", "小明", "王大");
        world.Hire("evil", "Ada\u202Etxt", "Nov\u2066ak");
        world.Console.Columns = 160;
        var run = await world.RunAsync("preview", "staff");
        Assert.Contains("小明 王大", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Out, c => c is '\u202E' or '\u2066');
    }

    [Fact]
    public async Task Without_colours_a_real_terminal_gets_none()
    {
        var host = Path.Combine(AppContext.BaseDirectory, "syncengine.dll");
        using var process = Process.Start(new ProcessStartInfo("script", ["-qec", $"dotnet '{host}' status --no-color --config /nowhere/at-all.json", "/dev/null"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var shown = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.Contains("There is no configuration file", shown, StringComparison.Ordinal);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*m", shown);
    }
}
