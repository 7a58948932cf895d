using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Host.Tests;

/// <summary>Which plan and which rows a sync applies, and what it asks.</summary>
public sealed class SyncTests
{
    [Fact]
    public async Task The_plan_that_was_previewed_is_the_one_applied()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var preview = await world.RunAsync("preview", "staff", "--json");
        var readings = world.Directory.Readings;
        var sync = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(preview.Json.GetProperty("plan").GetString(), sync.Json.GetProperty("plan").GetString());
        Assert.Equal(readings + 1, world.Directory.Readings); // only the reading that applying begins with
    }

    [Fact]
    public async Task A_waiting_plan_with_nothing_to_apply_does_not_hide_what_changed_since()
    {
        await using var world = new ScriptedWorld().WithCompany();
        await world.RunAsync("sync", "staff", "--yes");
        Assert.Equal(0, (await world.RunAsync("preview", "staff")).ExitCode);
        world.Hire("zoe", "Zoe", "New");
        var sync = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(1, sync.Json.GetProperty("outcomes").GetProperty("Applied").GetInt32());
    }

    [Fact]
    public async Task A_plan_that_only_waits_for_an_approval_does_not_stop_the_rest()
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        Assert.Equal(3, (await world.RunAsync("sync", "staff", "--yes")).ExitCode);
        Assert.Equal(3, (await world.RunAsync("preview", "staff")).ExitCode); // only held rows are left
        world.Hire("yara", "Yara", "New");
        var sync = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(3, sync.ExitCode);
        Assert.Equal(1, sync.Json.GetProperty("outcomes").GetProperty("Applied").GetInt32());
    }

    [Fact]
    public async Task A_plan_that_is_too_old_is_prepared_anew()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var preview = await world.RunAsync("preview", "staff", "--json");
        world.Time.Advance(TimeSpan.FromHours(25));
        var sync = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(0, sync.ExitCode);
        Assert.NotEqual(preview.Json.GetProperty("plan").GetString(), sync.Json.GetProperty("plan").GetString());
    }

    [Theory]
    [InlineData("n", 2, 0)]
    [InlineData("", 2, 0)]
    [InlineData("yes", 0, 9)]
    [InlineData("Y", 0, 9)]
    public async Task Without_yes_a_person_is_asked(string typed, int exitCode, int writes)
    {
        await using var world = new ScriptedWorld().WithCompany();
        world.Console.Typed = typed + "\n";
        var run = await world.RunAsync("sync", "staff");
        Assert.Contains("Apply 5 rows to pyrus? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.True(writes == 0 ? world.Application.Calls.Count == 0 : world.Application.Calls.Count > 0);
    }

    [Fact]
    public async Task Only_some_statuses()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var run = await world.RunAsync("sync", "staff", "--yes", "--only", "block", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([ChangeAction.BlockAccount], world.Application.Calls.Select(c => c.Change.Action));
    }

    [Fact]
    public async Task Include_and_exclude_by_the_ids_that_are_shown()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var rows = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("rows").EnumerateArray().ToList();
        var dmitri = rows.Single(r => r.GetProperty("reason").GetString() == "BlockedByHand").GetProperty("id").GetString()!;
        var carla = rows.Single(r => r.GetProperty("status").GetString() == "Block").GetProperty("id").GetString()!;
        var run = await world.RunAsync("sync", "staff", "--yes", "--include", dmitri[..6], "--exclude", carla[..6], "--json");

        var outcomes = run.Json.GetProperty("rows").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("outcome").GetString());
        Assert.Equal("Applied", outcomes[dmitri]);
        Assert.Equal("NotSelected", outcomes[carla]);
    }

    [Theory]
    [InlineData("--include", "ffffff", "has no such row")]
    [InlineData("--exclude", "ab", "has no such row")]
    public async Task A_row_that_is_not_there_is_a_usage_error(string option, string row, string expected)
    {
        await using var world = new ScriptedWorld().WithCompany();
        var run = await world.RunAsync("sync", "staff", "--yes", option, row);
        Assert.Equal(64, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(world.Application.Calls);
    }

    [Fact]
    public async Task The_same_plan_twice_does_nothing_the_second_time()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var id = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("plan").GetString()!;
        await world.RunAsync("sync", "staff", "--yes", "--plan", id);
        var writes = world.Application.Calls.Count;
        var again = await world.RunAsync("sync", "staff", "--yes", "--plan", id[..20], "--json");
        Assert.Equal(0, again.ExitCode);
        Assert.True(again.Json.GetProperty("appliedBefore").GetBoolean());
        Assert.Equal(writes, world.Application.Calls.Count);
    }

    [Fact]
    public async Task A_row_whose_world_changed_is_stale_and_told()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var id = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("plan").GetString()!;
        world.Edit("guid-anna", person => person with { Attributes = person.Attributes.With(AttributeNames.Title, "Head of everything") });
        var run = await world.RunAsync("sync", "staff", "--yes", "--plan", id);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Not simply applied: 1 row", run.Out, StringComparison.Ordinal);
        Assert.Contains("field position: was '', planned 'Head of sales', now '' to become 'Head of everything'", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_has_the_name_of_who_ran_it()
    {
        await using var world = new ScriptedWorld().WithCompany();
        await world.RunAsync("sync", "staff", "--yes");
        var history = await world.RunAsync("history", "anna@corp.example", "--json");
        Assert.Contains(history.Json.EnumerateArray(), e => e.GetProperty("actor").GetString() == "anna" && e.GetProperty("type").GetString() == "change_confirmed_v1");
    }

    [Fact]
    public async Task Progress_goes_to_standard_error_and_results_to_standard_output()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var run = await world.RunAsync("preview", "staff");
        Assert.DoesNotContain("Reading corp-ad", run.Out, StringComparison.Ordinal);
        var json = await world.RunAsync("preview", "staff", "--json");
        Assert.Equal("", json.Error);
    }
}
