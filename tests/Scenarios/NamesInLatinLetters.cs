using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>An organisation wants Latin names: they are written so, and the originals are not lost.</summary>
public sealed class NamesInLatinLetters
{
    [Fact]
    public async Task A_new_account_gets_latin_names_and_then_the_originals_and_nothing_is_left_to_do()
    {
        using var world = WithLatin();
        world.Hire("yuliya", "Юлия", "Щукина");
        world.Hire("ada");
        var plan = await world.PrepareAsync();
        var row = plan.Row("yuliya");
        Assert.Equal([Effect.CreateAccount, Effect.Update], row.Effects);
        Assert.Equal([Effect.CreateAccount], plan.Row("ada").Effects);

        await world.ApplyAsync(plan);

        var account = world.AccountOf("yuliya@corp.example")!.Attributes;
        Assert.Equal(
            ("Yuliya", "Shchukina", "Юлия", "Щукина"),
            (account[AttributeNames.FirstName], account[AttributeNames.LastName], account[AttributeNames.NativeFirstName], account[AttributeNames.NativeLastName]));
        Assert.Null(world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.NativeFirstName]);
        Assert.Equal([ChangeOf("CreateAccount"), ChangeOf("CreateAccount"), ChangeOf("UpdateAccount")], world.Application.Calls.Select(c => c.Change.Action).Order());
        Assert.DoesNotContain(world.Application.Calls, c => c.Change.Action == History.ChangeAction.CreateAccount && c.Change.Fields[AttributeNames.NativeFirstName] is not null);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Originals_that_a_broken_run_left_out_are_written_by_the_next(bool done)
    {
        using var world = WithLatin();
        world.Hire("yuliya", "Юлия", "Щукина");
        world.Application.FailCall(1, done ? ScriptedFault.LoseAfter : ScriptedFault.LoseBefore);
        await world.SyncAsync();
        await world.SyncAsync();
        Assert.Equal("Юлия", world.AccountOf("yuliya@corp.example")!.Attributes[AttributeNames.NativeFirstName]);
        Assert.Single(world.Application.Contents, r => r.Kind == EntryKind.Account);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Switching_it_on_is_an_update_of_everybody_it_concerns()
    {
        using var before = new World();
        before.Hire("yuliya", "Юлия", "Щукина");
        before.Hire("ada");
        await before.SyncAsync();
        using var world = new World(Latin, before.Store, before.Directory, before.Application);

        var plan = await world.PrepareAsync();

        var row = Assert.Single(plan.Rows);
        Assert.Equal((RowStatus.Update, "yuliya"), (row.Status, row.Source!.Login));
        Assert.Equal(["firstName", "lastName", "nativeFirstName", "nativeLastName"], row.Changes.Select(c => c.Field));
        Assert.Contains(plan.Findings, f => f is { Code: "LatinLetters", Rows: 1 });
        await world.ApplyAsync(plan);
        Assert.Equal("Yuliya", world.AccountOf("yuliya@corp.example")!.Attributes[AttributeNames.FirstName]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task An_account_with_a_latin_name_is_bound_to_its_person()
    {
        using var world = WithLatin();
        world.Account("yuliya@corp.example", "Yuliya", "Shchukina");
        world.Hire("yuliya", "Юлия", "Щукина");

        var row = (await world.PrepareAsync()).Row("yuliya");

        Assert.Equal((RowStatus.Bind, true), (row.Status, row.Selected));
        Assert.Equal(["nativeFirstName", "nativeLastName"], row.Changes.Select(c => c.Field));
    }

    private static History.ChangeAction ChangeOf(string name) => Enum.Parse<History.ChangeAction>(name);

    private static World WithLatin() => new(Latin);

    private static void Latin(SyncOptions sync)
    {
        sync.LatinFields.Add(AttributeNames.FirstName);
        sync.LatinFields.Add(AttributeNames.LastName);
    }
}
