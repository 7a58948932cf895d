using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>What happens to one person of a real domain, as readings and confirmations show it.</summary>
public sealed class PersonTests(SharedDomain shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Created_renamed_disabled_and_moved_a_person_keeps_the_anchor()
    {
        var unit = await shared.OwnUnitAsync();
        var options = AdReading.Options(shared.Domain, unit);
        var dn = await shared.Tools.AddUserAsync("Мария Иванова", "m.ivanova", unit, Token, ("mail", "m.ivanova@contoso.test"), ("givenName", "Мария"));
        var anchor = await shared.Tools.AnchorAsync(dn, Token);

        var created = (await AdReading.OfAsync(options)).Login("m.ivanova");
        Assert.Equal(anchor, created.Anchor);
        Assert.True(created.Enabled);
        Assert.Equal("Мария Иванова", created.Attributes[AttributeNames.Name]);

        dn = await shared.Tools.MoveAsync(dn, "CN=Мария Петрова", unit, Token);
        await shared.Tools.SetAsync(dn, "mail", Token, "m.petrova@contoso.test");
        await shared.Tools.SetAsync(dn, "givenName", Token);
        var renamed = (await AdReading.OfAsync(options)).Find(anchor)!;
        Assert.Equal("Мария Петрова", renamed.Attributes[AttributeNames.Name]);
        Assert.Equal("m.petrova@contoso.test", renamed.Attributes[AttributeNames.Email]);
        Assert.Null(renamed.Attributes[AttributeNames.FirstName]);

        await shared.Tools.DisableAsync(dn, Token);
        Assert.False((await AdReading.OfAsync(options)).Find(anchor)!.Enabled);
        await shared.Tools.EnableAsync(dn, Token);
        Assert.True((await AdReading.OfAsync(options)).Find(anchor)!.Enabled);

        var inner = await shared.Tools.AddUnitAsync("Users, Moscow", unit, Token);
        await shared.Tools.MoveAsync(dn, "CN=Мария Петрова", inner, Token);
        var reading = await AdReading.OfAsync(options);
        var moved = reading.Find(anchor)!;
        Assert.Equal("Users, Moscow", reading.Find(moved.Parent!)!.Attributes[AttributeNames.Name]);
        Assert.True(reading.Receipt.Complete);
    }

    [Fact]
    public async Task Asked_for_one_person_the_domain_says_where_the_person_is()
    {
        var unit = await shared.OwnUnitAsync();
        var outside = await shared.OwnUnitAsync();
        var source = AdReading.Source(AdReading.Options(shared.Domain, unit));
        var dn = await shared.Tools.AddUserAsync("Asked For", "asked.for", unit, Token, ("mail", "asked@contoso.test"));
        var read = (await AdReading.OfAsync(source)).Login("asked.for");
        var key = AdReading.Key(read);

        var present = await AskAsync(source, key);
        Assert.Equal(ConfirmationAnswer.Present, present.Answer);
        Assert.Equal(AdReading.Text(read), AdReading.Text(present.Record!));

        dn = await shared.Tools.MoveAsync(dn, "CN=Asked For", outside, Token);
        Assert.Null((await AdReading.OfAsync(source)).Find(key.Anchor));
        var elsewhere = await AskAsync(source, key);
        Assert.Equal(ConfirmationAnswer.Elsewhere, elsewhere.Answer);
        Assert.Equal(await shared.Tools.AnchorAsync(outside, Token), elsewhere.Record!.Parent);
        Assert.Equal("asked@contoso.test", elsewhere.Record.Attributes[AttributeNames.Email]);

        await shared.Tools.DeleteAsync(dn, Token);
        var deleted = await AskAsync(source, key);
        Assert.Equal(ConfirmationAnswer.Deleted, deleted.Answer);
        Assert.Contains("isDeleted", deleted.Evidence, StringComparison.Ordinal);

        Assert.Equal(ConfirmationAnswer.Gone, (await AskAsync(source, key with { Anchor = Guid.NewGuid().ToString("D") })).Answer);
        Assert.Equal(ConfirmationAnswer.CannotTell, (await AskAsync(source, key with { Anchor = "42" })).Answer);
    }

    [Fact]
    public async Task An_ordinary_account_reads_everything_but_tombstones()
    {
        var unit = await shared.OwnUnitAsync();
        await shared.Tools.SetPasswordAsync(await shared.Tools.AddUserAsync("Sync Reader", "svc-reader", unit, Token), "Pa55word-svc-reader", Token);
        var dn = await shared.Tools.AddUserAsync("Someone", "some.one", unit, Token);
        var options = AdReading.Options(shared.Domain, unit);
        options.User = "CONTOSO\\svc-reader";
        options.Password = "Pa55word-svc-reader";
        var source = AdReading.Source(options);
        var reading = await AdReading.OfAsync(source);
        var key = AdReading.Key(reading.Login("some.one"));

        await shared.Tools.DeleteAsync(dn, Token);

        Assert.True(reading.Receipt.Complete, string.Join(", ", reading.Codes));
        Assert.Equal(ConfirmationAnswer.Gone, (await AskAsync(source, key)).Answer);
    }

    [Fact]
    public async Task Answers_come_in_the_order_of_the_questions_for_units_and_groups_too()
    {
        var unit = await shared.OwnUnitAsync();
        var inner = await shared.Tools.AddUnitAsync("Inner", unit, Token);
        var user = await shared.Tools.AddUserAsync("Member", "member.1", inner, Token);
        await shared.Tools.AddGroupAsync("Asked Group", inner, Token, user);
        var source = AdReading.Source(AdReading.Options(shared.Domain, unit));
        var reading = await AdReading.OfAsync(source);
        var keys = reading.Records.Reverse().Select(AdReading.Key).ToArray();

        var answers = await source.ConfirmAsync(keys, Token);

        Assert.Equal(keys, answers.Select(a => a.Key));
        Assert.All(answers, a => Assert.Equal(ConfirmationAnswer.Present, a.Answer));
        Assert.Equal(reading.Records.Reverse().Select(AdReading.Text), answers.Select(a => AdReading.Text(a.Record!)));
    }

    [Fact]
    public async Task No_questions_need_no_server() =>
        Assert.Empty(await AdReading.Source(new ActiveDirectoryOptions { Server = "ldaps://nowhere.invalid", User = "u", Password = "p" }).ConfirmAsync([], Token));

    [Fact]
    public async Task A_server_that_cannot_be_asked_proves_nothing()
    {
        var options = AdReading.Options(shared.Domain);
        options.Password = "wrong";
        var key = new EntryKey(AdReading.System, EntryKind.Account, Guid.NewGuid().ToString("D"));

        var answer = await AskAsync(AdReading.Source(options), key);

        Assert.Equal(ConfirmationAnswer.CannotTell, answer.Answer);
        Assert.DoesNotContain("'wrong'", answer.Evidence, StringComparison.Ordinal);
    }

    private static async Task<Confirmation> AskAsync(ActiveDirectorySource source, EntryKey key) => (await source.ConfirmAsync([key], Token))[0];
}
