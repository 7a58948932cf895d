using System.Threading.Channels;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>Of two directories one does not answer, or only half: whoever it knows keeps access, and everybody else goes on.</summary>
public sealed class OneOfTwoDirectoriesIsDown
{
    private static async Task<TwoDirectories> Company()
    {
        var company = new TwoDirectories();
        company.World.HireMany(30);
        company.World.Hire("ada");
        company.Join("ada");
        company.World.Hire("bob", "Bob");
        company.Join("cyd", "Cyd");
        company.Join("eve", "Eve");
        await company.World.SyncAsync();
        return company;
    }

    private static void Down(TwoDirectories company, bool atStart)
    {
        company.Workspace.StartFailure = atStart ? new ConnectedSystemException(company.Workspace.Name, "Unreachable", "workspace does not answer.", "Wait.") : null;
        company.Workspace.FailAfterBatches = atStart ? null : 0;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_whom_it_knows_is_kept_from_losing_access(bool atStart)
    {
        using var company = await Company();
        Down(company, atStart);
        company.Disable("ada");
        company.Disable("bob");
        company.World.Hire("dan", "Dan");

        var plan = await company.World.PrepareAsync();
        Assert.True(plan.Incomplete);
        var statuses = plan.Rows.Where(r => r.Kind == RowKind.User).ToDictionary(r => r.Source!.Anchor, r => (r.Status, r.Reason));
        Assert.Equal((RowStatus.Block, Reason.SourceDisabled), statuses["guid-bob"]);
        Assert.Equal((RowStatus.New, Reason.NewInSource), statuses["guid-dan"]);
        Assert.DoesNotContain("guid-ada", statuses.Keys);
        Assert.Contains(plan.Findings, finding => finding.Code == "ReadIncomplete" && finding.Text.Contains("whoever is known there", StringComparison.Ordinal));
        await company.World.ApplyAsync(plan);
        Assert.True(company.HasAccess("ada"));
        Assert.True(company.HasAccess("cyd"));
        Assert.False(company.HasAccess("bob"));

        company.Workspace.StartFailure = null;
        company.Workspace.FailAfterBatches = null;
        company.Leave("ada");
        company.Leave("cyd");
        await company.World.SyncAsync();
        Assert.False(company.HasAccess("ada"));
        Assert.False(company.HasAccess("cyd"));
    }

    [Fact]
    public async Task Disabled_where_it_was_seen_before_is_deferred_while_that_directory_is_down()
    {
        using var company = await Company();
        company.EditInWorkspace("ada", r => r with { Enabled = false });
        await company.World.SyncAsync();
        Down(company, atStart: true);
        company.Disable("ada");

        var row = Assert.Single((await company.World.PrepareAsync()).Rows, r => r.Kind == RowKind.User);
        Assert.Equal((RowStatus.Deferred, Reason.ReadIncomplete), (row.Status, row.Reason));
    }

    [Fact]
    public async Task Before_a_directory_was_read_once_nobody_loses_access()
    {
        using var company = new TwoDirectories();
        Down(company, atStart: true);
        company.World.HireMany(30);
        company.World.Hire("bob", "Bob");
        await company.World.SyncAsync();
        company.Disable("bob");

        var row = Assert.Single((await company.World.PrepareAsync()).Rows, r => r.Kind == RowKind.User);
        Assert.Equal((RowStatus.Deferred, Reason.ReadIncomplete), (row.Status, row.Reason));
        Assert.True(company.HasAccess("bob"));
    }

    [Fact]
    public async Task A_notification_says_no_more_than_the_plan_does_others_may_lose_access()
    {
        using var company = await Company();
        var told = Channel.CreateUnbounded<Notification>();
        using var subscription = company.World.Engine.Notifications.Subscribe(notification => told.Writer.TryWrite(notification));
        Down(company, atStart: true);
        company.Disable("bob");

        Assert.Equal(RowStatus.Block, Assert.Single((await company.World.PrepareAsync()).Rows, r => r.Selected).Status);
        var notification = await told.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(NotificationKind.ReadIncomplete, notification.Kind);
        Assert.StartsWith("The reading of workspace was incomplete; nobody who depends on it loses access by plan", notification.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_all_are_down_that_is_an_error()
    {
        using var company = await Company();
        Down(company, atStart: true);
        company.World.Directory.StartFailure = new ConnectedSystemException(company.World.Directory.Name, "Unreachable", "corp-ad does not answer.", "Wait.");
        Assert.Equal("corp-ad", (await Assert.ThrowsAsync<ConnectedSystemException>(company.World.PrepareAsync)).System.Value);
    }

    [Fact]
    public async Task Another_system_under_a_name_stops_the_run_all_the_same()
    {
        using var company = await Company();
        company.Workspace.Identity = "another customer";
        Assert.Equal("IdentityChanged", (await Assert.ThrowsAsync<ConnectedSystemException>(company.World.PrepareAsync)).Code);
    }

    [Fact]
    public async Task A_plan_made_from_half_is_the_same_when_it_is_replayed()
    {
        using var company = await Company();
        Down(company, atStart: true);
        company.Disable("ada");
        company.Disable("bob");
        var plan = await company.World.PrepareAsync();
        Assert.True((await company.World.Engine.ReplayAsync(plan.Id, TestContext.Current.CancellationToken)).Same);
    }
}
