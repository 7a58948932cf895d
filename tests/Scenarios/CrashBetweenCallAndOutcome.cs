using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>The answer to a write is lost, the process dies, rights are lost halfway: nothing is done twice and nobody is forgotten.</summary>
public sealed class CrashBetweenCallAndOutcome
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_to_a_creation_never_invites_twice(bool done)
    {
        using var world = new World();
        world.HireMany(5);
        world.Application.FailCall(2, done ? ScriptedFault.LoseAfter : ScriptedFault.LoseBefore);
        var report = await world.SyncAsync();
        Assert.Equal((4, 1), (report.Count(RowResult.Applied), report.Count(RowResult.Unknown)));

        var next = await world.PrepareAsync();
        var row = Assert.Single(next.Rows, r => r.Selected);
        Assert.Equal(done ? Reason.CreatedEarlier : Reason.NewInSource, row.Reason);
        await world.ApplyAsync(next);

        Assert.Equal(5, world.Application.Contents.Count(r => r.Kind == EntryKind.Account));
        Assert.Equal(5, (await world.PrepareAsync()).Counts.Noop);
    }

    [Fact]
    public async Task A_lost_answer_to_a_block_is_settled_by_the_next_reading_and_stays_ours_to_undo()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        world.Edit("guid-p001", r => r with { Enabled = false });
        world.Application.FailCall(50, ScriptedFault.LoseAfter);
        Assert.Equal(1, (await world.SyncAsync()).Count(RowResult.Unknown));
        Assert.DoesNotContain((await world.PrepareAsync()).Rows, r => r.Selected);

        world.Edit("guid-p001", r => r with { Enabled = true });
        Assert.Equal(Reason.ActiveAgain, (await world.PrepareAsync()).Row("p001").Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_to_an_update_of_the_department_alone_is_settled_by_where_the_account_stands(bool done)
    {
        using var world = new World();
        world.Hire("ada");
        await world.SyncAsync();
        var sales = world.Application.AddDepartment("Sales");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Department, "Sales") });
        world.Application.FailCall(1, done ? ScriptedFault.LoseAfter : ScriptedFault.LoseBefore);
        Assert.Equal(1, (await world.SyncAsync()).Count(RowResult.Unknown));

        var next = await world.PrepareAsync();
        Assert.Equal(done ? [] : [Reason.FieldsChanged], next.Rows.Where(r => r.Selected).Select(r => r.Reason));
        await world.ApplyAsync(next);
        Assert.Equal(sales, world.AccountOf("ada@corp.example")!.Parent);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_to_the_making_of_a_department_is_settled_by_the_next_reading_in_its_own_stream(bool done)
    {
        using var world = new World();
        world.Hire("ada", department: "Sales");
        world.Application.FailCall(0, done ? ScriptedFault.LoseAfter : ScriptedFault.LoseBefore);
        await world.SyncAsync();
        Assert.Equal([typeof(ChangeIntended), typeof(ChangeUnknown)], await DepartmentEventsAsync(world));

        await world.SyncAsync();
        var settled = await DepartmentEventsAsync(world);
        Assert.Equal(done ? [typeof(ChangeConfirmed)] : [typeof(ChangeRefused), typeof(ChangeIntended), typeof(ChangeConfirmed)], settled[2..]);
        Assert.Empty((await world.PrepareAsync()).Rows);
        Assert.Equal(settled, await DepartmentEventsAsync(world));
        Assert.NotNull(world.AccountOf("ada@corp.example")!.Parent);
        Assert.Single(world.Application.Contents, r => r.Kind == EntryKind.Unit);
    }

    [Fact]
    public async Task Rights_lost_halfway_leave_the_rest_pending_and_the_next_run_does_exactly_the_rest()
    {
        using var world = new World();
        world.HireMany(5);
        world.Application.FailCall(2, ScriptedFault.Throw(new ConnectedSystemException(
            new SystemName("pyrus"), "TargetPermissionDenied", "The rights are gone.", "Give them back.")));
        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan);
        Assert.NotNull(report.Suspended);
        Assert.Equal((2, 3), (report.Count(RowResult.Applied), report.Count(RowResult.Deferred)));

        var resumed = await world.ApplyAsync(plan);
        Assert.Equal((2, 3), (resumed.Count(RowResult.AlreadySo), resumed.Count(RowResult.Applied)));
        Assert.Equal(6, world.Application.Calls.Count);
    }

    [Fact]
    public async Task A_write_that_was_cancelled_before_it_was_sent_is_not_done_and_the_next_plan_has_it_again()
    {
        using var cancel = new CancellationTokenSource();
        using var world = new World(writer: application => new Waiting(application, cancel), bounds: b => b.ConcurrentWritesMax = 1);
        world.HireMany(5);

        var report = await world.Engine.ApplyAsync((await world.PrepareAsync()).Id, World.Anna, null, cancel.Token);

        Assert.Equal((2, 3, 0), (report.Count(RowResult.Applied), report.Count(RowResult.Deferred), report.Count(RowResult.Unknown)));
        Assert.Equal("The run was cancelled.", report.Suspended);
        var events = await world.Store.ReadAllAsync(0, long.MaxValue, TestContext.Current.CancellationToken).Select(recorded => recorded.Event).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Cancelled", Assert.Single(events.OfType<ChangeRefused>()).Code);
        Assert.Empty(events.OfType<ChangeUnknown>());
        var history = await world.Engine.ReadHistoryAsync("p002", TestContext.Current.CancellationToken);
        Assert.Equal("Not sent to pyrus: a new account. It waited.", history.Items[^1].Text);

        var next = await world.PrepareAsync();
        Assert.Equal([Reason.NewInSource, Reason.NewInSource, Reason.NewInSource], next.Rows.Where(row => row.Selected).Select(row => row.Reason));
        await world.ApplyAsync(next);
        Assert.Equal(5, world.Application.Calls.Count);
    }

    [Fact]
    public async Task One_refused_row_never_stops_the_others()
    {
        using var world = new World();
        world.HireMany(5);
        world.Application.FailCall(2, ScriptedFault.Refuse("seat_limit"));
        var report = await world.SyncAsync();
        Assert.Equal((4, 1), (report.Count(RowResult.Applied), report.Count(RowResult.Refused)));
        Assert.Equal("seat_limit", report.Outcomes.Single(o => o.Result == RowResult.Refused).Code);
    }

    [Fact]
    public async Task An_adapter_that_throws_something_unforeseen_never_stops_the_others()
    {
        using var world = new World();
        world.HireMany(5);
        world.Application.FailCall(2, ScriptedFault.ThrowAfter(new InvalidOperationException("bug")));
        var report = await world.SyncAsync();
        Assert.Equal((4, 1), (report.Count(RowResult.Applied), report.Count(RowResult.Unknown)));
        Assert.Equal(5, (await world.SyncAsync()).Plan.Counts.Noop + 1);
    }

    private static async Task<List<Type>> DepartmentEventsAsync(World world) => await world.Store.ReadAllAsync(0, long.MaxValue, TestContext.Current.CancellationToken)
        .Where(recorded => recorded.Stream.Category == "department").Select(recorded => recorded.Event.GetType()).ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>The third write waits for its turn until the run is cancelled.</summary>
    private sealed class Waiting(ScriptedTarget application, CancellationTokenSource cancel) : ITarget
    {
        private int waited;

        public SystemName Name => application.Name;

        public Task EnsureWritableAsync(CancellationToken cancellationToken) => application.EnsureWritableAsync(cancellationToken);

        public async Task<Outcome> ApplyAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken)
        {
            if (application.Calls.Count != 2 || waited++ > 0)
            {
                return await application.ApplyAsync(change, key, cancellationToken);
            }

            await cancel.CancelAsync();
            return new Outcome(OutcomeKind.NotSent, Message: "It waited.");
        }
    }
}
