using SyncEngine.Provisioning;

namespace SyncEngine.Host.Tests;

/// <summary>The last sentence of explain names a change after which the plan would have decided otherwise. Here each such change is made, and the next plan is looked at.</summary>
public sealed class OtherwiseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Reason, string, int> Said => [.. Turns.All.SelectMany(of => of.Value.Select((turn, number) => (of.Key, turn.Says, number)))];

    public static TheoryData<string, string, int> SaidOfSilent => [.. Turns.OfSilent.SelectMany(of => of.Value.Select((turn, number) => (of.Key, turn.Says, number)))];

    [Theory]
    [MemberData(nameof(Said))]
    public async Task The_change_that_is_named_changes_the_decision_as_said(Reason reason, string says, int number)
    {
        var turn = Turns.All[reason][number];
        var story = turn.Story ?? ReasonStory.All[reason];
        await using var world = new ScriptedWorld(story.Configure);
        await story.Happens(world);
        var plan = await world.Engine.PrepareAsync(ReasonStory.Sync, Token);
        var explanation = await world.Engine.ExplainAsync(ReasonStory.Sync, story.Who, plan.Id, Token);
        var (row, otherwise) = explanation.Related.Select(related => (related.Row, related.Otherwise)).Append((Row: explanation.Row!, explanation.Otherwise))
            .First(told => told.Row?.Reason == reason && told.Otherwise?.Contains(says, StringComparison.Ordinal) == true);
        Assert.NotNull(otherwise);
        await MadeAsync(world, story, turn, next => next.Id == row.Id);
    }

    [Theory]
    [MemberData(nameof(SaidOfSilent))]
    public async Task And_so_it_does_for_whoever_has_no_row(string name, string says, int number)
    {
        var turn = Turns.OfSilent[name][number];
        var story = turn.Story ?? ReasonStory.Silent[name];
        await using var world = new ScriptedWorld(story.Configure);
        await story.Happens(world);
        var plan = await world.Engine.PrepareAsync(ReasonStory.Sync, Token);
        var explanation = await world.Engine.ExplainAsync(ReasonStory.Sync, story.Who, plan.Id, Token);
        Assert.Contains(says, explanation.Otherwise, StringComparison.Ordinal);
        await MadeAsync(world, story, turn, row => row.Kind == RowKind.User && row.Source?.Anchor == explanation.Person.Anchor);
    }

    [Fact]
    public void Every_reason_has_such_a_change_or_is_listed_as_one_without()
    {
        Assert.Equal(Enum.GetValues<Reason>().Except(Turns.WithoutSentence), Turns.All.Where(of => of.Value.Length > 0).Select(of => of.Key).Order());
        Assert.Equal(ReasonStory.Silent.Keys.Order(StringComparer.Ordinal), Turns.OfSilent.Keys.Order(StringComparer.Ordinal));
    }

    private static async Task MadeAsync(ScriptedWorld world, ReasonStory story, Turn turn, Func<PlanRow, bool> isIt)
    {
        await using var instead = turn.Instead ? new ScriptedWorld(story.Configure) : null;
        var changed = instead ?? world;
        await (turn.Make?.Invoke(changed) ?? Task.CompletedTask);
        await using var after = turn.Configure is { } configure ? changed.With(configure) : null;
        var engine = (after ?? changed).Engine;
        var next = await engine.PrepareAsync(ReasonStory.Sync, Token);
        var rows = await engine.ReadRowsAsync(next.Id, null, Token).ToListAsync(Token);
        var row = rows.SingleOrDefault(isIt);
        Assert.Equal(turn.Becomes, row is null ? Turn.None : $"{row.Status} {row.Reason}{(row.Selected ? ", selected" : "")}");
        Assert.True(turn.Beside is null || rows.Any(r => r.Reason == turn.Beside), $"no row has the reason {turn.Beside}");
    }
}
