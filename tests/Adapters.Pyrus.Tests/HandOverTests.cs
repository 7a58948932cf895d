using System.Text.Json;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>Work is handed over by dismissal only, and dismissal is not a block: nothing takes it back.</summary>
public sealed class HandOverTests : IAsyncLifetime
{
    private Rig rig = null!;
    private int anna;
    private int boris;

    public async ValueTask InitializeAsync()
    {
        rig = await Rig.StartAsync(configure: (o, _) => o.HandOverByDismissal = true);
        anna = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", Sessions = [new("iPhone", DateTimeOffset.UnixEpoch)] }).Id;
        boris = rig.Emulator.SeedMember(new() { FirstName = "Boris", Email = "boris@corp.example" }).Id;
    }

    public async ValueTask DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task It_is_not_done_unless_the_options_allow_it()
    {
        await using var careful = await Rig.StartAsync();
        var outcome = await careful.ApplyAsync(ChangeAction.HandOverWork, "1", receiver: "2");
        Assert.Equal((OutcomeKind.Refused, "HandOverUnavailable"), (outcome.Kind, outcome.Code));
        Assert.Contains("HandOverByDismissal", outcome.Message);
        Assert.Empty(careful.Emulator.Requests);
    }

    [Fact]
    public async Task The_account_is_dismissed_the_receiver_named_and_the_answer_read()
    {
        var outcome = await HandOverAsync();
        Assert.Equal((OutcomeKind.Applied, $"{anna}"), (outcome.Kind, outcome.TargetId));
        Assert.Equal((false, "dismissed"), (outcome.Echo!.Enabled, outcome.Echo.Attributes["employmentState"]));
        Assert.Contains("rehire", outcome.Message);
        Assert.Equal((true, boris, false), (Member.Fired, Member.TaskReceiver, Member.Banned));
        Assert.Empty(Member.Sessions);
        var write = Assert.Single(rig.Writes);
        Assert.Equal(("POST", "members/bulk"), (write.Method, write.Path));
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse($$"""{"FireMembers":[{"id":{{anna}},"task_receiver_id":{{boris}}}]}"""), JsonElement.Parse(write.Body)));

        var again = await HandOverAsync();
        Assert.Equal(OutcomeKind.AlreadySo, again.Kind);
        Assert.Contains($"{boris}", again.Message);
        Assert.Single(rig.Writes);
    }

    [Fact]
    public async Task A_block_after_it_still_blocks_and_until_then_every_answer_says_that_the_account_is_not_blocked()
    {
        var handedOver = await HandOverAsync();
        Assert.Equal([AttributeNames.NotBlocked, AttributeNames.NotBlocked, AttributeNames.NotBlocked], await BlockedAsync(handedOver));

        var blocked = await rig.ApplyAsync(ChangeAction.BlockAccount, $"{anna}");
        Assert.Equal(OutcomeKind.Applied, blocked.Kind);
        Assert.Equal((true, true), (Member.Banned, Member.Fired));
        Assert.Equal([null, null, null], await BlockedAsync(blocked));
        Assert.Equal((false, "dismissed"), (blocked.Echo!.Enabled, blocked.Echo.Attributes[AttributeNames.EmploymentState]));

        async Task<string?[]> BlockedAsync(Outcome outcome) =>
        [
            outcome.Echo!.Attributes[AttributeNames.Blocked],
            (await rig.ReadAsync()).Account(anna).Attributes[AttributeNames.Blocked],
            (await rig.ConfirmAsync(Rig.Key(EntryKind.Account, anna))).Record!.Attributes[AttributeNames.Blocked],
        ];
    }

    [Fact]
    public async Task A_refused_block_of_somebody_dismissed_does_not_say_that_the_account_has_access()
    {
        await HandOverAsync();
        rig.Emulator.SeedMember(Member with { Owner = true });
        var outcome = await rig.ApplyAsync(ChangeAction.BlockAccount, $"{anna}");
        Assert.Equal(OutcomeKind.Refused, outcome.Kind);
        Assert.Contains("dismissed, and not blocked: block it by hand", outcome.Message);
        Assert.DoesNotContain("has access", outcome.Message);
    }

    [Theory]
    [InlineData("MEMBERS")]
    [InlineData("people")]
    public async Task Whatever_the_shape_of_the_answer_the_dismissal_is_seen(string list)
    {
        rig.Emulator.Behaviour.BulkAnswerList = list;
        Assert.Equal(OutcomeKind.Applied, (await HandOverAsync()).Kind);
    }

    [Fact]
    public async Task An_item_passed_over_in_silence_is_not_taken_for_done()
    {
        rig.Emulator.Behaviour.BulkPassesOverRefused = true;
        rig.Emulator.SeedMember(Member with { Owner = true });
        var outcome = await HandOverAsync();
        Assert.Equal((OutcomeKind.Refused, "NotHandedOver"), (outcome.Kind, outcome.Code));
        Assert.True(outcome.Echo!.Enabled);
    }

    [Fact]
    public async Task Refusals_carry_the_code_of_Pyrus_and_what_to_do()
    {
        rig.Emulator.SeedMember(Member with { Owner = true });
        Said("cannot_be_fired", "by hand", await HandOverAsync());
        Said("invalid_person_id", "new plan", await rig.ApplyAsync(ChangeAction.HandOverWork, "999", receiver: $"{boris}"));
        Said("invalid_person_id", "new plan", await rig.ApplyAsync(ChangeAction.HandOverWork, $"{boris}", receiver: "999"));
        Said("NotSent", "another account", await rig.ApplyAsync(ChangeAction.HandOverWork, $"{boris}", receiver: $"{boris}"));
        Said("NotSent", "another account", await rig.ApplyAsync(ChangeAction.HandOverWork, $"{boris}"));
        rig.Emulator.Behaviour.BulkAvailable = false;
        Said("HandOverUnavailable", "by hand", await HandOverAsync());

        static void Said(string code, string text, Outcome outcome)
        {
            Assert.Equal((OutcomeKind.Refused, code), (outcome.Kind, outcome.Code));
            Assert.Contains(text, outcome.Message);
        }
    }

    [Theory]
    [InlineData(false, false, OutcomeKind.AlreadySo, null)]
    [InlineData(true, false, OutcomeKind.Applied, null)]
    [InlineData(false, true, OutcomeKind.Refused, "Dismissed")]
    [InlineData(true, true, OutcomeKind.Refused, "Dismissed")]
    public async Task Of_banned_and_fired_only_banned_alone_is_given_back(bool banned, bool fired, OutcomeKind kind, string? code)
    {
        rig.Emulator.SeedMember(Member with { Banned = banned, Fired = fired });
        var outcome = await rig.ApplyAsync(ChangeAction.UnblockAccount, $"{anna}");
        Assert.Equal((kind, code), (outcome.Kind, outcome.Code));
        Assert.Equal(!fired, outcome.Echo!.Enabled);
        Assert.Equal(kind == OutcomeKind.Applied ? 1 : 0, rig.Writes.Count);

        // Fields do not carry an unblock past a dismissal either.
        Assert.Equal(fired ? "Dismissed" : null, (await rig.ApplyAsync(ChangeAction.UnblockAccount, $"{anna}", fields: [("position", "Head")])).Code);
    }

    private PyrusMember Member => rig.Emulator.FindMember(anna)!;

    private Task<Outcome> HandOverAsync() => rig.ApplyAsync(ChangeAction.HandOverWork, $"{anna}", receiver: $"{boris}");
}
