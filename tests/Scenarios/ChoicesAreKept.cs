using Microsoft.Extensions.DependencyInjection;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>What an administrator says of single rows is stored with the plan, holds in the plans after it while the row is the same, and is what a sync applies.</summary>
public sealed class ChoicesAreKept
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_left_out_is_not_applied_and_the_story_of_the_plan_says_who_left_it_out()
    {
        using var world = new World();
        world.Hire("eva");
        world.Hire("adam", "Adam");
        var plan = await world.PrepareAsync();
        await world.Engine.ChooseRowsAsync(plan.Id, World.Anna, [], [plan.Row("eva").Id], Token);

        var report = await world.Engine.ApplyAsync(plan.Id, World.Anna, null, Token);
        Assert.Equal(RowResult.NotSelected, report.Outcomes.Single(o => o.RowId == plan.Row("eva").Id).Result);
        Assert.NotNull(world.AccountOf("adam@corp.example"));
        Assert.Null(world.AccountOf("eva@corp.example"));
        var choice = Assert.Single((await world.Engine.FindPlanViewAsync(plan.Id, Token))!.Choices.Values);
        Assert.Equal((plan.Row("eva").Id, false, World.Anna), (choice.Row, choice.Taken, choice.By));
    }

    [Fact]
    public async Task A_row_taken_in_is_applied_though_the_plan_had_not_selected_it()
    {
        using var world = new World();
        world.Hire("eva", title: "Engineer");
        await world.SyncAsync();
        world.Application.Edit(
            world.AccountOf("eva@corp.example")!.Anchor, account => account with { Attributes = account.Attributes.With(AttributeNames.Position, "Boss") });
        var plan = await world.PrepareAsync();
        Assert.False(plan.Row("eva").Selected);
        await world.Engine.ChooseRowsAsync(plan.Id, World.Anna, [plan.Row("eva").Id], [], Token);

        await world.Engine.ApplyAsync(plan.Id, World.Anna, null, Token);
        Assert.Equal("Engineer", world.AccountOf("eva@corp.example")!.Attributes[AttributeNames.Position]);
    }

    [Fact]
    public async Task The_next_plan_keeps_what_was_said_of_rows_that_are_the_same_and_forgets_it_of_rows_that_changed()
    {
        using var world = new World();
        world.Hire("eva");
        world.Hire("adam", "Adam");
        var first = await world.PrepareAsync();
        await world.Engine.ChooseRowsAsync(first.Id, World.Anna, [], [first.Row("eva").Id, first.Row("adam").Id], Token);
        world.Edit("guid-adam", adam => adam with { Attributes = adam.Attributes.With(AttributeNames.Title, "Engineer") });
        world.Hire("seth", "Seth");

        var second = await world.PrepareAsync();
        Assert.Equal([second.Row("eva").Id], (await world.Engine.FindPlanViewAsync(second.Id, Token))!.Choices.Keys);
        var third = await world.PrepareAsync();
        Assert.Equal([third.Row("eva").Id], (await world.Engine.FindPlanViewAsync(third.Id, Token))!.Choices.Keys);
        await world.Engine.ApplyAsync(third.Id, World.Anna, null, Token);
        Assert.Null(world.AccountOf("eva@corp.example"));
        Assert.NotNull(world.AccountOf("adam@corp.example"));
        Assert.NotNull(world.AccountOf("seth@corp.example"));

        var afterwards = await world.PrepareAsync();
        Assert.Equal([afterwards.Row("eva").Id], (await world.Engine.FindPlanViewAsync(afterwards.Id, Token))!.Choices.Keys);
        await world.Engine.ChooseRowsAsync(afterwards.Id, Actor.Person("boris"), [afterwards.Row("eva").Id], [], Token);
        await world.Engine.ApplyAsync(afterwards.Id, World.Anna, null, Token);
        Assert.NotNull(world.AccountOf("eva@corp.example"));
    }

    [Fact]
    public async Task A_choice_made_while_the_next_plan_is_prepared_is_not_lost()
    {
        MeddledPlans? plans = null;
        using var world = new World(more: (services, store) => services.AddSingleton<IPlanStore>(plans = new MeddledPlans(store)));
        world.Hire("eva");
        var first = await world.PrepareAsync();
        plans!.BeforeCommit = () => world.Engine.ChooseRowsAsync(first.Id, World.Anna, [], [first.Row("eva").Id], Token);

        var second = await world.PrepareAsync();
        Assert.Equal([second.Row("eva").Id], (await world.Engine.FindPlanViewAsync(second.Id, Token))!.Choices.Keys);
    }

    [Fact]
    public async Task A_choice_or_an_exclusion_made_while_the_plan_is_applied_does_not_break_the_run()
    {
        using var world = new World();
        world.Hire("eva");
        world.Hire("adam", "Adam");
        var plan = await world.PrepareAsync();
        var decided = new List<Task>();
        world.Application.Fault = (_, _) =>
        {
            world.Application.Fault = null;
            decided.Add(world.Engine.ChooseRowsAsync(plan.Id, World.Anna, [], [plan.Row("eva").Id], Token));
            decided.Add(world.Engine.ExcludeAsync(
                World.Sync, new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-adam"), World.Anna, "On leave", null, Token));
            return null;
        };

        var report = await world.Engine.ApplyAsync(plan.Id, World.Anna, null, Token);
        await Task.WhenAll(decided);
        Assert.Equal(2, report.Count(RowResult.Applied));
        Assert.Equal(PlanStatus.Applied, (await world.Engine.FindPlanViewAsync(plan.Id, Token))!.Status);
    }

    [Fact]
    public async Task Rows_that_are_unknown_or_do_nothing_and_plans_that_are_done_with_are_refused()
    {
        using var world = new World();
        world.Account("robot@corp.example", "Night", "Robot");
        world.Hire("eva");
        var plan = await world.PrepareAsync();
        var robot = plan.Row("robot@corp.example").Id;
        Assert.Equal("RowHasNoEffect", await CodeAsync([robot], []));
        Assert.Equal("RowUnknown", await CodeAsync(["0123456789abcdef"], []));
        Assert.Equal("RowChosenBothWays", await CodeAsync([plan.Row("eva").Id], [plan.Row("eva").Id]));
        await world.PrepareAsync();
        Assert.Equal("PlanSuperseded", await CodeAsync([plan.Row("eva").Id], []));

        async Task<string> CodeAsync(string[] include, string[] exclude) => (await Assert.ThrowsAsync<PlanException>(
            () => world.Engine.ChooseRowsAsync(plan.Id, World.Anna, include, exclude, Token))).Code;
    }

    [Fact]
    public async Task A_rejected_plan_is_not_applied()
    {
        using var world = new World();
        world.Hire("eva");
        var plan = await world.PrepareAsync();
        await world.Engine.RejectAsync(plan.Id, World.Anna, "The export was of last week", Token);

        var error = await Assert.ThrowsAsync<PlanException>(() => world.ApplyAsync(plan));
        Assert.Equal("PlanRejected", error.Code);
        Assert.Contains("last week", error.Message, StringComparison.Ordinal);
        Assert.Empty(world.Application.Calls);
        Assert.Equal(PlanStatus.Rejected, (await world.Engine.FindPlanViewAsync(plan.Id, Token))!.Status);
        await world.SyncAsync();
        Assert.Single(world.Application.Calls);
    }

    /// <summary>Lets something happen between the computing of a plan and its storing.</summary>
    private sealed class MeddledPlans(IPlanStore inner) : IPlanStore
    {
        internal Func<Task>? BeforeCommit { get; set; }

        public async Task<IPlanWriter> BeginAsync(PlanId plan, CancellationToken cancellationToken) =>
            new Writer(this, await inner.BeginAsync(plan, cancellationToken));

        public Task<Plan?> LoadAsync(PlanId plan, CancellationToken cancellationToken) => inner.LoadAsync(plan, cancellationToken);

        public IAsyncEnumerable<PlanRow> ReadRowsAsync(PlanId plan, RowQuery query, CancellationToken cancellationToken) =>
            inner.ReadRowsAsync(plan, query, cancellationToken);

        public Task<PlanView?> FindAsync(PlanId plan, CancellationToken cancellationToken) => inner.FindAsync(plan, cancellationToken);

        public Task<IReadOnlyList<PlanView>> ListAsync(SyncName sync, int max, CancellationToken cancellationToken) => inner.ListAsync(sync, max, cancellationToken);

        private sealed class Writer(MeddledPlans plans, IPlanWriter inner) : IPlanWriter
        {
            public Task AddAsync(IReadOnlyList<PlanRow> rows, CancellationToken cancellationToken) => inner.AddAsync(rows, cancellationToken);

            public async Task CommitAsync(Plan plan, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
            {
                if (plans.BeforeCommit is { } meddle)
                {
                    plans.BeforeCommit = null;
                    await meddle();
                }

                await inner.CommitAsync(plan, appends, metadata, cancellationToken);
            }

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
