using System.Reactive.Linq;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>Some rows are written at the same time, so that the way to the target and back is not waited for by everybody. Order, records and stops stay what they are.</summary>
public sealed class SeveralWritesAtOnce
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public async Task As_many_as_allowed_are_under_way_and_never_more(int allowed)
    {
        var slow = new HeldTarget();
        using var world = new World(writer: slow.Over, bounds: options => options.ConcurrentWritesMax = allowed);
        world.HireMany(40);
        var plan = await world.PrepareAsync();

        var applying = world.ApplyAsync(plan);
        for (var left = 40; left > 0; left--)
        {
            await slow.WaitForAsync(Math.Min(allowed, left));
            slow.LetOneGo();
        }

        Assert.Equal(40, (await applying).Count(RowResult.Applied));
        Assert.Equal(allowed, slow.Most);
        Assert.Equal(40, (await world.PrepareAsync()).Counts.Noop);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task Blocks_wait_until_everything_else_is_done()
    {
        var slow = new HeldTarget();
        using var world = new World(writer: slow.Over);
        world.HireMany(40);
        await slow.LetAllGoAsync(world.SyncAsync());
        world.Hire("new", "Nora");
        world.Edit("guid-p001", r => r with { Enabled = false });
        world.Edit("guid-p002", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Chief") });
        var before = world.Application.Calls.Count;

        await slow.LetAllGoAsync(world.SyncAsync());

        Assert.Equal(
            [ChangeAction.UpdateAccount, ChangeAction.CreateAccount, ChangeAction.BlockAccount],
            world.Application.Calls.Skip(before).Select(call => call.Change.Action));
    }

    [Fact]
    public async Task A_target_that_is_lost_stops_all_and_what_was_under_way_is_recorded()
    {
        var slow = new HeldTarget();
        using var world = new World(writer: slow.Over);
        world.HireMany(20);
        world.Application.FailCall(5, ScriptedFault.Throw(new ConnectedSystemException(
            new SystemName("pyrus"), "TargetPermissionDenied", "The rights are gone.", "Give them back.")));
        var plan = await world.PrepareAsync();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = world.Engine.Progress.Where(step => step is { Stage: ProgressStage.Apply, Done: 6 }).Subscribe(_ => lost.TrySetResult());

        var applying = world.ApplyAsync(plan);
        for (var call = 0; call <= 5; call++)
        {
            await slow.WaitForAsync(4);
            slow.LetOneGo();
        }

        await lost.Task.WaitAsync(Token); // and three are under way
        var report = await slow.LetAllGoAsync(applying);

        Assert.NotNull(report.Suspended);
        Assert.Equal((8, 12), (report.Count(RowResult.Applied), report.Count(RowResult.Deferred)));
        Assert.Equal(8, world.Application.Contents.Count(r => r.Kind == EntryKind.Account));
        Assert.Equal(12, (await slow.LetAllGoAsync(world.ApplyAsync(plan))).Count(RowResult.Applied));
        Assert.Equal(20, world.Application.Contents.Count(r => r.Kind == EntryKind.Account));
    }

    [Fact]
    public async Task Cancelled_while_some_are_under_way_it_starts_no_more_and_knows_what_it_does_not_know()
    {
        var slow = new HeldTarget();
        using var world = new World(writer: slow.Over);
        world.HireMany(20);
        var plan = await world.PrepareAsync();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var applying = world.Engine.ApplyAsync(plan.Id, World.Anna, null, cancelling.Token);
        await slow.WaitForAsync(4);

        await cancelling.CancelAsync();
        var report = await slow.LetAllGoAsync(applying);

        Assert.Equal((4, 16), (report.Count(RowResult.Unknown), report.Count(RowResult.Deferred)));
        await slow.LetAllGoAsync(world.SyncAsync());
        Assert.Equal(20, world.Application.Contents.Count(r => r.Kind == EntryKind.Account));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Somebody_else_who_appends_to_the_same_person_meanwhile_loses_no_answer()
    {
        World? world = null;
        var person = new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-p001");
        var meddling = new MeddlingTarget(async () =>
        {
            var version = (await world!.Engine.FindStateAsync(person, null, Token))!.Version;
            await world.Store.AppendAsync(
                [new StreamAppend(StreamName.Entry(person), version, [new EntryDisabled(Fingerprint.None), new EntryEnabled(Fingerprint.None)])],
                new EventMetadata(new RunId(Guid.CreateVersion7()), World.Anna), Token);
        });
        using (world = new World(writer: meddling.Over))
        {
            world.HireMany(3);
            var report = await world.SyncAsync();

            Assert.Equal(3, report.Count(RowResult.Applied));
            Assert.NotNull((await world.Engine.FindStateAsync(person, null, Token))!.LinkTo(new SystemName("pyrus")));
        }
    }

    /// <summary>A target whose answers wait until the test lets them go.</summary>
    private sealed class HeldTarget : ITarget
    {
        private readonly Lock gate = new();
        private readonly Queue<TaskCompletionSource> held = [];
        private ScriptedTarget? target;
        private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SystemName Name => target!.Name;

        /// <summary>How many waited at the same time, at most.</summary>
        internal int Most { get; private set; }

        internal HeldTarget Over(ScriptedTarget over)
        {
            target = over;
            return this;
        }

        public Task EnsureWritableAsync(CancellationToken cancellationToken) => target!.EnsureWritableAsync(cancellationToken);

        public async Task<Outcome> ApplyAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken)
        {
            var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate)
            {
                held.Enqueue(wait);
                Most = Math.Max(Most, held.Count);
                arrival.TrySetResult();
            }

            await wait.Task.WaitAsync(cancellationToken);
            return await target!.ApplyAsync(change, key, cancellationToken);
        }

        /// <summary>Waits until so many calls wait.</summary>
        internal async Task WaitForAsync(int count)
        {
            while (!Has(count, out var next))
            {
                await next.WaitAsync(Token);
            }
        }

        internal void LetOneGo()
        {
            lock (gate)
            {
                if (held.TryDequeue(out var first))
                {
                    first.TrySetResult();
                }
            }
        }

        internal async Task<T> LetAllGoAsync<T>(Task<T> run)
        {
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, Has(1, out var next) ? Task.CompletedTask : next);
                LetOneGo();
            }

            return await run;
        }

        /// <summary>Whether so many wait already; if not, the arrival of the next.</summary>
        private bool Has(int count, out Task next)
        {
            lock (gate)
            {
                arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                next = arrival.Task;
                return held.Count >= count;
            }
        }
    }

    /// <summary>A target during whose first call something else happens.</summary>
    private sealed class MeddlingTarget(Func<Task> meddle) : ITarget
    {
        private ScriptedTarget? target;

        public SystemName Name => target!.Name;

        internal MeddlingTarget Over(ScriptedTarget over)
        {
            target = over;
            return this;
        }

        public Task EnsureWritableAsync(CancellationToken cancellationToken) => target!.EnsureWritableAsync(cancellationToken);

        public async Task<Outcome> ApplyAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken)
        {
            if (change.Fields[AttributeNames.Email] == "p001@corp.example")
            {
                await meddle();
            }

            return await target!.ApplyAsync(change, key, cancellationToken);
        }
    }
}
