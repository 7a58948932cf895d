using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Excluded people are left as they are in both directions, whoever they are; what excluding would do is told before, and lifting is told after.</summary>
public sealed class ExceptionsLeavePeopleAlone
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EntryKey Key(string login) => new(new SystemName("corp-ad"), EntryKind.Account, $"guid-{login}");

    private static Task ExceptAsync(World world, EntryKey key, DateTimeOffset? until = null) =>
        world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.Except(key, until)], World.Anna, "a consultant", Token);

    [Fact]
    public async Task What_an_exception_would_do_is_told_before_and_nothing_is_stored_by_that()
    {
        using var world = new World();
        world.HireMany(5);
        await world.SyncAsync();
        world.Edit("guid-p001", r => r with { Enabled = false });
        world.Hire("new");
        await world.PrepareAsync();
        var events = await world.EventsAsync();

        var effect = await world.Engine.PreviewRulesAsync(World.Sync, [RuleChange.Except(Key("p001")), RuleChange.Except(Key("p002")), RuleChange.Except(Key("new"))], World.Anna, "a consultant", Token);

        Assert.Equal(
            [new RowShift(null, RowStatus.Frozen, 1), new RowShift(RowStatus.New, RowStatus.Frozen, 1), new RowShift(RowStatus.Block, RowStatus.Frozen, 1)], effect.Shifts);
        Assert.Equal((0, 3), (effect.Before[RowStatus.Frozen], effect.After[RowStatus.Frozen]));
        Assert.Equal(["new", "p001", "p002"], effect.Examples.Select(row => row.Source!.Login).Order(StringComparer.Ordinal));
        Assert.Equal(events, await world.EventsAsync());
        Assert.Equal(1, (await world.PrepareAsync()).Counts[RowStatus.Block]);
    }

    [Fact]
    public async Task The_effect_told_is_the_plan_that_comes()
    {
        using var world = new World();
        world.HireMany(5);
        await world.SyncAsync();
        world.Edit("guid-p001", r => r with { Enabled = false });
        await world.PrepareAsync();
        var effect = await world.Engine.PreviewRulesAsync(World.Sync, [RuleChange.Except(Key("p001"))], World.Anna, "a consultant", Token);
        await ExceptAsync(world, Key("p001"));
        var plan = await world.PrepareAsync();
        Assert.Equal(effect.After.ByStatus, plan.Counts.ByStatus);
        Assert.Equal(effect.Examples.Single().Text, plan.Row("p001").Text);
    }

    [Fact]
    public async Task What_lifting_would_do_is_told_with_its_day_exceptions_and_filters_alike()
    {
        using var world = new World();
        world.HireMany(5);
        await world.SyncAsync();
        await ExceptAsync(world, Key("p001"));
        await world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.AddFilter(EntryKind.Account, AttributeNames.FirstName, "Person002")], World.Anna, "a trial", Token);
        world.Edit("guid-p001", r => r with { Enabled = false });
        world.Edit("guid-p002", r => r with { Enabled = false });
        await world.PrepareAsync();

        RuleChange[] changes = [RuleChange.Lift(Key("p001")), RuleChange.RemoveFilter(EntryKind.Account, AttributeNames.FirstName, "Person002")];
        var effect = await world.Engine.PreviewRulesAsync(World.Sync, changes, World.Anna, "over", Token);
        Assert.Equal(2, effect.Examples.Length);
        Assert.All(effect.Examples, row => Assert.Contains(" on 2026-11-23: over.)", row.Text, StringComparison.Ordinal));

        await world.Engine.ChangeRulesAsync(World.Sync, changes, World.Anna, "over", Token);
        var plan = await world.PrepareAsync();
        Assert.Equal(effect.Examples.Select(row => row.Text), plan.Rows.Where(row => row.Status == RowStatus.Block).Select(row => row.Text));
    }

    [Fact]
    public async Task An_exception_survives_a_new_name_and_a_new_address()
    {
        using var world = new World();
        world.Hire("ada");
        await world.SyncAsync();
        await ExceptAsync(world, Key("ada"));
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "other@corp.example").With(AttributeNames.LastName, "Married") });
        Assert.Equal(Reason.Excluded, (await world.PrepareAsync()).Row("ada").Reason);
    }

    [Fact]
    public async Task New_blocked_and_conflicting_people_can_be_excluded_and_an_excluded_twin_is_in_nobodys_way()
    {
        using var world = new World();
        world.Hire("tom", "Tom");
        world.Hire("tim", "Tim");
        world.Edit("guid-tim", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "tom@corp.example") });
        Assert.Equal(Reason.AmbiguousSource, (await world.PrepareAsync()).Row("tom").Reason);

        await ExceptAsync(world, Key("tim"));
        var plan = await world.PrepareAsync();

        Assert.Equal((RowStatus.Frozen, RowStatus.New), (plan.Row("tim").Status, plan.Row("tom").Status));
    }

    [Fact]
    public async Task An_account_that_is_nobodys_is_excluded_by_its_id_and_never_bound()
    {
        using var world = new World();
        var id = world.Account("ada@corp.example");
        await world.PrepareAsync();
        var account = new EntryKey(world.Application.Name, EntryKind.Account, id);
        await ExceptAsync(world, account);
        Assert.Equal(Reason.Excluded, (await world.PrepareAsync()).Row("ada@corp.example").Reason);

        world.Hire("ada");
        var row = (await world.PrepareAsync()).Row("ada");

        Assert.Equal((RowStatus.Frozen, Reason.Excluded, id), (row.Status, row.Reason, row.Target!.Id));
        Assert.Empty((await world.SyncAsync()).Outcomes.Where(o => o.Result == RowResult.Applied));
    }

    [Fact]
    public async Task A_lifted_exception_is_told_of_until_a_plan_was_applied()
    {
        using var world = new World();
        world.HireMany(3);
        await world.SyncAsync();
        await ExceptAsync(world, Key("p001"));
        world.Edit("guid-p001", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        await world.PrepareAsync();
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.Lift(Key("p001"))], Actor.Person("boris"), "the contract ended", Token);

        var plan = await world.PrepareAsync();
        Assert.Equal(RowStatus.Update, plan.Row("p001").Status);
        Assert.EndsWith("(The exception was lifted by boris on 2026-11-25: the contract ended.)", plan.Row("p001").Text, StringComparison.Ordinal);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);

        await world.ApplyAsync(plan);
        world.Edit("guid-p001", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Chair") });
        Assert.DoesNotContain("lifted", (await world.PrepareAsync()).Row("p001").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_that_ended_by_itself_is_told_of_until_a_plan_was_applied()
    {
        using var world = new World();
        world.HireMany(3);
        await world.SyncAsync();
        await ExceptAsync(world, Key("p001"), world.Time.GetUtcNow().AddDays(1));
        world.Edit("guid-p001", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        await world.SyncAsync();
        Assert.Equal(RowStatus.Frozen, (await world.PrepareAsync()).Row("p001").Status);
        world.Time.Advance(TimeSpan.FromDays(2));

        var plan = await world.PrepareAsync();
        Assert.Equal(RowStatus.Update, plan.Row("p001").Status);
        Assert.EndsWith("(The exception of anna@corp.example ended by itself on 2026-11-24; its reason was: a consultant.)", plan.Row("p001").Text, StringComparison.Ordinal);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);

        await world.ApplyAsync(plan);
        world.Edit("guid-p001", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Chair") });
        Assert.DoesNotContain("ended by itself", (await world.PrepareAsync()).Row("p001").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ends_between_a_plan_and_its_application_is_told_by_the_next_plan()
    {
        using var world = new World();
        world.HireMany(3);
        await world.SyncAsync();
        await ExceptAsync(world, Key("p001"), world.Time.GetUtcNow().AddHours(1));
        await ExceptAsync(world, Key("p002"));
        world.Edit("guid-p001", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        world.Edit("guid-p002", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        await world.Engine.ChangeRulesAsync(World.Sync, [RuleChange.Lift(Key("p002"))], World.Anna, "back", Token);
        var plan = await world.PrepareAsync();
        world.Time.Advance(TimeSpan.FromHours(2));
        await world.ApplyAsync(plan); // tells of the lifted one alone

        var next = await world.PrepareAsync();

        Assert.Contains("ended by itself on 2026-11-23", next.Row("p001").Text, StringComparison.Ordinal);
        Assert.Null(next.FindRow("p002"));
    }

    [Fact]
    public async Task An_excluded_person_who_left_is_warned_of_with_the_number_of_days()
    {
        using var world = new World();
        world.HireMany(3);
        await world.SyncAsync();
        await ExceptAsync(world, Key("p001"));
        world.Edit("guid-p001", r => r with { Enabled = false });
        await world.PrepareAsync();
        world.Time.Advance(TimeSpan.FromDays(12.5));

        var plan = await world.PrepareAsync();

        Assert.Equal(Reason.ExcludedButInactive, plan.Row("p001").Reason);
        Assert.Contains("no longer active in corp-ad since 2026-11-23 (12 days) and keeps access to pyrus", plan.Row("p001").Text, StringComparison.Ordinal);
        Assert.Contains("the longest for 12 days", Assert.Single(plan.Findings, f => f.Code == "ExcludedButInactive").Text, StringComparison.Ordinal);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
        var listed = Assert.Single((await world.Engine.ReadRulesAsync(World.Sync, Token)).Exceptions);
        Assert.Equal((ExceptionState.InForce, true), (listed.State, listed.KeepsAccess));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_BlockExcludedLeavers_whoever_is_disabled_or_deleted_loses_access_all_the_same(bool deleted)
    {
        using var world = new World(sync => sync.BlockExcludedLeavers = true);
        world.HireMany(40);
        await world.SyncAsync();
        await ExceptAsync(world, Key("p001"));
        await ExceptAsync(world, Key("p002"));
        if (deleted)
        {
            world.Directory.Records.RemoveAll(r => r.Anchor == "guid-p001");
            world.Directory.Answers["guid-p001"] = ConfirmationAnswer.Deleted;
        }
        else
        {
            world.Edit("guid-p001", r => r with { Enabled = false });
        }

        world.Unit("ou-else", "Elsewhere");
        world.Edit("guid-p002", r => r with { Parent = "ou-else" }); // outside the units: that is no leaver

        var plan = await world.PrepareAsync();

        Assert.Equal((RowStatus.Block, deleted ? Reason.SourceDeleted : Reason.SourceDisabled), (plan.Row("p001").Status, plan.Row("p001").Reason));
        Assert.Contains("BlockExcludedLeavers", plan.Row("p001").Text, StringComparison.Ordinal);
        Assert.Equal((RowStatus.Frozen, Reason.Excluded), (plan.Row("p002").Status, plan.Row("p002").Reason));
    }

    [Fact]
    public async Task An_exception_for_an_entry_that_is_gone_is_kept_and_shown_as_dormant()
    {
        using var world = new World();
        world.HireMany(40);
        await world.SyncAsync();
        await ExceptAsync(world, Key("p001"));
        await ExceptAsync(world, Key("never-seen"));
        await ExceptAsync(world, Key("p002"), world.Time.GetUtcNow().AddDays(1));
        world.Fire("p001");
        await world.PrepareAsync();
        world.Time.Advance(TimeSpan.FromDays(2));

        var exceptions = (await world.Engine.ReadRulesAsync(World.Sync, Token)).Exceptions;

        Assert.Equal(
            [("guid-never-seen", ExceptionState.Dormant), ("guid-p001", ExceptionState.Dormant), ("guid-p002", ExceptionState.Ended)],
            exceptions.Select(view => (view.Exclusion.Key.Anchor, view.State)));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_nothing_of_it_is_stored()
    {
        using var world = new World();
        world.Hire("ada");
        await world.PrepareAsync();
        var events = await world.EventsAsync();
        var elsewhere = new EntryKey(new SystemName("other"), EntryKind.Account, "guid-ada");
        await RefusedAsync("NotOfSync", RuleChange.Except(Key("ada")), RuleChange.Except(elsewhere));
        await RefusedAsync("NoException", RuleChange.Lift(Key("ada")));
        await RefusedAsync("EndPassed", RuleChange.Except(Key("ada"), world.Time.GetUtcNow()));
        Assert.Equal(events, await world.EventsAsync());

        async Task RefusedAsync(string code, params RuleChange[] changes)
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<RuleException>(() => world.Engine.PreviewRulesAsync(World.Sync, changes, World.Anna, "a consultant", Token))).Code);
            Assert.Equal(code, (await Assert.ThrowsAsync<RuleException>(() => world.Engine.ChangeRulesAsync(World.Sync, changes, World.Anna, "x", Token))).Code);
        }
    }

    [Fact]
    public async Task Before_anything_was_read_nobody_can_say_what_an_exception_would_do()
    {
        using var world = new World();
        var error = await Assert.ThrowsAsync<RuleException>(() => world.Engine.PreviewRulesAsync(World.Sync, [RuleChange.Except(Key("ada"))], World.Anna, "a consultant", Token));
        Assert.Equal("NothingRead", error.Code);
    }
}
