using SyncEngine.Capture;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.EndToEnd;

/// <summary>What goes wrong on the way to the directory takes nobody's access.</summary>
public abstract partial class EitherDirectory
{
    [Fact]
    public Task A_reading_that_breaks_halfway_blocks_nobody_and_the_next_whole_one_says_what_it_would_have_said() => TellAsync(async story =>
    {
        await ChangeSomeAsync(story);
        story.Directory.Have(Trouble.Halfway);
        var broken = await story.PlanAsync(ReadMode.Full);
        Assert.True(broken.Incomplete);
        Assert.Equal(0, broken.Counts[RowStatus.Block]);
        await story.ApplyAsync(broken);
        Assert.DoesNotContain(story.Pyrus.Members, member => member.Banned);

        story.Directory.Have(Trouble.None);
        await AssertLeaversAsync(story, await story.PlanAsync());
    });

    [Fact]
    public Task While_nothing_answers_nothing_happens_and_nothing_is_lost() => TellAsync(async story =>
    {
        await ChangeSomeAsync(story);
        var writes = story.Writes;
        story.Directory.Have(Trouble.Outage);
        await Assert.ThrowsAsync<ConnectedSystemException>(() => story.PlanAsync());
        await Assert.ThrowsAsync<ConnectedSystemException>(() => story.PlanAsync(ReadMode.Full));
        Assert.Equal(writes, story.Writes);

        story.Directory.Have(Trouble.None);
        await AssertLeaversAsync(story, await story.PlanAsync());
    });

    [Fact]
    public Task A_directory_that_fails_between_plan_and_sync_takes_nobodys_access() => TellAsync(async story =>
    {
        await ChangeSomeAsync(story);
        var plan = await story.PlanAsync();
        story.Directory.Have(Trouble.Outage);
        await Assert.ThrowsAsync<ConnectedSystemException>(() => story.ApplyAsync(plan));
        Assert.False(story.Account(Ada).Banned);

        story.Directory.Have(Trouble.None);
        await AssertLeaversAsync(story, await story.PlanAsync());
    });

    [Fact]
    public Task Another_host_over_the_same_events_goes_on_where_the_first_stopped() => TellAsync(async story =>
    {
        await ChangeSomeAsync(story);
        var plan = await story.PlanAsync();
        story.StartAnotherHost();
        var again = await story.PlanAsync(ReadMode.Full);
        Assert.Equal(plan.Fingerprint, again.Fingerprint);
        await AssertLeaversAsync(story, again);
    });

    /// <summary>Ada is deleted, Bob disabled.</summary>
    private static async Task ChangeSomeAsync(Story story)
    {
        await story.Directory.DeleteAsync("ada");
        await story.Directory.DisableAsync("bob");
    }

    private static async Task AssertLeaversAsync(Story story, PlanInFull plan)
    {
        Assert.False(plan.Incomplete);
        Assert.Equal([(Ada, RowStatus.Block, Reason.SourceDeleted), (Bob, RowStatus.Block, Reason.SourceDisabled)], plan.Done());
        await story.ApplyAsync(plan);
        Assert.True(story.Account(Ada).Banned && story.Account(Bob).Banned);
    }
}
