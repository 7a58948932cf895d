using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Host.Tests;

/// <summary>0 done · 1 error · 2 waiting or failed · 3 held · 4 incomplete · 64 usage; when several hold: 1, 4, 3, 2.</summary>
public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1, 0, 2, 3, 4, 1)]
    [InlineData(4, 2, 3, 4)]
    [InlineData(3, 2, 0, 3)]
    [InlineData(2, 0, 2)]
    public void The_heaviest_wins(int expected, params int[] codes) => Assert.Equal(expected, ExitCodes.Worst(codes));

    [Fact]
    public async Task Preview_is_2_with_changes_and_0_when_only_a_person_could_decide()
    {
        await using var world = new ScriptedWorld().WithCompany();
        Assert.Equal(2, (await world.RunAsync("preview", "staff")).ExitCode);
        Assert.Equal(0, (await world.RunAsync("sync", "staff", "--yes")).ExitCode);
        var run = await world.RunAsync("preview", "staff");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Nothing to do. 1 row is left to a person's decision", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Held_is_3_for_preview_and_sync_and_gone_with_an_approval()
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        var preview = await world.RunAsync("preview", "staff", "--json");
        Assert.Equal(3, preview.ExitCode);
        var id = preview.Json.GetProperty("plan").GetString()!;
        var approve = await world.RunAsync("plan", "approve", id[^8..], "--reason", "the office is closed", "--json");
        Assert.Equal(0, approve.ExitCode);
        Assert.Equal("anna", approve.Json.GetProperty("plans")[0].GetProperty("approval").GetProperty("by").GetString());
        var sync = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(0, sync.ExitCode);
        Assert.Equal(id, sync.Json.GetProperty("plan").GetString());
        Assert.Equal(25, world.Application.Calls.Count(c => c.Change.Action == ChangeAction.BlockAccount) - 1);
    }

    [Fact]
    public async Task An_incomplete_read_is_4_and_beats_waiting_changes()
    {
        await using var world = new ScriptedWorld().WithCompany();
        world.Directory.FailAfterBatches = 1;
        var run = await world.RunAsync("preview", "staff", "--json");
        Assert.Equal(4, run.ExitCode);
        Assert.False(run.Json.GetProperty("reads")[0].GetProperty("complete").GetBoolean());
        Assert.Equal("ReadIncomplete", run.Json.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal(4, (await world.RunAsync("sync", "staff", "--yes")).ExitCode);
    }

    [Fact]
    public async Task Refused_rows_are_2()
    {
        await using var world = new ScriptedWorld().WithCompany();
        world.Application.FailCall(2, ScriptedFault.Refuse("no_seats", "All seats are taken."));
        var run = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(2, run.ExitCode);
        var refused = run.Json.GetProperty("rows").EnumerateArray().Where(r => r.GetProperty("outcome").GetString() == "Refused").ToList();
        Assert.Single(refused);
        Assert.Equal("no_seats", refused[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_lost_target_is_1_with_the_rest_pending()
    {
        await using var world = new ScriptedWorld().WithCompany();
        world.Application.FailCall(3, ScriptedFault.Throw(new ConnectedSystemException(
            new SystemName("pyrus"), "TargetPermissionDenied", "The rights are gone.", "Give them back.")));
        var run = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Give them back.", run.Json.GetProperty("suspended").GetString(), StringComparison.Ordinal);
        Assert.True(run.Json.GetProperty("outcomes").GetProperty("Deferred").GetInt32() > 0);
    }

    [Fact]
    public async Task Not_an_administrator_is_1_and_nothing_is_written()
    {
        await using var world = new ScriptedWorld().WithCompany();
        world.Application.NotWritable = new ConnectedSystemException(
            new SystemName("pyrus"), "TargetPermissionDenied", "'sync@corp.example' is not an administrator of pyrus.", "Give it Administrator rights.");
        var run = await world.RunAsync("sync", "staff", "--yes");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("Error  'sync@corp.example' is not an administrator of pyrus.\nRemedy Give it Administrator rights.", LastTwoLines(run.Error));
        Assert.Empty(world.Application.Calls);
        Assert.Equal(2, (await world.RunAsync("preview", "staff")).ExitCode);
    }

    [Theory]
    [InlineData("There is no command 'previw'", "previw", "staff")]
    [InlineData("Required argument 'SYNC' missing", "preview")]
    [InlineData("Required command was not provided", "plan")]
    [InlineData("Option '--reason' is required", "plan", "approve", "1234")]
    [InlineData("Unrecognized command or argument '--nope'", "preview", "staff", "--nope")]
    [InlineData("--only has 'Delete'", "sync", "staff", "--yes", "--only", "New,Delete")]
    [InlineData("there is no terminal to ask at", "sync", "staff")]
    [InlineData("--reason is empty", "plan", "approve", "1234", "--reason", " ")]
    [InlineData("--port must be 0 to 65535", "emulate", "pyrus", "--port", "70000")]
    [InlineData("--port must be 0 to 65535", "emulate", "gsuite", "--port", "-1")]
    public async Task Usage_is_64_and_says_what_is_wrong(string expected, params string[] args)
    {
        await using var world = new ScriptedWorld();
        var text = await world.RunAsync(args);
        Assert.Equal(64, text.ExitCode);
        Assert.Contains(expected, text.Error, StringComparison.Ordinal);
        Assert.Contains("Remedy", text.Error, StringComparison.Ordinal);
        var json = await world.RunAsync([.. args, "--json"]);
        Assert.Equal(64, json.ExitCode);
        Assert.Equal("Usage", json.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("There is no sync 'stuff'; there are: staff. Did you mean 'staff'?", "preview", "stuff")]
    [InlineData("There is no plan 'ffffffff'", "plan", "show", "ffffffff")]
    [InlineData("Nobody answers to 'nobody@corp.example'", "history", "nobody@corp.example")]
    [InlineData("There is no plan", "sync", "staff", "--yes", "--plan", "0123456789abcdef0123456789abcdef")]
    public async Task What_does_not_exist_is_1(string expected, params string[] args)
    {
        await using var world = new ScriptedWorld().WithCompany();
        var run = await world.RunAsync(args);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_unforeseen_is_one_message_and_details_only_with_verbose()
    {
        var console = new TestConsole { OpenEngine = (_, _) => throw new InvalidOperationException("the sky fell") };
        var run = await console.RunAsync("status");
        var verbose = await console.RunAsync("status", "--verbose");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the sky fell", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", verbose.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_has_help_with_an_example()
    {
        string[][] commands =
        [
            [], ["demo"], ["doctor"], ["preview"], ["sync"], ["plan"], ["plan", "list"], ["plan", "show"], ["plan", "search"], ["plan", "approve"], ["status"],
            ["history"], ["audit"], ["audit", "replay"], ["emulate"], ["emulate", "pyrus"], ["emulate", "gsuite"],
        ];
        foreach (var command in commands)
        {
            var run = await new TestConsole().RunAsync([.. command, "--help"]);
            Assert.Equal(0, run.ExitCode);
            Assert.Matches("Examples?:\n  syncengine ", run.Out);
            Assert.Contains("--json", run.Out, StringComparison.Ordinal);
        }
    }

    private static string LastTwoLines(string text) => string.Join('\n', text.TrimEnd().Split('\n')[^2..]);
}
