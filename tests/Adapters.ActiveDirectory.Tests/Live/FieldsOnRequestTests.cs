using SyncEngine.Adapters.ActiveDirectory.Tests.Changes;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>Attributes that a filter needs and nobody configured, in a real domain: by full readings, by readings of changes, and asked for singly.</summary>
public sealed class FieldsOnRequestTests(SharedDomain shared)
{
    private static readonly SourceField Office = new(EntryKind.Account, "physicalDeliveryOfficeName");
    private static readonly SourceField Description = new(EntryKind.Group, "description");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_domain_says_which_attributes_can_be_asked_for_and_no_secret_or_computed_one_is_among_them()
    {
        var source = AdReading.Source(AdReading.Options(shared.Domain));

        var people = await ((ISource)source).DescribeAsync(EntryKind.Account, Token);
        var groups = await ((ISource)source).DescribeAsync(EntryKind.Group, Token);

        Assert.Contains(AttributeNames.Title, people!.Given);
        Assert.Contains("physicalDeliveryOfficeName", people.OnRequest);
        Assert.Contains("description", people.OnRequest);
        Assert.Contains("description", groups!.OnRequest);
        Assert.DoesNotContain("physicalDeliveryOfficeName", groups.OnRequest);
        Assert.All(
            new[] { "unicodePwd", "userPassword", "memberOf", "lastLogon", "uSNChanged", "thumbnailPhoto", "nTSecurityDescriptor", "tokenGroups", "title", "manager" },
            never => Assert.DoesNotContain(never, people.OnRequest));
    }

    [Fact]
    public async Task A_field_is_given_only_when_it_is_asked_for_and_then_by_asking_singly_too()
    {
        var unit = await shared.OwnUnitAsync();
        await shared.Tools.AddUserAsync("In Annex", "in.annex", unit, Token, ("physicalDeliveryOfficeName", "Annex 3"));
        var dn = await shared.Tools.AddGroupAsync("Annex people", unit, Token);
        await shared.Tools.SetAsync(dn, "description", Token, "not ours");
        var source = AdReading.Source(AdReading.Options(shared.Domain, unit));

        var plain = await AdReading.OfAsync(source);
        var asked = await AdReading.OfAsync(source, fields: [Office, Description]);
        var single = await source.ConfirmAsync([AdReading.Key(asked.Login("in.annex")), AdReading.Key(asked.Group("Annex people"))], Token);

        Assert.Null(plain.Login("in.annex").Attributes["physicalDeliveryOfficeName"]);
        Assert.Null(plain.Group("Annex people").Attributes["description"]);
        Assert.Equal("Annex 3", asked.Login("in.annex").Attributes["physicalDeliveryOfficeName"]);
        Assert.Equal("not ours", asked.Group("Annex people").Attributes["description"]);
        Assert.Equal(
            [AdReading.Text(asked.Login("in.annex")), AdReading.Text(asked.Group("Annex people"))], single.Select(answer => AdReading.Text(answer.Record!)));
    }

    [Fact]
    public async Task Changes_of_such_a_field_are_told_and_a_cursor_from_before_it_was_asked_for_needs_a_full_reading()
    {
        var unit = await shared.OwnUnitAsync();
        var dn = await shared.Tools.AddUserAsync("To Annex", "to.annex", unit, Token);
        var group = await shared.Tools.AddGroupAsync("Movers", unit, Token);
        var source = AdReading.Source(AdReading.Options(shared.Domain, unit));
        var before = (await AdReading.OfAsync(source)).Receipt.Cursor;
        Assert.True((await AdReading.OfAsync(source, since: before, fields: [Office])).Receipt.FullReadNeeded);

        var cursor = (await AdReading.OfAsync(source, fields: [Office, Description])).Receipt.Cursor;
        await shared.Tools.SetAsync(dn, "physicalDeliveryOfficeName", Token, "Annex 3");
        await shared.Tools.SetAsync(group, "description", Token, "not ours");
        var changes = await AdReading.OfAsync(source, since: cursor, fields: [Office, Description]);

        Assert.True(changes.Receipt.Complete, string.Join(", ", changes.Codes));
        Assert.Equal("Annex 3", changes.Login("to.annex").Attributes["physicalDeliveryOfficeName"]);
        Assert.Equal("not ours", changes.Group("Movers").Attributes["description"]);
    }

    [Fact]
    public async Task A_groups_type_is_told_in_words_so_that_lists_for_mail_can_be_left_out()
    {
        var unit = await shared.OwnUnitAsync();
        await shared.Tools.AddGroupAsync("Rights", unit, Token);
        var list = await shared.Tools.AddGroupAsync("News by mail", unit, Token);
        await shared.Tools.SetAsync(list, "groupType", Token, "2");

        var asked = await AdReading.OfAsync(AdReading.Source(AdReading.Options(shared.Domain, unit)), fields: [new SourceField(EntryKind.Group, "groupType")]);

        Assert.Equal("security", asked.Group("Rights").Attributes["groupType"]);
        Assert.Equal("distribution", asked.Group("News by mail").Attributes["groupType"]);
    }

    [Fact]
    public async Task The_engine_asks_in_full_once_and_by_changes_after_that()
    {
        var unit = await shared.OwnUnitAsync();
        var dn = await shared.Tools.AddUserAsync("Wanted Field", "wanted.field", unit, Token, ("physicalDeliveryOfficeName", "Annex 3"));
        var anchor = await shared.Tools.AnchorAsync(dn, Token);
        var rig = new ChangesRig(AdReading.Source(AdReading.Options(shared.Domain, unit)));
        await rig.CaptureAsync();
        Assert.Equal(ReadMode.Delta, (await rig.CaptureAsync()).Mode);
        Assert.Null((await rig.StateAsync(EntryKind.Account, anchor))!.Attributes["physicalDeliveryOfficeName"]);

        await rig.WantAsync(Office);

        Assert.Equal(ReadMode.Full, (await rig.CaptureAsync()).Mode);
        Assert.Equal("Annex 3", (await rig.StateAsync(EntryKind.Account, anchor))!.Attributes["physicalDeliveryOfficeName"]);
        await shared.Tools.SetAsync(dn, "physicalDeliveryOfficeName", Token, "Main house");
        Assert.Equal(ReadMode.Delta, (await rig.CaptureAsync()).Mode);
        Assert.Equal("Main house", (await rig.StateAsync(EntryKind.Account, anchor))!.Attributes["physicalDeliveryOfficeName"]);
    }
}
