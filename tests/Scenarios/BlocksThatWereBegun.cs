using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>
/// The application hands work over only by dismissing the account, which takes access away, and is no block. A run that ends between the two leaves a block that
/// was begun: the next plan has a row for what is left of it, and nothing is done twice.
/// </summary>
public sealed class BlocksThatWereBegun
{
    private const string Ada = "ada@corp.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ConnectedSystemException Down => new(new SystemName("pyrus"), "Unreachable", "It is down.", "Start it.");

    public static TheoryData<string> Cuts { get; } = ["down", "killed", "lost", "refused", "lost twice", "wrong receiver"];

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task However_a_run_ends_between_the_two_the_next_plan_has_what_is_left_of_it(string cut)
    {
        using var world = await OfficeAsync((change, outcome) =>
            cut == "wrong receiver" && change.Action == ChangeAction.HandOverWork ? outcome with { Kind = OutcomeKind.Refused, Code = "NotHandedOver" } : outcome);
        var sales = world.Application.AddRole("Sales", Id(world));
        await world.PrepareAsync();
        await CutAsync(world, cut);
        Assert.Equal((false, "dismissed", "no"), Standing(world));

        var plan = await world.PrepareAsync();
        var row = plan.Row("ada");
        Assert.Equal((RowStatus.Block, Reason.SourceDisabled, true), (row.Status, row.Reason, row.Selected));
        Assert.Equal([Effect.Block], row.Effects);
        Assert.Null(row.Receiver);
        Assert.False(row.Target!.Blocked);
        Assert.Contains("Ada Novak is disabled in corp-ad. An earlier sync set out to block the account", row.Text, StringComparison.Ordinal);
        Assert.Contains("marked as 'dismissed', without access, and not blocked. It will be blocked.", row.Text, StringComparison.Ordinal);
        Assert.Equal(row, Assert.Single(plan.Rows, r => r.Selected));

        Assert.Equal(1, (await world.ApplyAsync(plan)).Count(RowResult.Applied));
        Assert.Equal((false, "dismissed", null), Standing(world));
        Assert.Equal(1, world.Application.Calls.Count(call => call.Change.Action == ChangeAction.HandOverWork));
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);

