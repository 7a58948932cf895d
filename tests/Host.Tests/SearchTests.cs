using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host.Tests;

/// <summary>The search of the page: a regular expression on each shown field by itself.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("^[0-9]", "yulia")] // the title 1C Developer, and not the name John2
    [InlineData("щукина$", "yulia")]
    [InlineData("SALES", "anna")]
    [InlineData("^john2@", "john2")]
    [InlineData("^conflict$", "twin1", "twin2")]
    [InlineData("no email", "nomail")]
    [InlineData("^٣")]
    public async Task Finds_rows_by_what_is_shown(string pattern, params string[] logins)
    {
        await using var world = new ScriptedWorld().WithCompany();
        var plan = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("plan").GetString()!;
        var run = await world.RunAsync("plan", "search", plan, pattern, "--json");
        var found = run.Json.GetProperty("rows").EnumerateArray()
            .Where(r => r.GetProperty("kind").GetString() == "user").Select(r => r.GetProperty("source").GetProperty("login").GetString()).Order();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(logins.Order(), found);
        Assert.Equal(pattern, run.Json.GetProperty("pattern").GetString());
    }

    [Theory]
    [InlineData("(?=x)", "is not supported here")]
    [InlineData("(a)\\1", "is not supported here")]
    [InlineData("[a", "is not a regular expression")]
    public void A_pattern_that_cannot_be_used_says_why(string pattern, string expected) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => new RowSearch(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_pattern_takes_long()
    {
        var row = new PlanRow
        {
            Id = "0", Kind = RowKind.User, Status = RowStatus.New, Situation = Situation.Absent, Reason = Reason.NewInSource, Text = "",
            Source = new RowSource(new SystemName("ad"), "a", new string('a', 50_000) + "!", null, null, null),
        };
        Assert.False(new RowSearch("^(a+)+$").Finds(row));
    }
}
