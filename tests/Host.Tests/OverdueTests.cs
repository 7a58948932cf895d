namespace SyncEngine.Host.Tests;

/// <summary>What <c>status</c> says of people who keep access because nobody synchronises, to people and to what watches over a machine.</summary>
public sealed class OverdueTests
{
    [Fact]
    public async Task Who_waits_to_be_blocked_is_named_with_the_days_and_a_check_ends_with_two()
    {
        await using var world = new ScriptedWorld();
        world.Hire("ada", "Ada", "Novak");
        world.Hire("bob", "Bob", "Novak");
        await world.RunAsync("sync", "staff", "--yes");
        world.Edit("guid-ada", person => person with { Enabled = false });
        await world.RunAsync("preview", "staff");
        Assert.Equal(0, (await world.RunAsync("status", "--check")).ExitCode);
        for (var day = 0; day < 3; day++)
        {
            world.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
            await world.RunAsync("preview", "staff");
        }

        var said = await world.RunAsync("status", "staff");
        var check = await world.RunAsync("status", "--check", "--json");

        Assert.Equal(0, said.ExitCode);
        Assert.Contains("1 Block waits for more than a day; people who left still have access: Ada Novak (3 days).", said.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(2, check.ExitCode);
        Assert.Contains("Ada Novak (3 days)", check.Json.GetProperty("syncs")[0].GetProperty("overdueReasons")[0].GetString(), StringComparison.Ordinal);
        await world.RunAsync("sync", "staff", "--yes");
        Assert.Equal(0, (await world.RunAsync("status", "--check")).ExitCode);
    }
}
