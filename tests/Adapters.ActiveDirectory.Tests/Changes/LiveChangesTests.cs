using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Changes;

/// <summary>Each kind of change in a real domain, by each method: what a reading of changes gives, and that it is what a full reading gives.</summary>
public sealed class LiveChangesTests(SharedDomain shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Methods => [.. Enum.GetNames<ChangeMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Nothing_changed_gives_nothing_and_is_complete(string method)
    {
        var (source, unit) = await BeginAsync(method);
        await shared.Tools.AddUserAsync("Still", Login(), unit, Token);
        var cursor = await CursorAsync(source);

        var reading = await ChangesAsync(source, cursor);

        Assert.Empty(reading.Records);
        Assert.Equal(method, reading.Fact("changesBy"));
        Assert.True(long.Parse(reading.Fact("usnAtEnd")!, CultureInfo.InvariantCulture) >= long.Parse(reading.Fact("usnAtStart")!, CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Who_is_created_changed_disabled_renamed_or_moved_comes_as_a_full_reading_shows_it(string method)
    {
        var (source, unit) = await BeginAsync(method);
        var inner = await shared.Tools.AddUnitAsync("Inner, users", unit, Token);
        var login = Login();
        var boss = await shared.Tools.AddUserAsync("Boss " + login, login + "b", unit, Token);
        var dn = await shared.Tools.AddUserAsync("Ada " + login, login, unit, Token, ("title", "Engineer"), ("mail", login + "@contoso.test"));
        await shared.Tools.AddUserAsync("Eva " + login, login + "e", unit, Token);
        var cursor = await CursorAsync(source);

        await shared.Tools.SetAsync(dn, "title", Token);
        await shared.Tools.SetAsync(dn, "manager", Token, boss);
        await shared.Tools.DisableAsync(dn, Token);
        dn = await shared.Tools.MoveAsync(dn, "CN=Ada Lovelace " + login, inner, Token);
        await shared.Tools.AddUserAsync("New " + login, login + "n", unit, Token);

        var reading = await ChangesAsync(source, cursor);
        Assert.Equal([login, login + "n"], reading.Accounts.Select(a => a.Attributes[AttributeNames.Login]).Order(StringComparer.Ordinal));
        await AssertAsFullAsync(source, reading);
        Assert.True(reading.Login(login + "n").Arrived);
        Assert.NotEqual(true, reading.Login(login).Arrived);

        cursor = reading.Receipt.Cursor!.Value;
        await shared.Tools.EnableAsync(dn, Token);
        var next = await ChangesAsync(source, cursor);
        Assert.Equal([login], next.Accounts.Select(a => a.Attributes[AttributeNames.Login]));
        Assert.DoesNotContain(next.Records, r => r.Anchor == reading.Login(login + "n").Anchor);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_changed_group_comes_whole_and_one_whose_unit_was_renamed_with_its_new_address(string method)
    {
        var (source, unit) = await BeginAsync(method);
        var login = Login();
        var inner = await shared.Tools.AddUnitAsync("Groups " + login, unit, Token);
        var deep = await shared.Tools.AddUnitAsync("Deep", inner, Token);
        var members = new List<string>();
        foreach (var i in new[] { "1", "2", "3" })
        {
            members.Add(await shared.Tools.AddUserAsync(login + i, login + i, unit, Token));
        }

        var group = await shared.Tools.AddGroupAsync("G1 " + login, inner, Token, members[0], members[1]);
        await shared.Tools.AddGroupAsync("G2 " + login, deep, Token, group);
        var cursor = await CursorAsync(source);

        await shared.Tools.SetAsync(group, "member", Token, members[1], members[2]);
        var joined = await ChangesAsync(source, cursor);
        Assert.Equal(2, Assert.Single(joined.Groups).Members.Length);
        await AssertAsFullAsync(source, joined);

        await shared.Tools.MoveAsync(inner, "OU=Renamed " + login, unit, Token);
        var renamed = await ChangesAsync(source, joined.Receipt.Cursor!.Value);
        Assert.Equal(["G1 " + login, "G2 " + login], renamed.Groups.Select(g => g.Attributes[AttributeNames.Name]).Order(StringComparer.Ordinal));
        Assert.All(renamed.Groups, g => Assert.Contains("OU=Renamed " + login, g.Attributes[AttributeNames.Address], StringComparison.Ordinal));
        Assert.Contains(renamed.Units, u => u.Attributes[AttributeNames.Name] == "Renamed " + login);
        await AssertAsFullAsync(source, renamed);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Who_leaves_the_base_is_in_doubt_and_found_elsewhere_also_with_a_whole_unit(string method)
    {
        var (source, unit) = await BeginAsync(method);
        var outside = await shared.OwnUnitAsync();
        var login = Login();
        var team = await shared.Tools.AddUnitAsync("Team " + login, unit, Token);
        var alone = await shared.Tools.AddUserAsync("Alone " + login, login + "a", unit, Token);
        await shared.Tools.AddUserAsync("Together " + login, login + "t", team, Token);
        var full = await AdReading.OfAsync(source);
        var leavers = new[] { full.Login(login + "a"), full.Login(login + "t"), full.Units.Single(u => u.Attributes[AttributeNames.Name] == "Team " + login) };

        await shared.Tools.MoveAsync(alone, "CN=Alone " + login, outside, Token);
        var gone = await shared.Tools.MoveAsync(team, "OU=Team " + login, outside, Token);
        var reading = await ChangesAsync(source, full.Receipt.Cursor!.Value);

        Assert.Empty(reading.Accounts);
        Assert.All(leavers, leaver => Assert.Contains(leaver.Anchor, reading.InDoubt));
        var answers = await source.ConfirmAsync([.. leavers.Select(AdReading.Key)], Token);
        Assert.All(answers, a => Assert.Equal(ConfirmationAnswer.Elsewhere, a.Answer));

        await shared.Tools.MoveAsync(gone, "OU=Team " + login, unit, Token);
        var back = await ChangesAsync(source, reading.Receipt.Cursor!.Value);
        Assert.Equal([login + "t"], back.Accounts.Select(a => a.Attributes[AttributeNames.Login]));
        await AssertAsFullAsync(source, back);
    }

    [Theory]
    [InlineData(nameof(ChangeMethod.DirSync))]
    [InlineData(nameof(ChangeMethod.UsnChanged))]
    public async Task The_deleted_come_as_tombstones_and_who_comes_back_arrives(string method)
    {
        var (source, unit) = await BeginAsync(method);
        var login = Login();
        var team = await shared.Tools.AddUnitAsync("Team " + login, unit, Token);
        var user = await shared.Tools.AddUserAsync("Leaver " + login, login, team, Token);
        var group = await shared.Tools.AddGroupAsync("Group " + login, team, Token, user);
        var full = await AdReading.OfAsync(source);
        var person = full.Login(login);

        await shared.Tools.DeleteAsync(user, Token);
        await shared.Tools.DeleteAsync(group, Token);
        await shared.Tools.DeleteAsync(team, Token);
        var gone = await ChangesAsync(source, full.Receipt.Cursor!.Value);

        Assert.All(gone.Records, r => Assert.True(r.Deleted || r.Kind == EntryKind.Unit));
        Assert.Equal(
            [(EntryKind.Account, person.Anchor), (EntryKind.Group, full.Group("Group " + login).Anchor), (EntryKind.Unit, person.Parent!)],
            gone.Records.Where(r => r.Deleted).Select(r => (r.Kind, r.Anchor)).Where(r => full.Find(r.Anchor) is not null).Order());
        Assert.DoesNotContain("DeletionsNotVisible", gone.Codes);

        await shared.Tools.ChangeAsync(
            $"dn: CN=Leaver {login}\\0ADEL:{person.Anchor},CN=Deleted Objects,{SambaDomain.BaseDn}\nchangetype: modify\ndelete: isDeleted\n-\n"
            + $"replace: distinguishedName\ndistinguishedName: CN=Leaver {login},{unit}\n-\n\n",
            Token,
            "-e",
            "!1.2.840.113556.1.4.417");
        var back = await ChangesAsync(source, gone.Receipt.Cursor!.Value);
        Assert.Equal(person.Anchor, Assert.Single(back.Accounts).Anchor);
        Assert.True(back.Accounts.Single().Arrived);
        await AssertAsFullAsync(source, back);
    }

    [Fact]
    public async Task A_container_counts_in_changes_as_it_does_in_a_full_reading()
    {
        var (source, unit) = await BeginAsync(nameof(ChangeMethod.DirSync));
        var login = Login();
        await shared.Tools.AddUserAsync("Someone " + login, login + "s", unit, Token);
        var cursor = await CursorAsync(source);
        await shared.Tools.ChangeAsync(
            $"""
            dn: CN=Hidden,{unit}
            changetype: add
            objectClass: container
            showInAdvancedViewOnly: TRUE

            dn: CN=Seen,{unit}
            changetype: add
            objectClass: container
            showInAdvancedViewOnly: FALSE

            dn: CN=Below,CN=Seen,{unit}
            changetype: add
            objectClass: container
            showInAdvancedViewOnly: FALSE

            dn: CN=Lost,CN=Hidden,{unit}
            changetype: add
            objectClass: container
            showInAdvancedViewOnly: FALSE


            """,
            Token);

        var reading = await ChangesAsync(source, cursor);
        Assert.Equal(["Below", "Seen"], reading.Units.Select(u => u.Attributes[AttributeNames.Name]!).Except([unit.Split(',')[0]["OU=".Length..]]).Order(StringComparer.Ordinal));
        await AssertAsFullAsync(source, reading);

        await shared.Tools.AddUserAsync("Inside " + login, login, $"CN=Lost,CN=Hidden,{unit}", Token);
        var inhabited = await ChangesAsync(source, reading.Receipt.Cursor!.Value);
        Assert.Contains(inhabited.Units, u => u.Attributes[AttributeNames.Name] == "Lost");
        Assert.Contains(inhabited.Units, u => u.Attributes[AttributeNames.Name] == "Hidden");
        await AssertAsFullAsync(source, inhabited);
    }

    [Fact]
    public async Task An_ordinary_account_follows_changes_and_is_told_what_it_does_not_see()
    {
        var (source, unit) = await BeginAsync(nameof(ChangeMethod.DirSyncVisible));
        var login = Login();
        var user = await shared.Tools.AddUserAsync("Leaver " + login, login, unit, Token);
        var cursor = await CursorAsync(source);
        await shared.Tools.DeleteAsync(user, Token);

        var reading = await ChangesAsync(source, cursor);

        Assert.DoesNotContain(reading.Records, r => r.Deleted);
        var note = Assert.Single(reading.Receipt.Problems, p => p.Code == "DeletionsNotVisible");
        Assert.False(note.Breaking);
        Assert.Contains("container Deleted Objects", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_whose_time_runs_out_is_disabled_from_then_on_though_nothing_changes_in_the_directory()
    {
        var unit = await shared.OwnUnitAsync();
        var login = Login();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var soon = await shared.Tools.AddUserAsync("Soon " + login, login + "s", unit, Token);
        await shared.Tools.SetAsync(soon, "accountExpires", Token, clock.GetUtcNow().AddHours(2).ToFileTime().ToString(CultureInfo.InvariantCulture));
        var zero = await shared.Tools.AddUserAsync("Zero " + login, login + "z", unit, Token);
        await shared.Tools.SetAsync(zero, "accountExpires", Token, "0");
        var past = await shared.Tools.AddUserAsync("Past " + login, login + "p", unit, Token);
        await shared.Tools.SetAsync(past, "accountExpires", Token, clock.GetUtcNow().AddDays(-3).ToFileTime().ToString(CultureInfo.InvariantCulture));
        var pwd = await shared.Tools.AddUserAsync("MustChange " + login, login + "m", unit, Token);
        await shared.Tools.SetAsync(pwd, "pwdLastSet", Token, "0");
        var options = AdReading.Options(shared.Domain, unit);

        Assert.All((await AdReading.OfAsync(AdReading.Source(options, clock))).Accounts, a => Assert.True(a.Enabled));

        options.ExpiredAccounts = ExpiredAccounts.CountAsDisabled;
        var source = AdReading.Source(options, clock);
        var full = await AdReading.OfAsync(source);
        Assert.Equal(
            [(login + "m", true), (login + "p", false), (login + "s", true), (login + "z", true)],
            full.Accounts.Select(a => (a.Attributes[AttributeNames.Login]!, a.Enabled)).Order());

        clock.Advance(TimeSpan.FromHours(3));
        var changes = await ChangesAsync(source, full.Receipt.Cursor!.Value);
        var expired = Assert.Single(changes.Accounts);
        Assert.Equal((login + "s", false), (expired.Attributes[AttributeNames.Login], expired.Enabled));
        Assert.Equal(ConfirmationAnswer.Present, (await source.ConfirmAsync([AdReading.Key(expired)], Token))[0].Answer);
        Assert.False((await source.ConfirmAsync([AdReading.Key(expired)], Token))[0].Record!.Enabled);

        clock.Advance(TimeSpan.FromHours(3));
        Assert.Empty((await ChangesAsync(source, changes.Receipt.Cursor!.Value)).Accounts);
    }

    private static string Login() => "d" + Guid.NewGuid().ToString("N")[..10];

    private static Task<Cursor> CursorAsync(ISource source) => ScriptedChanges.CursorAsync(source);

    private static async Task<AdReading> ChangesAsync(ISource source, Cursor since)
    {
        var reading = await AdReading.OfAsync(source, since: since);
        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems.Select(p => p.Message)));
        Assert.Equal(ReadMode.Delta, reading.Receipt.Mode);
        Assert.NotNull(reading.Receipt.Cursor);
        return reading;
    }

    /// <summary>Every record given is, to the letter, the one a full reading gives.</summary>
    private static async Task AssertAsFullAsync(ISource source, AdReading changes)
    {
        var full = await AdReading.OfAsync(source);
        Assert.All(
            changes.Records.Where(r => !r.Deleted),
            r => Assert.Equal(AdReading.Text(full.Find(r.Anchor)!), AdReading.Text(r)));
    }

    /// <summary>A source that uses one method in a unit of its own; for the one of an ordinary account it signs in as one.</summary>
    private async Task<(ISource Source, string Unit)> BeginAsync(string method)
    {
        var unit = await shared.OwnUnitAsync();
        var options = AdReading.Options(shared.Domain, unit);
        if (method == nameof(ChangeMethod.DirSyncVisible))
        {
            var home = await shared.OwnUnitAsync();
            var login = Login();
            await shared.Tools.SetPasswordAsync(await shared.Tools.AddUserAsync(login, login, home, Token), "Pa55word-" + login, Token);
            (options.User, options.Password) = ("CONTOSO\\" + login, "Pa55word-" + login);
        }

        var source = AdReading.Source(options);
        return (method == nameof(ChangeMethod.UsnChanged) ? new BentSource(source) { Given = BentSource.ByNumber } : source, unit);
    }
}
