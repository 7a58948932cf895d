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
    [InlineData("(?=x)", "is not supported here", "PatternUnsupported")]
    [InlineData("[a", "is not a regular expression", "PatternInvalid")]
    public async Task A_pattern_that_cannot_be_used_says_why(string pattern, string expected, string code)
    {
        await using var world = new ScriptedWorld().WithCompany();
        var plan = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("plan").GetString()!;
        foreach (var args in new[] { new[] { "plan", "search", plan, pattern }, ["people", "search", "staff", pattern] })
        {
            var run = await world.RunAsync([.. args, "--json"]);
            Assert.Equal(64, run.ExitCode);
            Assert.Equal(code, run.Json.GetProperty("error").GetProperty("code").GetString());
            Assert.Contains(expected, (await world.RunAsync(args)).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap()
    {
        await using var world = new ScriptedWorld().WithCompany();
        var plan = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("plan").GetString()!;
        Assert.Equal(await RowsAsync(world, null, "plan", "search", plan, "corp"), await RowsAsync(world, 2, "plan", "search", plan, "corp"));
        var people = await PagesAsync(world, "people", 3, "people", "search", "staff", "corp");
        Assert.Equal(people.Distinct(), people);
        Assert.Equal(await PagesAsync(world, "people", 100, "people", "search", "staff", "corp"), people);
    }

    [Fact]
    public async Task People_are_found_in_both_systems_with_where()
    {
        await using var world = new ScriptedWorld().WithCompany();
        await world.RunAsync("preview", "staff");
        var found = (await world.RunAsync("people", "search", "staff", "^[0-9]c", "--json")).Json.GetProperty("people").EnumerateArray().Single();
        Assert.Equal("yulia", found.GetProperty("login").GetString());
        Assert.Equal("title", found.GetProperty("matches")[0].GetProperty("field").GetString());
        Assert.Contains("title: 1C Developer", (await world.RunAsync("people", "search", "staff", "^[0-9]c")).Out, StringComparison.Ordinal);
        Assert.Contains("Night Robot", (await world.RunAsync("people", "search", "staff", "^robot@")).Out, StringComparison.Ordinal);
        Assert.Contains("Nobody has", (await world.RunAsync("people", "search", "staff", "^٣")).Out, StringComparison.Ordinal);
        Assert.Equal(64, (await world.RunAsync("people", "search", "staff", "x", "--max", "0")).ExitCode);
        Assert.Equal(64, (await world.RunAsync("people", "search", "staff", "x", "--after", "nonsense")).ExitCode);
    }

    private static Task<List<string>> RowsAsync(ScriptedWorld world, int? max, params string[] args) => PagesAsync(world, "rows", max, args);

    private static async Task<List<string>> PagesAsync(ScriptedWorld world, string list, int? max, params string[] args)
    {
        var found = new List<string>();
        for (string? next = null; ;)
        {
            string[] page = [.. args, .. max is { } count ? ["--max", $"{count}"] : Array.Empty<string>(), .. next is { } after ? ["--after", after] : Array.Empty<string>(), "--json"];
            var run = await world.RunAsync(page);
            Assert.Equal(0, run.ExitCode);
            found.AddRange(run.Json.GetProperty(list).EnumerateArray().Select(item => item.GetProperty(list == "rows" ? "id" : "anchor").GetString()!));
            if ((next = run.Json.GetProperty("next").GetString()) is null)
            {
                return found;
            }
        }
    }
}
