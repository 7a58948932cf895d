using SyncEngine.Provisioning;

namespace SyncEngine.Host.Tests;

/// <summary>Why a plan says what it says, for every reason and for people without a row: which step decided, and what would have decided otherwise.</summary>
public sealed class ExplainTests
{
    public static TheoryData<Reason> Reasons => [.. Enum.GetValues<Reason>()];

    public static TheoryData<string> Silences => [.. ReasonStory.Silent.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Every_reason_is_explained(Reason reason)
    {
        Assert.True(ReasonStory.All.TryGetValue(reason, out var story), $"{reason} has no story: add one to ReasonStories.cs, and what would have decided otherwise to Otherwise.cs.");
        await using var world = new ScriptedWorld(story.Configure);
        await story.Happens(world);
        await world.RunAsync("preview", "staff");
        var run = await world.RunAsync("explain", "staff", story.Who, "--json");
        Assert.True(run.ExitCode == 0, run.Out);
        var rows = run.Json.GetProperty("related").EnumerateArray().Select(related => related.GetProperty("row")).Append(run.Json.GetProperty("row")).Where(row => row.ValueKind == System.Text.Json.JsonValueKind.Object);
        Assert.Contains(reason.ToString(), rows.Select(row => row.GetProperty("reason").GetString()));
        Assert.Single(run.Json.GetProperty("steps").EnumerateArray(), step => step.GetProperty("decisive").GetBoolean());
        Assert.NotNull(run.Json.GetProperty("otherwise").GetString());
        Assert.All(run.Json.GetProperty("related").EnumerateArray(), related => Assert.NotNull(related.GetProperty("otherwise").GetString()));
        Golden.Check($"explain-{reason}.txt", (await world.RunAsync("explain", "staff", story.Who)).Out);
    }

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task Whoever_has_no_row_is_explained_too(string name)
    {
        var story = ReasonStory.Silent[name];
        await using var world = new ScriptedWorld(story.Configure);
        await story.Happens(world);
        await world.RunAsync("preview", "staff");
        Golden.Check($"explain-{name}.txt", (await world.RunAsync("explain", "staff", story.Who)).Out);
    }

    [Fact]
    public async Task Every_situation_that_rows_have_occurs_among_the_stories()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var story in ReasonStory.All.Values)
        {
            await using var world = new ScriptedWorld(story.Configure);
            await story.Happens(world);
            var plan = (await world.RunAsync("preview", "staff", "--json")).Json;
            seen.UnionWith(plan.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("situation").GetString()!));
        }

        Assert.Equal(Enum.GetNames<Situation>().Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_explanation_as_json()
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        await world.RunAsync("preview", "staff");
        Golden.Check("explain.json", (await world.RunAsync("explain", "staff", "anna@corp.example", "--json")).Out);
        world.Console.Columns = 100;
        Golden.Check("explain-100.txt", (await world.RunAsync("explain", "staff", "john2")).Out);
    }

    [Fact]
    public async Task An_older_plan_is_explained_by_what_was_known_then()
    {
        var story = ReasonStory.All[Reason.SourceDisabled];
        await using var world = new ScriptedWorld(story.Configure);
        await story.Happens(world);
        var plan = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("plan").GetString()!;
        var then = (await world.RunAsync("explain", "staff", story.Who)).Out;
        world.Edit("guid-ada", r => r with { Enabled = true });
        await world.RunAsync("preview", "staff");
        Assert.Contains("No row: the account is as it should be.", (await world.RunAsync("explain", "staff", story.Who)).Out, StringComparison.Ordinal);
        Assert.Equal(then, (await world.RunAsync("explain", "staff", story.Who, "--plan", plan)).Out);
    }

    [Fact]
    public async Task What_would_have_decided_otherwise_does()
    {
        // The sentence for an outsider names the words; a unit of such a name keeps the access.
        var story = ReasonStory.All[Reason.OutsideUnits];
        await using var world = new ScriptedWorld(story.Configure);
        await story.Happens(world);
        await world.RunAsync("preview", "staff");
        Assert.Contains("in a unit that 'user' or 'users' admits, or the unit 'Elsewhere' were renamed so", (await world.RunAsync("explain", "staff", story.Who)).Out, StringComparison.Ordinal);
        world.Edit("ou-else", r => r with { Attributes = Model.AttributeSet.Of((Model.AttributeNames.Name, "Elsewhere users")) });
        Assert.DoesNotContain("Ada Novak", (await world.RunAsync("preview", "staff")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PersonNotFound", "nobody@corp.example")]
    [InlineData("PlanUnknown", "ada@corp.example", "--plan", "12345678")]
    public async Task Who_or_what_is_not_there_is_an_error(string code, params string[] args)
    {
        await using var world = new ScriptedWorld();
        world.Hire("ada", "Ada", "Novak");
        await world.RunAsync("preview", "staff");
        var run = await world.RunAsync(["explain", "staff", .. args, "--json"]);
        Assert.Equal((1, code), (run.ExitCode, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }
}
