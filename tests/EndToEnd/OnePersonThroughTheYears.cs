using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.EndToEnd;

/// <summary>Against a real domain controller, Pyrus over HTTP and PostgreSQL: created, renamed, moved, disabled, enabled, deleted.</summary>
public sealed class OnePersonThroughTheYears
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_thing_that_happens_appears_with_its_reason_and_arrives()
    {
        await using var office = await Office.OpenAsync(people: 40);
        var engine = office.Engine();
        await Office.SyncAsync(engine);
        var tools = office.Domain.Tools;

        var ada = await tools.AddUserAsync(
            "Ada Byron", "ada", office.Users, Token, ("givenName", "Ada"), ("sn", "Byron"), ("mail", "Ada@Contoso.test"), ("title", "Engineer"), ("department", "Research"));
        await AssertRowAsync(RowStatus.New, Reason.NewInSource);
        var account = office.Pyrus.FindMember("ada@contoso.test")!;
        Assert.Equal(("Byron", "Engineer"), (account.LastName, account.Position));

        await tools.SetAsync(ada, "sn", Token, "Lovelace");
        await AssertRowAsync(RowStatus.Update, Reason.FieldsChanged);
        Assert.Equal("Lovelace", office.Pyrus.FindMember(account.Id)!.LastName);

        var role = office.Pyrus.SeedRole(new() { Name = "Analysts", MemberIds = [account.Id] }).Id;
        var elsewhere = await tools.AddUnitAsync("Workshops", Samba.BaseDn, Token);
        ada = await tools.MoveAsync(ada, "CN=Ada Lovelace", elsewhere, Token);
        await AssertRowAsync(RowStatus.Block, Reason.OutsideUnits);
        Assert.True(office.Pyrus.FindMember(account.Id)!.Banned);
        Assert.Empty(office.Pyrus.Roles.Single(r => r.Id == role).MemberIds);

        ada = await tools.MoveAsync(ada, "CN=Ada Lovelace", office.Users, Token);
        await AssertRowAsync(RowStatus.Unblock, Reason.ActiveAgain);
        Assert.Equal([account.Id], office.Pyrus.Roles.Single(r => r.Id == role).MemberIds);
        await tools.DisableAsync(ada, Token);
        await AssertRowAsync(RowStatus.Block, Reason.SourceDisabled);
        await tools.EnableAsync(ada, Token);
        await AssertRowAsync(RowStatus.Unblock, Reason.ActiveAgain);
        await tools.DeleteAsync(ada, Token);
        await AssertRowAsync(RowStatus.Block, Reason.SourceDeleted);
        Assert.True(office.Pyrus.FindMember(account.Id)!.Banned);

        var history = await engine.ReadHistoryAsync("ada@contoso.test", Token);
        Assert.Equal("entry_discovered_v1", history.Items[0].Type);
        Assert.Contains(history.Items, i => i.Type == "entry_disappeared_v1");

        async Task AssertRowAsync(RowStatus status, Reason reason)
        {
            var plan = await PlanInFull.PrepareAsync(engine, Office.Sync, Token);
            var row = Assert.Single(plan.Rows, r => r.Selected && r.Kind == RowKind.User);
            Assert.Equal((status, reason), (row.Status, row.Reason));
            var report = await engine.ApplyAsync(plan.Id, Model.Actor.Person("anna"), null, Token);
            Assert.All(report.Outcomes, o => Assert.True(o.Result is RowResult.Applied or RowResult.NotSelected, o.Text));
        }
    }

    [Fact]
    public async Task Moved_out_of_the_base_is_out_of_scope_not_absent()
    {
        await using var office = await Office.OpenAsync(people: 40);
        var engine = office.Engine(directory => directory.BaseDn = office.Users);
        await Office.SyncAsync(engine);
        var elsewhere = await office.Domain.Tools.AddUnitAsync("Other Users", Samba.BaseDn, Token);
        await office.Domain.Tools.MoveAsync($"CN=Person 7,{office.Users}", "CN=Person 7", elsewhere, Token);
        var plan = await PlanInFull.PrepareAsync(engine, Office.Sync, Token);
        var row = Assert.Single(plan.Rows, r => r.Selected);
        Assert.Equal((RowStatus.Block, Reason.OutOfScope), (row.Status, row.Reason));
    }

    private static class Samba
    {
        internal const string BaseDn = TestSupport.Samba.SambaDomain.BaseDn;
    }
}
