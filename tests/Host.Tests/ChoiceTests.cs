namespace SyncEngine.Host.Tests;

/// <summary><c>plan select</c> and <c>plan reject</c>.</summary>
public sealed class ChoiceTests
{
    [Fact]
    public async Task A_row_left_out_is_shown_so_and_not_applied_and_the_next_preview_still_says_so()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var (plan, row) = await PreviewAsync(world);
        var select = await world.RunAsync("plan", "select", plan, "--exclude", row);
        Assert.Equal(0, select.ExitCode);
        Assert.Contains("left out by anna", select.Out, StringComparison.Ordinal);

        var show = await world.RunAsync("plan", "show", plan, "--all");
        Assert.Contains("left out by anna", show.Out, StringComparison.Ordinal);
        var again = await world.RunAsync("preview", "staff", "--json");
        var choice = Assert.Single(again.Json.GetProperty("choices").EnumerateArray());
        Assert.Equal((row, false, "anna"), (choice.GetProperty("row").GetString(), choice.GetProperty("taken").GetBoolean(), choice.GetProperty("by").GetString()));
        var sync = await world.RunAsync("sync", "staff", "--yes", "--json");
        Assert.Equal("NotSelected", sync.Json.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("id").GetString() == row).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task What_a_sync_is_told_goes_over_what_was_said_before()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var (plan, row) = await PreviewAsync(world);
        await world.RunAsync("plan", "select", plan, "--exclude", row);
        var sync = await world.RunAsync("sync", "staff", "--yes", "--include", row, "--json");
        Assert.Equal("Applied", sync.Json.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("id").GetString() == row).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Nothing_named_is_a_mistake_of_use()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var (plan, _) = await PreviewAsync(world);
        Assert.Equal(64, (await world.RunAsync("plan", "select", plan)).ExitCode);
        Assert.Equal(64, (await world.RunAsync("plan", "reject", plan, "--reason", " ")).ExitCode);
    }

    [Fact]
    public async Task A_rejected_plan_is_listed_so_and_a_sync_prepares_another_one()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var (plan, _) = await PreviewAsync(world);
        Assert.Equal(0, (await world.RunAsync("plan", "reject", plan, "--reason", "an old export")).ExitCode);
        var refused = await world.RunAsync("sync", "staff", "--plan", plan, "--yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("rejected by anna: an old export", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Rejected", (await world.RunAsync("plan", "list", "staff")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await world.RunAsync("sync", "staff", "--yes")).ExitCode);
    }

    [Fact]
    public async Task On_postgresql_too_a_choice_is_carried_from_plan_to_plan()
    {
        await using var setup = await RealSetup.OpenAsync();
        setup.Export(new LdifCompany().Person(1, "Anna", "Ivanova").Person(2, "Boris", "Petrov"));
        var preview = (await setup.CallAsync("preview", "staff", "--json")).Json;
        var row = preview.GetProperty("rows").EnumerateArray().First(r => r.GetProperty("status").GetString() == "New").GetProperty("id").GetString()!;
        Assert.Equal(0, (await setup.CallAsync("plan", "select", preview.GetProperty("plan").GetString()!, "--exclude", row)).ExitCode);
        var again = await setup.CallAsync("preview", "staff", "--json");
        Assert.Equal(row, Assert.Single(again.Json.GetProperty("choices").EnumerateArray()).GetProperty("row").GetString());
        Assert.Equal(0, (await setup.CallAsync("sync", "staff", "--yes")).ExitCode);
        Assert.Equal(1, setup.Writes);
    }

    private static async Task<(string Plan, string Row)> PreviewAsync(ScriptedWorld world)
    {
        var preview = (await world.RunAsync("preview", "staff", "--json")).Json;
        return (
            preview.GetProperty("plan").GetString()!,
            preview.GetProperty("rows").EnumerateArray().First(row => row.GetProperty("status").GetString() == "New" && row.GetProperty("kind").GetString() == "user").GetProperty("id").GetString()!);
    }
}
