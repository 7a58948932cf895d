using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>What Pyrus refuses comes out with its own code, the field and the remedy, and one refusal does not stop the others.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private PyrusSync sync = null!;

    public async ValueTask InitializeAsync() => sync = await PyrusSync.StartAsync();

    public async ValueTask DisposeAsync() => await sync.DisposeAsync();

    [Fact]
    public async Task Who_is_no_administrator_is_told_before_anything_is_read()
    {
        sync.Pyrus.SeedMember(sync.Pyrus.Caller with { Rights = PyrusRights.NewMember });
        sync.Person("anna");
        var (plan, rows) = await sync.PrepareAsync(); // a plan can be looked at without rights
        sync.Pyrus.ClearRequests();

        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => sync.ApplyAsync(plan, rows));

        Assert.Equal("TargetPermissionDenied", error.Code);
        Assert.Contains("Administrator rights", error.Remedy);
        Assert.Equal(["profile", $"members/{sync.Pyrus.Caller.Id}"], sync.Pyrus.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task Rights_lost_halfway_suspend_the_run_and_the_next_does_exactly_the_rest()
    {
        foreach (var name in new[] { "anna", "boris", "clara", "dora", "egon", "fritz" })
        {
            sync.Person(name, title: "Chief", known: true);
        }

        var (plan, rows) = await sync.PrepareAsync();
        var caller = sync.Pyrus.Caller;
        sync.Pyrus.Faults.Add(new PyrusFault(PyrusFaultKind.LoseRights) { Method = "PUT", After = 2 });

        var first = await sync.ApplyAsync(plan, rows);

        Assert.Contains("Administrator rights", first.Suspended);
        // Four at once: one that passes the third on the way is looked at while the rights are still there.
        var applied = first.Count(RowResult.Applied);
        Assert.InRange(applied, 1, 4);
        Assert.Equal((6 - applied, applied), (first.Count(RowResult.Deferred), sync.Pyrus.Members.Count(m => m.Position == "Chief")));
        sync.Pyrus.SeedMember(caller);
        sync.Pyrus.ClearRequests();

        Assert.Equal(6 - applied, (await sync.SyncAsync()).Count(RowResult.Applied));
        Assert.Equal(6 - applied, sync.Pyrus.Requests.Count(r => r.IsWrite));
        Assert.Equal(6, sync.Pyrus.Members.Count(m => m.Position == "Chief"));
    }

    [Fact]
    public async Task Without_a_free_seat_nobody_is_made_or_let_in_again_and_the_others_go_on()
    {
        sync.Person("new");
        sync.Person("back", known: true, banned: true);
        sync.Person("changed", title: "Chief", known: true);
        sync.Pyrus.Seats = 2;
        (sync.Pyrus.Behaviour.SeatLimitStatus, sync.Pyrus.Behaviour.SeatLimitCode) = (403, "limit_exceeded");

        var report = await sync.SyncAsync();

        Assert.Equal((2, 1), (report.Count(RowResult.Refused), report.Count(RowResult.Applied)));
        Assert.All(report.Outcomes.Where(r => r.Result == RowResult.Refused), r =>
        {
            Assert.Equal("limit_exceeded", r.Code);
            Assert.Contains("seats", r.Text);
        });
    }

    [Theory]
    [InlineData(403, "access_denied_person")]
    [InlineData(403, "access_denied")]
    [InlineData(400, "cannot_be_fired")]
    [InlineData(400, "some_new_code")]
    public async Task A_leaver_who_cannot_be_blocked_is_a_refusal_that_says_so_whatever_the_code(int status, string code)
    {
        (sync.Pyrus.Behaviour.CannotBeBlockedStatus, sync.Pyrus.Behaviour.CannotBeBlockedCode) = (status, code);
        sync.Person("olga", enabled: false, known: true);
        sync.Person("boris", enabled: false, known: true);
        sync.Pyrus.SeedMember(sync.Pyrus.FindMember("olga@corp.example")! with { Owner = true });

        var report = await sync.SyncAsync();

        var refused = Assert.Single(report.Outcomes, r => r.Result == RowResult.Refused);
        Assert.Equal(code, refused.Code);
        Assert.Contains("still has access", refused.Text);
        Assert.True(sync.Pyrus.FindMember("boris@corp.example")!.Banned);
        Assert.Null(report.Suspended);
    }

    [Fact]
    public async Task An_email_taken_by_somebody_whom_no_reading_shows_names_the_field()
    {
        sync.Person("anna");
        sync.Pyrus.SeedForeignOrganization(new(8, "Partner", [new() { Id = 9, FirstName = "Anna", Email = "ANNA@corp.example" }]));
        sync.Pyrus.Behaviour.ForeignEmailsTaken = true;

        var report = await sync.SyncAsync();

        var refused = Assert.Single(report.Outcomes, o => o.Result == RowResult.Refused);
        Assert.Equal("person_email_already_in_use", refused.Code);
        Assert.Contains("the field email", refused.Text);
    }
}
