using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>Units, groups and their members in a real domain.</summary>
public sealed class TreeTests(SharedDomain shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_domain_is_read_with_its_containers_and_without_the_systems_own()
    {
        var reading = await AdReading.OfAsync(AdReading.Options(shared.Domain));

        var names = reading.Units.Select(u => u.Attributes[AttributeNames.Name]).ToArray();
        Assert.True(reading.Receipt.Complete, string.Join(", ", reading.Codes));
        Assert.Contains("Users", names);
        Assert.Contains("Builtin", names);
        Assert.Contains("Domain Controllers", names);
        Assert.DoesNotContain("System", names);
        Assert.DoesNotContain("Policies", names);
        Assert.Null(reading.Units.Single(u => u.Attributes[AttributeNames.Name] == "Users").Parent);
        Assert.Contains(reading.Accounts, a => a.Attributes[AttributeNames.Login] == "Administrator" && a.Enabled);
        Assert.Contains(reading.Accounts, a => a.Attributes[AttributeNames.Login] == "Guest" && !a.Enabled);
        Assert.DoesNotContain(reading.Accounts, a => a.Attributes[AttributeNames.Login] == "DC1$");
        Assert.Equal("DC1.contoso.test", reading.Receipt.Server);
        Assert.StartsWith("S-1-5-21-", reading.Receipt.Identity, StringComparison.Ordinal);
        Assert.Null(reading.Receipt.Snapshot);
        Assert.Equal(
            (reading.Accounts.Count(), reading.Groups.Count(), reading.Units.Count()),
            (reading.Receipt.Accounts, reading.Receipt.Groups, reading.Receipt.Units));
    }

    [Fact]
    public async Task Units_come_before_what_is_in_them_in_batches_of_any_size()
    {
        var unit = await shared.OwnUnitAsync();
        var level = unit;
        for (var depth = 1; depth <= 4; depth++)
        {
            level = await shared.Tools.AddUnitAsync($"Level, {depth}", level, Token);
            await shared.Tools.AddUserAsync($"User {depth}", $"level.user.{depth}", level, Token);
        }

        foreach (var batchSize in new[] { 1, 3, 500 })
        {
            var options = AdReading.Options(shared.Domain, unit);
            options.PageSize = 2;
            var reading = await AdReading.OfAsync(options, batchSize);

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var record in reading.Records)
            {
                Assert.True(record.Parent is null || seen.Contains(record.Parent), $"{record.Kind} before its unit");
                Assert.True(seen.Add(record.Anchor), "given twice");
            }

            Assert.All(reading.Batches, b => Assert.InRange(b.Records.Count, 0, batchSize));
            Assert.All(reading.Batches.SkipLast(1), b => Assert.Null(b.Receipt));
            Assert.Equal((4, 5), (reading.Receipt.Accounts, reading.Receipt.Units));
            Assert.Null(reading.Records[0].Parent);
            Assert.True(reading.Receipt.Pages >= 5, $"{reading.Receipt.Pages} pages");
        }
    }

    [Fact]
    public async Task Somebody_in_a_hidden_container_has_that_container_as_a_unit()
    {
        var unit = await shared.OwnUnitAsync();
        var hidden = $"CN=Hidden,{unit}";
        var inner = $"CN=Inner,{hidden}";
        await shared.Tools.ChangeAsync(
            $"""
            dn: {hidden}
            changetype: add
            objectClass: container
            showInAdvancedViewOnly: TRUE

            dn: CN=Empty,{hidden}
            changetype: add
            objectClass: container

            dn: {inner}
            changetype: add
            objectClass: container
            showInAdvancedViewOnly: TRUE

            """,
            Token);
        await shared.Tools.AddUserAsync("Deep", "deep.user", inner, Token);

        var reading = await AdReading.OfAsync(AdReading.Options(shared.Domain, unit));

        var person = reading.Login("deep.user");
        var parent = reading.Find(person.Parent!)!;
        var grandparent = reading.Find(parent.Parent!)!;
        Assert.Equal(("Inner", "Hidden"), (parent.Attributes[AttributeNames.Name], grandparent.Attributes[AttributeNames.Name]));
        Assert.DoesNotContain(reading.Units, u => u.Attributes[AttributeNames.Name] == "Empty");
    }

    [Fact]
    public async Task Managers_and_members_are_told_by_their_anchors()
    {
        var unit = await shared.OwnUnitAsync();
        var elsewhere = await shared.OwnUnitAsync();
        var boss = await shared.Tools.AddUserAsync("Boss", "the.boss", elsewhere, Token);
        var user = await shared.Tools.AddUserAsync("User, with comma", "comma.user", unit, Token, ("manager", boss));
        var innerGroup = await shared.Tools.AddGroupAsync("Inner group", unit, Token, user);
        var outerGroup = await shared.Tools.AddGroupAsync("Outer group", unit, Token, innerGroup, boss);
        await shared.Tools.SetAsync(innerGroup, "member", Token, user, outerGroup); // a circle
        await shared.Tools.ChangeAsync(
            $"""
            dn: CN=Contact,{unit}
            changetype: add
            objectClass: contact

            dn: CN=PC1,{unit}
            changetype: add
            objectClass: computer
            sAMAccountName: PC1$

            dn: {outerGroup}
            changetype: modify
            add: member
            member: CN=Contact,{unit}
            member: CN=PC1,{unit}
            member: CN=S-1-5-11,CN=ForeignSecurityPrincipals,{SambaDomain.BaseDn}


            """,
            Token);

        var reading = await AdReading.OfAsync(AdReading.Options(shared.Domain, unit));

        var person = reading.Login("comma.user");
        var bossAnchor = await shared.Tools.AnchorAsync(boss, Token);
        var inner = reading.Group("Inner group");
        var outer = reading.Group("Outer group");
        Assert.Equal(bossAnchor, person.Attributes[AttributeNames.Manager]);
        Assert.Equal([.. new[] { person.Anchor, outer.Anchor }.Order(StringComparer.Ordinal)], inner.Members);
        Assert.Equal([.. new[] { inner.Anchor, bossAnchor }.Order(StringComparer.Ordinal)], outer.Members);
        Assert.Equal(outerGroup, outer.Attributes[AttributeNames.Address]);
        Assert.DoesNotContain(reading.Accounts, a => a.Attributes[AttributeNames.Login] == "PC1$");
        var skipped = Assert.Single(reading.Receipt.Problems);
        Assert.Equal(("MembersSkipped", false), (skipped.Code, skipped.Breaking));
        Assert.EndsWith("1 computers, 1 contacts, 1 foreign security principals.", skipped.Message, StringComparison.Ordinal);
        Assert.True(reading.Receipt.Complete);
    }

    [Fact]
    public async Task The_primary_group_is_known_also_when_it_stands_outside_of_the_base()
    {
        var unit = await shared.OwnUnitAsync();
        await shared.Tools.AddUserAsync("Primary", "primary.user", unit, Token);

        var narrow = await AdReading.OfAsync(AdReading.Options(shared.Domain, unit));
        var wide = await AdReading.OfAsync(AdReading.Options(shared.Domain));

        var group = wide.Group("Domain Users");
        Assert.Equal(group.Anchor, narrow.Login("primary.user").Attributes[AttributeNames.PrimaryGroup]);
        Assert.Equal(group.Anchor, wide.Login("primary.user").Attributes[AttributeNames.PrimaryGroup]);
        Assert.Empty(group.Members);
    }

    [Fact]
    public async Task StartTLS_reads_the_same_as_LDAPS()
    {
        var unit = await shared.OwnUnitAsync();
        await shared.Tools.AddUserAsync("Start Tls", "start.tls", unit, Token);
        var options = AdReading.Options(shared.Domain, unit);
        var byLdaps = await AdReading.OfAsync(options);
        options.Server = shared.Domain.LdapUrl;

        var byStartTls = await AdReading.OfAsync(options);

        Assert.Equal(byLdaps.Records.Select(AdReading.Text), byStartTls.Records.Select(AdReading.Text));
        Assert.True(byStartTls.Receipt.Complete);
    }

    [Fact]
    public async Task Further_attributes_come_along()
    {
        var unit = await shared.OwnUnitAsync();
        await shared.Tools.AddUserAsync("Extra", "extra.user", unit, Token, ("physicalDeliveryOfficeName", "Комната 5"), ("description", "текст"));
        var options = AdReading.Options(shared.Domain, unit);
        options.Attributes = ["physicalDeliveryOfficeName", "description"];

        var person = (await AdReading.OfAsync(options)).Login("extra.user");

        Assert.Equal(("Комната 5", "текст"), (person.Attributes["physicalDeliveryOfficeName"], person.Attributes["description"]));
    }
}
