using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Whoever has an administrator's address in the directory does not get the administrator's account by that alone.</summary>
public sealed class AdministratorsAreBoundByConsent
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_consent_it_is_a_conflict_and_with_consent_a_bind_that_names_who_gave_it()
    {
        using var world = new World();
        var person = Person(world.Hire("ada"));
        var account = Administrator(world, "administrator");
        Assert.Equal((RowStatus.Conflict, Reason.Protected), await RowAsync(world));

        await world.Engine.ConsentToBindAsync(World.Sync, person, account, World.Anna, "Ada runs our Pyrus", Token);

        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Bind, Reason.BindConsented, true), (row.Status, row.Reason, row.Selected));
        Assert.Contains("anna@corp.example consented", row.Text, StringComparison.Ordinal);
        Assert.Contains("Ada runs our Pyrus", row.Text, StringComparison.Ordinal);
        var plan = await world.PrepareAsync();
        await world.ApplyAsync(plan);
        Assert.Equal(1, (await world.PrepareAsync()).Counts.Noop);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);
    }

    [Fact]
    public async Task Consent_is_for_one_pair_only()
    {
        using var world = new World();
        var person = Person(world.Hire("ada"));
        Administrator(world, "administrator");

        await world.Engine.ConsentToBindAsync(World.Sync, person, "4711", World.Anna, "a slip of the finger", Token);

        Assert.Equal((RowStatus.Conflict, Reason.Protected), await RowAsync(world));
    }

    [Fact]
    public async Task The_engines_own_account_is_never_bound_whoever_consents()
    {
        using var world = new World();
        var person = Person(world.Hire("ada"));
        var account = Administrator(world, "self");

        await world.Engine.ConsentToBindAsync(World.Sync, person, account, World.Anna, "please", Token);

        Assert.Equal((RowStatus.Conflict, Reason.Protected), await RowAsync(world));
    }

    [Fact]
    public async Task Consent_given_between_plan_and_sync_changes_no_plan_that_was_shown()
    {
        using var world = new World();
        var person = Person(world.Hire("ada"));
        var account = Administrator(world, "administrator");
        var plan = await world.PrepareAsync();
        await world.Engine.ConsentToBindAsync(World.Sync, person, account, World.Anna, "Ada runs our Pyrus", Token);

        await world.ApplyAsync(plan, new RowSelection { Include = [plan.Row("ada").Id] });

        Assert.Null((await world.Engine.FindStateAsync(person, null, Token))!.LinkTo(new SystemName("pyrus")));
    }

    private static async Task<(RowStatus, Reason)> RowAsync(World world)
    {
        var row = (await world.PrepareAsync()).Row("ada");
        return (row.Status, row.Reason);
    }

    private static EntryKey Person(Capture.SourceRecord record) => new(new SystemName("corp-ad"), EntryKind.Account, record.Anchor);

    private static string Administrator(World world, string protection)
    {
        var id = world.Account("ada@corp.example");
        world.Application.Edit(id, account => account with { Attributes = account.Attributes.With(AttributeNames.Protection, protection) });
        return id;
    }
}
