using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Something in the application changes a value back each time it is written. After three times that is told, instead of writing it a fourth time.</summary>
public sealed class WrittenThreeTimes
{
    [Fact]
    public async Task A_value_that_is_changed_back_each_time_is_reported_and_left()
    {
        using var world = await WithTitleAsync("Chief");
        for (var time = 2; time <= 3; time++)
        {
            ChangeBack(world, "Boss");
            var drift = (await world.PrepareAsync()).Row("ada");
            Assert.Equal((RowStatus.Update, Reason.Drift, false), (drift.Status, drift.Reason, drift.Selected));
            await world.ApplyAsync(await world.PrepareAsync(), new RowSelection { Include = [drift.Id] });
            Assert.Equal("Chief", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
        }

        ChangeBack(world, "Boss");
        var calls = world.Application.Calls.Count;
        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Invalid, Reason.FlipFlop), (row.Status, row.Reason));
        Assert.Contains("3 times", row.Text, StringComparison.Ordinal);
        Assert.Contains("'Boss'", row.Text, StringComparison.Ordinal);
        await world.SyncAsync();
        Assert.Equal(calls, world.Application.Calls.Count);
    }

    [Fact]
    public async Task A_new_value_in_the_source_is_written_and_counted_from_the_beginning()
    {
        using var world = await FlippingAsync();
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });

        var row = (await world.PrepareAsync()).Row("ada");

        Assert.Equal((RowStatus.Update, Reason.FieldsChanged, true), (row.Status, row.Reason, row.Selected));
        await world.SyncAsync();
        ChangeBack(world, "Boss");
        Assert.Equal(Reason.Drift, (await world.PrepareAsync()).Row("ada").Reason);
    }

    [Fact]
    public async Task Another_value_than_the_one_it_flips_to_is_ordinary_drift()
    {
        using var world = await FlippingAsync();
        ChangeBack(world, "Assistant");

        Assert.Equal(Reason.Drift, (await world.PrepareAsync()).Row("ada").Reason);
    }

    [Fact]
    public async Task Other_fields_of_the_person_are_kept_in_step_all_the_same()
    {
        using var world = await FlippingAsync();
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Phone, "+33 1") });

        var row = (await world.PrepareAsync()).Row("ada");

        Assert.Equal([AttributeNames.Phone], row.Changes.Select(c => c.Field));
        Assert.Equal(Reason.FieldsChanged, row.Reason);
    }

    private static async Task<World> WithTitleAsync(string title)
    {
        var world = new World();
        world.Hire("ada", title: title);
        await world.SyncAsync();
        return world;
    }

    /// <summary>The title was written three times, and the application shows another one again.</summary>
    private static async Task<World> FlippingAsync()
    {
        var world = await WithTitleAsync("Chief");
        for (var time = 2; time <= 3; time++)
        {
            ChangeBack(world, "Boss");
            var plan = await world.PrepareAsync();
            await world.ApplyAsync(plan, new RowSelection { Include = [plan.Row("ada").Id] });
        }

        ChangeBack(world, "Boss");
        return world;
    }

    private static void ChangeBack(World world, string position) => world.Application.Edit(
        world.AccountOf("ada@corp.example")!.Anchor, account => account with { Attributes = account.Attributes.With(AttributeNames.Position, position) });
}
