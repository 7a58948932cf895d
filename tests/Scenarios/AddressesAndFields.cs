using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>Addresses that collide, move and swap; fields compared three ways; data that does not fit.</summary>
public sealed class AddressesAndFields
{
    private static void SetEmail(World world, string login, string email) =>
        world.Edit($"guid-{login}", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, email) });

    [Fact]
    public async Task Two_newcomers_with_one_address_are_both_conflicts()
    {
        using var world = new World();
        world.Hire("ada");
        world.Hire("bob", "Bob");
        SetEmail(world, "bob", "ADA@corp.example");
        var plan = await world.PrepareAsync();
        Assert.Equal(2, plan.Rows.Count(r => r is { Status: RowStatus.Conflict, Reason: Reason.AmbiguousSource }));
    }

    [Fact]
    public async Task A_newcomer_with_an_incumbents_address_is_the_conflict_and_the_incumbent_keeps_the_account()
    {
        using var world = new World();
        world.Hire("ada");
        await world.SyncAsync();
        world.Hire("bob", "Bob");
        SetEmail(world, "bob", "ada@corp.example");
        var plan = await world.PrepareAsync();
        Assert.Equal(RowStatus.Conflict, plan.Row("bob").Status);
        Assert.Null(plan.FindRow("ada"));
    }

    [Fact]
    public async Task An_address_passed_on_goes_in_order()
    {
        using var world = new World();
        world.Hire("ada");
        await world.SyncAsync();
        SetEmail(world, "ada", "ada.new@corp.example");
        world.Hire("zoe", "Zoe");
        SetEmail(world, "zoe", "ada@corp.example");
        var report = await world.SyncAsync();
        Assert.Equal(2, report.Count(RowResult.Applied));
        Assert.Equal("Zoe", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.FirstName]);
    }

    [Fact]
    public async Task Who_waits_for_an_address_that_is_not_freed_by_itself_is_not_selected_either_and_goes_with_it_when_both_are()
    {
        using var world = new World();
        world.Hire("ada");
        await world.SyncAsync();
        world.Application.Edit(world.AccountOf("ada@corp.example")!.Anchor, r => r with { Enabled = false }); // by hand
        SetEmail(world, "ada", "ada.new@corp.example");
        world.Hire("zoe", "Zoe");
        SetEmail(world, "zoe", "ada@corp.example");
        var plan = await world.PrepareAsync();
        Assert.DoesNotContain(plan.Rows, r => r.Selected);
        Assert.Contains("waits for the row of Ada Novak", plan.Row("zoe").Text, StringComparison.Ordinal);

        var report = await world.ApplyAsync(plan, new RowSelection { Include = [plan.Row("ada").Id, plan.Row("zoe").Id] });
        Assert.Equal(2, report.Count(RowResult.Applied));
    }

    [Fact]
    public async Task A_swap_of_addresses_is_a_conflict_for_both()
    {
        using var world = new World();
        world.Hire("ada");
        world.Hire("bob", "Bob");
        await world.SyncAsync();
        SetEmail(world, "ada", "bob@corp.example");
        SetEmail(world, "bob", "ada@corp.example");
        Assert.Equal(2, (await world.PrepareAsync()).Rows.Count(r => r is { Status: RowStatus.Conflict, Reason: Reason.EmailCycle }));
    }

    [Fact]
    public async Task A_new_address_that_a_stranger_has_is_a_conflict()
    {
        using var world = new World();
        world.Hire("ada");
        world.Account("taken@corp.example", "Max", "Stranger");
        await world.SyncAsync();
        SetEmail(world, "ada", "taken@corp.example");
        Assert.Equal((RowStatus.Conflict, Reason.EmailTaken), ((await world.PrepareAsync()).Row("ada").Status, (await world.PrepareAsync()).Row("ada").Reason));
    }

    [Fact]
    public async Task What_was_changed_by_hand_in_the_target_is_drift_and_not_selected()
    {
        using var world = new World();
        world.Hire("ada", title: "Engineer");
        await world.SyncAsync();
        var id = world.AccountOf("ada@corp.example")!.Anchor;
        world.Application.Edit(id, r => r with { Attributes = r.Attributes.With(AttributeNames.Position, "Queen") });
        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Update, Reason.Drift, false), (row.Status, row.Reason, row.Selected));

        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
        var both = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((Reason.FieldsChanged, true), (both.Reason, both.Selected));
        Assert.NotNull(Assert.Single(both.Changes).Note);
    }

    [Fact]
    public async Task What_the_target_makes_of_a_value_does_not_come_back_as_an_update()
    {
        using var world = new World();
        world.Application.Normalize = a => a[AttributeNames.Position] is { } p ? a.With(AttributeNames.Position, p.ToUpperInvariant()) : a;
        world.Hire("ada", title: "Engineer");
        await world.SyncAsync();
        Assert.Equal(1, (await world.PrepareAsync()).Counts.Noop);
    }

    [Fact]
    public async Task A_cleared_field_is_cleared_and_what_the_source_never_had_is_left_alone()
    {
        using var world = new World();
        world.Hire("ada", title: "Engineer");
        await world.SyncAsync();
        var id = world.AccountOf("ada@corp.example")!.Anchor;
        world.Application.Edit(id, r => r with { Attributes = r.Attributes.With(AttributeNames.Phone, "007") });
        Assert.Equal(1, (await world.PrepareAsync()).Counts.Noop);
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title) });
        await world.SyncAsync();
        Assert.Null(world.Application.Find(id)!.Attributes[AttributeNames.Position]);
        Assert.Equal("007", world.Application.Find(id)!.Attributes[AttributeNames.Phone]);
        Assert.Equal(1, (await world.PrepareAsync()).Counts.Noop);
    }

    [Fact]
    public async Task What_both_sides_agreed_on_at_the_bind_is_cleared_when_the_source_clears_it()
    {
        using var world = new World();
        var id = world.Account("ada@corp.example");
        world.Application.Edit(id, r => r with { Attributes = r.Attributes.With(AttributeNames.Position, "Engineer") });
        world.Hire("ada", title: "Engineer");
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title) });
        await world.SyncAsync();
        Assert.Null(world.Application.Find(id)!.Attributes[AttributeNames.Position]);
    }

    [Fact]
    public async Task Canonical_values_are_equal_and_change_nothing()
    {
        using var world = new World();
        world.Hire("ada", "Zoë", "Müller");
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with
        {
            Attributes = r.Attributes.With(AttributeNames.FirstName, "  Zoe\u0308\u00a0").With(AttributeNames.LastName, "Mu\u0308ller").With(AttributeNames.Email, "ADA@CORP.example"),
        });
        Assert.Equal(1, (await world.PrepareAsync()).Counts.Noop);
    }

    [Theory]
    [InlineData(null, Reason.EmailMissing)]
    [InlineData("not an address", Reason.EmailInvalid)]
    public async Task Data_that_does_not_fit_is_an_invalid_row_and_heals_itself(string? email, Reason reason)
    {
        using var world = new World();
        world.Hire("ada");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, email is null ? [] : [email]) });
        Assert.Equal((RowStatus.Invalid, reason), ((await world.PrepareAsync()).Row("ada").Status, (await world.PrepareAsync()).Row("ada").Reason));
        SetEmail(world, "ada", "ada@corp.example");
        Assert.Equal(RowStatus.New, (await world.PrepareAsync()).Row("ada").Status);
    }

    [Theory]
    [InlineData("bot", AttributeNames.AccountType, RowStatus.Conflict, Reason.NotAPerson)]
    [InlineData("administrator", AttributeNames.Protection, RowStatus.Conflict, Reason.Protected)]
    [InlineData("dismissed", AttributeNames.EmploymentState, RowStatus.Conflict, Reason.Dismissed)]
    public async Task Bots_administrators_and_the_dismissed_are_not_bound(string value, string attribute, RowStatus status, Reason reason)
    {
        using var world = new World();
        world.Hire("ada");
        world.Application.AddAccount(AttributeSet.Of((AttributeNames.Email, "ada@corp.example"), (AttributeNames.FirstName, "Ada"), (attribute, value)));
        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((status, reason, false), (row.Status, row.Reason, row.Selected));
    }

    [Fact]
    public async Task A_recycled_address_with_another_name_is_proposed_but_not_selected()
    {
        using var world = new World();
        world.Hire("ada");
        world.Account("ada@corp.example", "Boris", "Petrov");
        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Bind, Reason.NamesDiffer, false), (row.Status, row.Reason, row.Selected));
    }

    [Fact]
    public async Task A_recreated_person_is_a_relink_that_a_person_selects()
    {
        using var world = new World();
        world.HireMany(50);
        world.Hire("ada");
        await world.SyncAsync();
        var id = world.AccountOf("ada@corp.example")!.Anchor;
        world.Fire("ada");
        var again = world.Hire("ada2");
        SetEmail(world, "ada2", "ada@corp.example");
        var plan = await world.PrepareAsync();
        var row = plan.Row("ada2");
        Assert.Equal((RowStatus.Bind, Reason.Relink, false), (row.Status, row.Reason, row.Selected));
        await world.ApplyAsync(plan, new RowSelection { Include = [row.Id], Exclude = [plan.Row("ada").Id] });
        var next = await world.PrepareAsync();
        Assert.DoesNotContain(next.Rows, r => r.Selected);
        Assert.True(world.Application.Find(id)!.Enabled);
        Assert.Equal("guid-ada2", again.Anchor);
    }

    [Fact]
    public async Task The_engines_own_account_and_the_last_administrator_are_never_blocked()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        foreach (var (login, protection) in new[] { ("p001", "administrator"), ("p002", "self") })
        {
            world.Application.Edit(world.AccountOf($"{login}@corp.example")!.Anchor, r => r with { Attributes = r.Attributes.With(AttributeNames.Protection, protection) });
            world.Edit($"guid-{login}", r => r with { Enabled = false });
        }

        var plan = await world.PrepareAsync();
        Assert.Equal(2, plan.Rows.Count(r => r is { Status: RowStatus.Conflict, Reason: Reason.Protected }));
        Assert.Equal(0, plan.Counts[RowStatus.Block]);
    }

    [Fact]
    public async Task Two_people_who_would_get_one_address_are_both_asked_about()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        foreach (var login in new[] { "p001", "p002" })
        {
            world.Edit($"guid-{login}", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "desk@corp.example") });
        }

        var plan = await world.PrepareAsync();
        Assert.All(["p001", "p002"], login => Assert.Equal((RowStatus.Conflict, Reason.AmbiguousSource), (plan.Row(login).Status, plan.Row(login).Reason)));
        Assert.DoesNotContain(plan.Rows, row => row.Selected);
    }

    [Fact]
    public async Task Excluded_people_are_frozen_both_ways_until_the_exclusion_ends()
    {
        using var world = new World();
        world.HireMany(50);
        await world.SyncAsync();
        var key = new EntryKey(new SystemName("corp-ad"), EntryKind.Account, "guid-p001");
        await world.Engine.ExcludeAsync(World.Sync, key, World.Anna, "on leave", world.Time.GetUtcNow().AddDays(1), TestContext.Current.CancellationToken);
        world.Edit("guid-p001", r => r with { Enabled = false });
        var plan = await world.PrepareAsync();
        Assert.Equal((RowStatus.Frozen, Reason.ExcludedButInactive), (plan.Row("p001").Status, plan.Row("p001").Reason));
        Assert.Equal(0, plan.Counts[RowStatus.Block]);
        world.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(RowStatus.Block, (await world.PrepareAsync()).Row("p001").Status);
    }

    [Fact]
    public async Task A_department_is_made_only_when_an_applied_row_needs_it_and_is_reused_by_its_normalised_path()
    {
        using var world = new World();
        var sales = world.Application.AddDepartment("sales");
        world.Hire("ada", department: " SALES ");
        world.Hire("bob", "Bob", department: "Ghost/Town");
        var plan = await world.PrepareAsync();
        var report = await world.ApplyAsync(plan, new RowSelection { Exclude = [plan.Row("bob").Id] });
        Assert.Equal(sales, world.AccountOf("ada@corp.example")!.Parent);
        Assert.DoesNotContain(world.Application.Contents, r => r.Attributes[AttributeNames.Name] == "Ghost");
        Assert.Equal(1, report.Count(RowResult.Applied));
    }

    [Fact]
    public async Task Limits_are_exact_at_the_border()
    {
        using var world = new World(sync => sync.Limit("Block", 3, null));
        world.HireMany(100);
        await world.SyncAsync();
        foreach (var i in Enumerable.Range(0, 3))
        {
            world.Edit($"guid-p{i:000}", r => r with { Enabled = false });
        }

        Assert.Empty((await world.PrepareAsync()).Held);
        world.Edit("guid-p003", r => r with { Enabled = false });
        Assert.Equal(4, Assert.Single((await world.PrepareAsync()).Held).Count);
    }
}
