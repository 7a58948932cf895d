using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>A text whose presence in a field leaves people as they are: found literally and in any spelling, counted before it is stored, and never a reason to block.</summary>
public sealed class FiltersFreezeNeverBlock
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task FilterAsync(World world, string field, string text, DateTimeOffset? until = null) =>
        world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.AddFilter(EntryKind.Account, field, text, until)], World.Anna, "not our people", Token);

    [Theory]
    [InlineData("title", "trainee", "Senior TRAINEE, sales", true)]
    [InlineData("title", "müller", "MU\u0308LLER & Co", true)] // composed and decomposed
    [InlineData("title", "a.b*", "x a.b* y", true)]
    [InlineData("title", "a.b*", "aXbbb", false)] // no pattern, a text
    [InlineData("title", "  two  words ", "Two   Words", true)]
    [InlineData("TITLE", "clerk", "Clerk", true)]
    [InlineData("department", "clerk", "Clerk", false)] // the person has no department
    [InlineData("path", "users", "Clerk", true)]
    [InlineData("login", "ad", "Clerk", true)]
    public async Task A_filter_finds_its_text_as_people_would(string field, string text, string title, bool covered)
    {
        using var world = new World();
        world.Hire("ada", title: title);
        world.Hire("other", title: "Boss", department: "Sales", unit: "ou-else");
        world.Unit("ou-else", "Elsewhere");
        await world.PrepareAsync();
        await FilterAsync(world, field, text);
        Assert.Equal(covered ? Reason.Filtered : Reason.NewInSource, (await world.PrepareAsync()).Row("ada").Reason);
    }

    [Fact]
    public async Task Any_of_many_values_and_any_of_many_filters_is_enough()
    {
        using var world = new World();
        world.Hire("ada", title: "Clerk");
        world.Hire("bob", title: "Trainee");
        world.Hire("cia", title: "Boss");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Aliases, "one@corp.example", "test@corp.example") });
        await world.PrepareAsync();
        await FilterAsync(world, AttributeNames.Aliases, "test@");
        await FilterAsync(world, AttributeNames.Title, "trainee");
        var plan = await world.PrepareAsync();
        Assert.Equal([RowStatus.Frozen, RowStatus.Frozen, RowStatus.New], new[] { "ada", "bob", "cia" }.Select(login => plan.Row(login).Status));
    }

    [Fact]
    public async Task A_filter_that_covers_300_linked_people_freezes_them_and_says_so_before()
    {
        using var world = new World();
        world.HireMany(310);
        for (var i = 0; i < 300; i++)
        {
            world.Edit($"guid-p{i:000}", r => r with { Attributes = r.Attributes.With(AttributeNames.Company, "Subsidiary") });
        }

        await world.SyncAsync();
        world.Edit("guid-p000", r => r with { Enabled = false });
        world.Edit("guid-p001", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        await world.PrepareAsync();
        RuleChange[] change = [RuleChange.AddFilter(EntryKind.Account, "company", "subsidiary")];

        var effect = await world.Engine.PreviewRulesAsync(World.Sync, change, World.Anna, "a consultant", Token);
        Assert.Equal(
            [new RowShift(null, RowStatus.Frozen, 298), new RowShift(RowStatus.Update, RowStatus.Frozen, 1), new RowShift(RowStatus.Block, RowStatus.Frozen, 1)], effect.Shifts);
        Assert.Equal(10, effect.Examples.Length);

        await world.Engine.ChangeRulesAsync(World.Sync, change, World.Anna, "they have their own", Token);
        var plan = await world.PrepareAsync();
        Assert.Equal((300, 0, 0), (plan.Counts[RowStatus.Frozen], plan.Counts[RowStatus.Block], plan.Counts[RowStatus.Update]));
        Assert.Equal(Reason.FilteredButInactive, plan.Row("p000").Reason);
        Assert.Contains("is covered by the filter company contains 'subsidiary', which finds 'Subsidiary', set by anna@corp.example: they have their own.", plan.Row("p001").Text, StringComparison.Ordinal);
        Assert.Equal(300, Assert.Single(plan.Findings, f => f.Code == "Filtered").Rows);
        Assert.Equal(300, Assert.Single((await world.Engine.ReadRulesAsync(World.Sync, Token)).Filters).Covers);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
        Assert.Empty((await world.ApplyAsync(plan)).Outcomes.Where(o => o.Result == RowResult.Applied));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_left_under_a_filter_is_warned_of_with_the_number_of_days(bool deleted)
    {
        using var world = new World();
        world.HireMany(3);
        world.Hire("ada", title: "Trainee");
        await world.SyncAsync();
        await FilterAsync(world, "title", "trainee");
        if (deleted)
        {
            world.Fire("ada");
        }
        else
        {
            world.Edit("guid-ada", r => r with { Enabled = false });
        }

        await world.PrepareAsync();
        world.Time.Advance(TimeSpan.FromDays(7.5));

        var plan = await world.PrepareAsync();

        Assert.Equal(Reason.FilteredButInactive, plan.Row("ada").Reason);
        Assert.Contains("no longer active in corp-ad since 2026-11-23 (7 days) and keeps access to pyrus", plan.Row("ada").Text, StringComparison.Ordinal);
        Assert.EndsWith("1 of them are no longer active in the source but keep their access; the longest for 7 days.", Assert.Single(plan.Findings, f => f.Code == "Filtered").Text, StringComparison.Ordinal);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task People_who_would_be_left_out_anyway_are_not_listed_as_frozen()
    {
        using var world = new World();
        world.Hire("new", title: "Trainee");
        world.Hire("outside", title: "Trainee", unit: "ou-else");
        world.Hire("disabled", title: "Trainee");
        world.Edit("guid-disabled", r => r with { Enabled = false });
        world.Unit("ou-else", "Elsewhere");
        await world.PrepareAsync();
        await FilterAsync(world, "title", "trainee");
        var plan = await world.PrepareAsync();
        Assert.Equal("new", Assert.Single(plan.Rows, r => r.Kind == RowKind.User).Source!.Login);
        Assert.Equal((1, 1), (plan.Counts.Noop, plan.Counts.OutOfScope));
    }

    [Fact]
    public async Task A_filter_that_ends_or_is_removed_lets_go_and_the_next_plan_says_so()
    {
        using var world = new World();
        world.Hire("ada", title: "Trainee");
        await world.PrepareAsync();
        await FilterAsync(world, "title", "trainee", world.Time.GetUtcNow().AddDays(1));
        Assert.Equal(RowStatus.Frozen, (await world.PrepareAsync()).Row("ada").Status);
        world.Time.Advance(TimeSpan.FromDays(1));
        var ended = (await world.PrepareAsync()).Row("ada");
        Assert.Equal(RowStatus.New, ended.Status);
        Assert.EndsWith("(The filter title contains 'trainee' of anna@corp.example ended by itself on 2026-11-24; its reason was: not our people.)", ended.Text, StringComparison.Ordinal);

        await FilterAsync(world, "title", "TRAINEE"); // the same filter, without an end
        Assert.Single((await world.Engine.ReadRulesAsync(World.Sync, Token)).Filters);
        await world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.RemoveFilter(EntryKind.Account, "Title", "trainee ")], World.Anna, "they start on Monday", Token);
        var plan = await world.PrepareAsync();
        Assert.EndsWith(
            "(The filter title contains 'TRAINEE' was removed by anna@corp.example on 2026-11-24: they start on Monday.)", plan.Row("ada").Text, StringComparison.Ordinal);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Theory]
    [InlineData("title", "", "FilterEmpty")]
    [InlineData("title", " \u00A0\t", "FilterEmpty")]
    [InlineData("", "x", "FilterEmpty")]
    public void A_filter_that_would_cover_everybody_is_refused(string field, string text, string code) =>
        Assert.Equal(code, Assert.Throws<RuleException>(() => RuleChange.AddFilter(EntryKind.Account, field, text)).Code);

    [Fact]
    public async Task A_field_that_nobody_has_yet_is_told_of_with_the_fields_there_are()
    {
        using var world = new World();
        world.Hire("ada", title: "Clerk");
        await world.PrepareAsync();
        var effect = await world.Engine.PreviewRulesAsync(World.Sync, [RuleChange.AddFilter(EntryKind.Account, "COMPANY", "clerk")], World.Anna, "a consultant", Token);
        Assert.Empty(effect.Shifts);
        Assert.Contains("Nobody has the field 'company'", Assert.Single(effect.Notes), StringComparison.Ordinal);
        Assert.Contains("Fields there are: email, firstName, lastName, login, title, path.", effect.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_filter_is_another_fingerprint()
    {
        using var world = new World();
        world.Hire("ada");
        var before = (await world.PrepareAsync()).Inputs.Policy;
        await FilterAsync(world, "title", "nobody has this");
        Assert.NotEqual(before, (await world.PrepareAsync()).Inputs.Policy);
    }
}