        var last = await world.PrepareAsync();
        Assert.Empty(last.Rows);
        Assert.True((await world.Engine.ReplayAsync(last.Id, Token)).Same);
        var person = await PersonAsync(world);
        Assert.Empty(person.Pending);
        var link = person.LinkTo(new SystemName("pyrus"))!;
        Assert.Equal((true, null), (link.BlockedByEngine, link.BlockBegun));
        Assert.Equal([sales], link.BeforeImage!.Values(AttributeNames.Roles));
    }

    [Fact]
    public async Task Cancelled_between_the_two_the_row_says_so_and_the_next_plan_has_the_rest()
    {
        using var cancel = new CancellationTokenSource();
        using var world = await OfficeAsync((change, outcome) =>
        {
            if (change.Action == ChangeAction.HandOverWork)
            {
                cancel.Cancel();
            }

            return outcome;
        });
        Leave(world);

        var report = await world.Engine.ApplyAsync((await world.PrepareAsync()).Id, World.Anna, null, cancel.Token);

        var outcome = Assert.Single(report.Outcomes, o => o.Result == RowResult.Deferred);
        Assert.Contains("in the middle of this row", outcome.Text, StringComparison.Ordinal);
        Assert.NotNull(report.Suspended);
        Assert.Equal([Effect.Block], (await world.PrepareAsync()).Row("ada").Effects);
        Assert.Equal([typeof(ChangeIntended), typeof(ChangeConfirmed)], await LastAsync(world, 2));
    }

    [Fact]
    public async Task Whoever_was_dismissed_by_hand_is_left_as_he_is()
    {
        using var world = await OfficeAsync();
        world.Application.Edit(Id(world), Dismissed);
        Assert.Equal(Reason.Dismissed, (await world.PrepareAsync()).Row("ada").Reason);

        Leave(world);

        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Whoever_is_active_again_meanwhile_is_for_a_person_to_rehire_and_gets_back_what_the_whole_block_took()
    {
        using var world = await OfficeAsync();
        world.Application.AddRole("Sales", Id(world));
        await world.PrepareAsync();
        await CutAsync(world, "down");
        world.Edit("guid-ada", r => r with { Enabled = true });
        Assert.Equal((RowStatus.Conflict, Reason.Dismissed), (await world.PrepareAsync()).Row("ada") is var conflict ? (conflict.Status, conflict.Reason) : default);

        Leave(world);
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Enabled = true });
        world.Application.Edit(Id(world), account => account with { Attributes = account.Attributes.With(AttributeNames.EmploymentState) });

        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Unblock, Reason.ActiveAgain), (row.Status, row.Reason));
        Assert.Equal(["Sales"], row.Roles.Select(role => role.Name));
    }

    [Fact]
    public async Task Whoever_was_rehired_by_hand_meanwhile_has_his_work_handed_over_again()
    {
        using var world = await OfficeAsync();
        await CutAsync(world, "down");
        world.Application.Edit(Id(world), Rehired);

        var row = (await world.PrepareAsync()).Row("ada");

        Assert.Equal([Effect.HandOver, Effect.Block], row.Effects);
    }

    [Fact]
    public async Task An_account_that_was_found_for_a_leaver_is_bound_dismissed_and_then_blocked_by_what_is_left()
    {
        using var world = await OfficeAsync();
        world.Hire("bea", "Bea");
        world.Edit("guid-bea", r => r with { Enabled = false, Attributes = r.Attributes.With(AttributeNames.Manager, "guid-mia") });
        var id = world.Account("bea@corp.example", "Bea");
        world.Application.Fault = (change, _) => change.Action == ChangeAction.BlockAccount ? ScriptedFault.Throw(Down) : null;
        var plan = await world.PrepareAsync();
        Assert.Equal([Effect.Link, Effect.HandOver, Effect.Block], plan.Row("bea").Effects);
        await world.ApplyAsync(plan);
        world.Application.Fault = null;

        Assert.Equal([Effect.Block], (await world.PrepareAsync()).Row("bea").Effects);
        await world.SyncAsync();
        Assert.Null(world.Application.Find(id)!.Attributes[AttributeNames.Blocked]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task What_is_left_counts_for_the_limit_of_its_reason_and_waits_for_an_approval_like_any_block()
    {
        using var world = await OfficeAsync();
        await CutAsync(world, "killed");
        foreach (var login in Enumerable.Range(0, 20).Select(i => $"p{i:000}"))
        {
            world.Edit($"guid-{login}", r => r with { Enabled = false, Attributes = r.Attributes.With(AttributeNames.Manager, "guid-mia") });
        }

        var plan = await world.PrepareAsync();

        var held = Assert.Single(plan.Held);
        Assert.Equal(("BlockDisabled", 21), (held.Limit, held.Count));
        await world.ApplyAsync(plan);
        Assert.Equal("no", Standing(world).Blocked);
    }

    [Fact]
    public async Task An_exception_leaves_it_as_it_is_and_without_it_the_row_is_back()
    {
        using var world = await OfficeAsync();
        await CutAsync(world, "down");
        var key = (await PersonAsync(world)).Key;
        await world.Engine.ExcludeAsync(World.Sync, key, World.Anna, "a dispute", world.Time.GetUtcNow().AddDays(1), Token);
        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Frozen, Reason.Excluded), (row.Status, row.Reason));
        Assert.DoesNotContain("keeps access", row.Text, StringComparison.Ordinal);

        world.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(RowStatus.Block, (await world.PrepareAsync()).Row("ada").Status);
    }

    [Fact]
    public async Task Explain_and_history_tell_it()
    {
        using var world = await OfficeAsync();
        await CutAsync(world, "down");
        await world.PrepareAsync();

        var told = await world.Engine.ExplainAsync(World.Sync, "ada", null, Token);
        Assert.Contains(told.Steps, step => step.Text.Contains("The block was begun by an earlier sync, so no work is handed over any more.", StringComparison.Ordinal));
        Assert.Contains("If somebody blocked account", told.Otherwise, StringComparison.Ordinal);

        await world.SyncAsync();
        var history = (await world.Engine.ReadHistoryAsync("ada", Token)).Items.Select(item => item.Text).ToList();
        Assert.Contains("About to send a block to pyrus, of an account that has no access there already (dismissed).", history);
        Assert.Equal($"pyrus confirmed: a block, account {Id(world)}.", history.Last(text => text.StartsWith("pyrus confirmed", StringComparison.Ordinal)));
    }

    /// <summary>Ada, whose manager is Mia, and sixty others.</summary>
    private static async Task<World> OfficeAsync(Func<Change, Outcome, Outcome>? answer = null)
    {
        var world = new World(
            sync => sync.TaskReceivers.Add("manager"), writer: application => new Answering(application, answer ?? ((_, outcome) => outcome)), bounds: b => b.ConcurrentWritesMax = 1);
        world.Application.HandOverDismisses = true;
        world.HireMany(60);
        world.Hire("ada");
        world.Hire("mia", "Mia");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Manager, "guid-mia") });
        await world.Engine.ApplyAsync((await world.PrepareAsync()).Id, World.Anna, null, Token);
        return world;
    }

    /// <summary>Ada leaves, and the run that should block her ends after the dismissal.</summary>
    private static async Task CutAsync(World world, string cut)
    {
        Leave(world);
        var plan = await world.PrepareAsync();
        Assert.Equal([Effect.HandOver, Effect.Block], plan.Row("ada").Effects);
        world.Application.Fault = (change, _) => (change.Action, cut) switch
        {
            (ChangeAction.HandOverWork, "lost twice" or "killed") => ScriptedFault.LoseAfter,
            (ChangeAction.BlockAccount, "down" or "killed") => ScriptedFault.Throw(Down),
            (ChangeAction.BlockAccount, "lost" or "lost twice") => ScriptedFault.LoseBefore,
            (ChangeAction.BlockAccount, _) => ScriptedFault.Refuse("not_now"),
            _ => null,
        };
        await world.ApplyAsync(plan);
        world.Application.Fault = null;
    }

    private static (bool Enabled, string? Employment, string? Blocked) Standing(World world) =>
        world.AccountOf(Ada) is { } account ? (account.Enabled, account.Attributes[AttributeNames.EmploymentState], account.Attributes[AttributeNames.Blocked]) : default;

    private static SourceRecord Dismissed(SourceRecord account) => account with
    {
        Enabled = false,
        Attributes = account.Attributes.With(AttributeNames.EmploymentState, "dismissed").With(AttributeNames.Blocked, AttributeNames.NotBlocked),
    };

    private static SourceRecord Rehired(SourceRecord account) => account with
    {
        Enabled = true,
        Attributes = account.Attributes.With(AttributeNames.EmploymentState).With(AttributeNames.Blocked),
    };

    private static async Task<EntryState> PersonAsync(World world) =>
        (await world.Engine.FindStateAsync(new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-ada"), null, Token))!;

    private static async Task<List<Type>> LastAsync(World world, int count) => await world.Store.ReadStreamAsync(StreamName.Entry((await PersonAsync(world)).Key), Token)
        .Select(recorded => recorded.Event.GetType()).ToListAsync(Token) is var all ? all[^count..] : [];

    private static string Id(World world) => world.AccountOf(Ada)!.Anchor;

    private static void Leave(World world) => world.Edit("guid-ada", r => r with { Enabled = false });

    /// <summary>Does what the application does, and answers as the test says.</summary>
    private sealed class Answering(ScriptedTarget application, Func<Change, Outcome, Outcome> answer) : ITarget
    {
        public SystemName Name => application.Name;

        public Task EnsureWritableAsync(CancellationToken cancellationToken) => application.EnsureWritableAsync(cancellationToken);

        public async Task<Outcome> ApplyAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken) =>
            answer(change, await application.ApplyAsync(change, key, cancellationToken));
    }
}
