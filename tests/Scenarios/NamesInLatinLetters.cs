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

    [Fact]
    public async Task Letters_that_the_table_does_not_have_are_kept_and_told_of()
    {
        using var world = WithLatin();
        world.Hire("adlam", "Ю\U00012000я", "Щукина"); // cuneiform
        var plan = await world.PrepareAsync();
        Assert.Equal(1, plan.Findings.Single(f => f.Code == "LettersKept").Rows);
        await world.ApplyAsync(plan);
        Assert.Contains("\U00012000", world.AccountOf("adlam@corp.example")!.Attributes[AttributeNames.FirstName], StringComparison.Ordinal);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Two_people_whose_names_come_out_the_same_stay_two()
    {
        using var world = WithLatin();
        world.Hire("one", "Семён", "Соловьёв");
        world.Hire("two", "Семен", "Соловьев");
        var report = await world.SyncAsync();
        Assert.Equal(2, report.Count(RowResult.Applied));
        Assert.Equal(2, world.Application.Contents.Count(r => r.Kind == EntryKind.Account));
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Four_hundred_names_at_once_are_one_finding_and_wait_at_the_limit_for_updates()
    {
        const int People = 412;
        using var before = new World();
        for (var i = 0; i < People; i++)
        {
            before.Hire($"p{i:000}", "Юлия", "Щукина");
        }

        await before.SyncAsync();
        using var world = new World(sync => Latin(sync.Limit("Update", 100)), before.Store, before.Directory, before.Application);

        var plan = await world.PrepareAsync();
        Assert.Contains($"{People} rows", plan.Findings.Single(f => f is { Code: "LatinLetters", Rows: People }).Text, StringComparison.Ordinal);
        Assert.Equal(("UpdatePolicyChanged", People), (Assert.Single(plan.Held).Limit, plan.Held[0].Count));
        var calls = world.Application.Calls.Count;
        await world.ApplyAsync(plan);
        Assert.Equal(calls, world.Application.Calls.Count);

        plan = await world.PrepareAsync();
        await world.Engine.ApproveAsync(plan.Id, World.Anna, "we write Latin from today", TestContext.Current.CancellationToken);
        await world.ApplyAsync(plan);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_new_table_shows_what_it_rewrites_before_anything_is_written()
    {
        // Names as an older table wrote them, under a policy that says so.
        using var before = new World(sync =>
        {
            Latin(sync);
            sync.Fields[AttributeNames.FirstName] = new FieldOptions { Table = { ["Юлия"] = "Julija" } };
        });
        before.Hire("yuliya", "Юлия", "Щукина");
        before.Hire("ada");
        var applied = await before.PrepareAsync();
        await before.ApplyAsync(applied);
        Assert.Equal("Julija", before.AccountOf("yuliya@corp.example")!.Attributes[AttributeNames.FirstName]);
        await MarkAsOlderAsync(before, applied.Id);
        using var world = new World(Latin, before.Store, before.Directory, before.Application);
        var calls = world.Application.Calls.Count;

        var plan = await world.PrepareAsync();

        Assert.Equal([new FieldChange(AttributeNames.FirstName, "Julija", "Yuliya")], Assert.Single(plan.Rows).Changes);
        Assert.Contains("translit@1 is new to this sync", plan.Findings.Single(f => f.Code == "LatinLetters").Text, StringComparison.Ordinal);
        Assert.Equal(calls, world.Application.Calls.Count);
        await world.SyncAsync();
        var after = await world.PrepareAsync();
        Assert.Empty(after.Rows);
        Assert.Empty(after.Findings);
    }

    private static async Task MarkAsOlderAsync(World world, PlanId plan)
    {
        var token = TestContext.Current.CancellationToken;
        var stream = StreamName.Sync(World.Sync);
        var story = await world.Store.ReadStreamAsync(stream, token).ToListAsync(token);
        var policy = story.Select(e => e.Event).OfType<PolicyChanged>().Last().Policy;
        var older = new PolicyChanged(policy with { Latin = policy.Latin! with { Table = "translit@0" } }, Fingerprint.Of("older"u8));
        var metadata = new History.EventMetadata(new RunId(Guid.CreateVersion7(world.Time.GetUtcNow())), World.Anna);
        await world.Store.AppendAsync([new History.StreamAppend(stream, story.Count, [older, new PolicyApplied(older.Fingerprint, plan)])], metadata, token);
    }

    private static History.ChangeAction ChangeOf(string name) => Enum.Parse<History.ChangeAction>(name);

    private static World WithLatin() => new(Latin);

    private static void Latin(SyncOptions sync)
    {
        sync.LatinFields.Add(AttributeNames.FirstName);
        sync.LatinFields.Add(AttributeNames.LastName);
    }
}
