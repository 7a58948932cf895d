using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests;

public sealed class ConfirmingTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_user_whom_a_listing_leaves_out_is_there_with_the_same_record()
    {
        await using var rig = await StartAsync();
        var before = await rig.ReadAsync();
        rig.Emulator.Behaviour.HiddenFromLists = user => user.PrimaryEmail == "anna@corp.example";
        var anna = rig.Emulator.Id("anna@corp.example");
        var hidden = await rig.ReadAsync();
        Assert.True(hidden.Receipt.Complete);
        Assert.DoesNotContain(hidden.Records, r => r.Anchor == anna);

        var answer = await rig.ConfirmAsync(EntryKind.Account, anna);

        Assert.Equal(ConfirmationAnswer.Present, answer.Answer);
        Assert.Equal(before.Account(anna).Attributes, answer.Record!.Attributes);
        Assert.Equal((before.Account(anna).Parent, true), (answer.Record.Parent, answer.Record.Enabled));
    }

    [Fact]
    public async Task A_manager_whom_a_listing_leaves_out_stays_the_manager()
    {
        await using var rig = await StartAsync();
        rig.Emulator.Behaviour.HiddenFromLists = user => user.PrimaryEmail == "zoe@corp.example";
        var reading = await rig.ReadAsync();
        Assert.Equal(rig.Emulator.Id("zoe@corp.example"), reading.Account(rig.Emulator.Id("anna@corp.example")).Attributes["manager"]);
    }

    [Fact]
    public async Task Deleted_is_told_from_gone_as_long_as_Google_keeps_it()
    {
        await using var rig = await StartAsync();
        var anna = rig.Emulator.Id("anna@corp.example");
        rig.Emulator.DeleteUser(anna);
        var answer = await rig.ConfirmAsync(EntryKind.Account, anna);
        Assert.Equal(ConfirmationAnswer.Deleted, answer.Answer);
        Assert.Contains("deleted at 2026-11-23T08:00:00", answer.Evidence, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromDays(21));
        answer = await rig.ConfirmAsync(EntryKind.Account, anna);
        Assert.Equal(ConfirmationAnswer.Gone, answer.Answer);
        Assert.Contains("404 notFound", answer.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_with_the_same_address_is_not_the_one_asked_for()
    {
        await using var rig = await StartAsync();
        var anna = rig.Emulator.Id("anna@corp.example");
        rig.Emulator.DeleteUser(anna);
        rig.Emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example", GivenName = "Another", FamilyName = "Anna" });
        Assert.Equal(ConfirmationAnswer.Deleted, (await rig.ConfirmAsync(EntryKind.Account, anna)).Answer);
        Assert.Equal(ConfirmationAnswer.CannotTell, (await rig.ConfirmAsync(EntryKind.Account, "anna@corp.example")).Answer);
    }

    [Fact]
    public async Task Groups_and_units_are_asked_for_by_id_too()
    {
        await using var rig = await StartAsync();
        var unit = rig.Emulator.OrgUnits.Single(u => u.OrgUnitPath == "/Staff/Users").OrgUnitId;
        var group = rig.Emulator.Id(SmallCompany.Staff);
        Assert.Equal(ConfirmationAnswer.Present, (await rig.ConfirmAsync(EntryKind.Unit, unit)).Answer);
        var answer = await rig.ConfirmAsync(EntryKind.Group, group);
        Assert.Equal((ConfirmationAnswer.Present, false), (answer.Answer, answer.Record!.MembersComplete));

        rig.Emulator.DeleteGroup(group);
        Assert.Equal(ConfirmationAnswer.Gone, (await rig.ConfirmAsync(EntryKind.Group, group)).Answer);
        Assert.Equal(ConfirmationAnswer.Gone, (await rig.ConfirmAsync(EntryKind.Unit, "id:03never")).Answer);
    }

    [Theory]
    [InlineData(GSuiteFaultKind.BackendError)]
    [InlineData(GSuiteFaultKind.BadGateway)]
    [InlineData(GSuiteFaultKind.HtmlPage)]
    [InlineData(GSuiteFaultKind.Forbidden)]
    [InlineData(GSuiteFaultKind.DailyLimit)]
    [InlineData(GSuiteFaultKind.LoseAnswer)]
    [InlineData(GSuiteFaultKind.ExpireTokens)]
    public async Task Trouble_proves_nothing(GSuiteFaultKind kind)
    {
        await using var rig = await StartAsync();
        var gone = rig.Emulator.Id("anna@corp.example");
        rig.Emulator.DeleteUser(gone);
        rig.Emulator.Faults.Add(new GSuiteFault(kind) { Path = "users/*", Times = 1_000 });
        Assert.Equal(ConfirmationAnswer.CannotTell, (await rig.ConfirmAsync(EntryKind.Account, gone)).Answer);

        // The same where it is not known whether somebody who is not there was deleted or never was.
        rig.Emulator.Faults.Clear();
        rig.Emulator.Faults.Add(new GSuiteFault(kind) { Path = "users", Times = 1_000 });
        Assert.Equal(ConfirmationAnswer.CannotTell, (await rig.ConfirmAsync(EntryKind.Account, gone)).Answer);
    }

    [Fact]
    public async Task Many_are_asked_for_at_once_and_answered_in_order()
    {
        await using var rig = await StartAsync();
        string[] anchors = [rig.Emulator.Id("zoe@corp.example"), "999", rig.Emulator.Id("anna@corp.example"), "998", rig.Emulator.Id("boris@corp.example"), "997"];
        rig.Emulator.ClearRequests();
        var answers = await rig.Source.ConfirmAsync([.. anchors.Select(anchor => Rig.Key(EntryKind.Account, anchor))], Rig.Ct);
        Assert.Equal(anchors, answers.Select(a => a.Key.Anchor));
        Assert.Equal(
            [ConfirmationAnswer.Present, ConfirmationAnswer.Gone, ConfirmationAnswer.Present, ConfirmationAnswer.Gone, ConfirmationAnswer.Present, ConfirmationAnswer.Gone],
            answers.Select(a => a.Answer));

        // One for each, one for Anna's manager, and the lists of units and of deleted users once.
        Assert.Equal(6 + 1 + 2, rig.ApiRequests.Count);
    }

    private async Task<Rig> StartAsync()
    {
        var rig = await Rig.StartAsync(time: time);
        SmallCompany.Seed(rig.Emulator);
        return rig;
    }
}
