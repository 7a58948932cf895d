using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.DemoCompany.Large;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Large;

/// <summary>A large domain with everything that makes directories hard, as the adapter reads it, beside what ldapsearch and samba-tool say of it.</summary>
[Collection(nameof(LargeDomain))]
public sealed class LargeDomainTests(LargeDomain large)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IReadOnlyList<ToldEntry> People => [.. large.Told.Where(e => e.Is("user") && !e.Is("computer"))];

    [Fact]
    public void The_domain_is_as_large_and_as_hard_as_it_should_be()
    {
        var groups = large.Told.Where(e => e.Is("group")).ToList();
        var people = People;
        Assert.True(people.Count >= 5_000, $"{people.Count} people");
        Assert.True(groups.Count >= 200, $"{groups.Count} groups");
        Assert.True(large.Group(LargeGroups.Everyone).Texts("member").Count >= 3_000);
        Assert.True(DepthOf(large.Group(LargeGroups.ChainTop)) >= 5, "nesting");
        Assert.Contains(large.Group(LargeGroups.Circle).Dn, large.Group("Circle 3").Texts("member"));
        Assert.Equal(2, large.Group(LargeGroups.Diamond).Texts("member").Count(dn => large.At(dn).Texts("member").Contains(large.Group("Diamond Bottom").Dn)));
        Assert.Equal(10, large.Group(LargeGroups.Mixed).Texts("member").Count(dn => large.At(dn).Is("foreignSecurityPrincipal")));
        foreach (var name in LargeUnits.AwkwardNames)
        {
            Assert.Contains(large.Told, e => e.Is("organizationalUnit") && e.Text("ou") == name);
        }

        Assert.True(people.Count(p => (p.Number("userAccountControl") & 2) != 0) > 100, "disabled");
        Assert.True(people.Count(p => p.Text("accountExpires") is { Length: < 19 } and not "0") > 50, "expired");
        Assert.True(people.Count(p => p.Text("lockoutTime") is { } since && since != "0") > 20, "locked");
        Assert.True(people.Count(p => p.Text("pwdLastSet") == "0") > 50, "password to be changed");
        Assert.True(people.Count(p => p.Text("mail") is null) > 100, "without mail");
        Assert.True(people.Count(p => p.Number("primaryGroupID") != 513) > 50, "another primary group");
    }

    [Fact]
    public void People_are_what_ldapsearch_says_attribute_by_attribute()
    {
        var expected = People.Select(Person).Order(StringComparer.Ordinal).ToList();
        var actual = large.Reading.Accounts.Select(Text).Order(StringComparer.Ordinal).ToList();
        AssertSame(expected, actual);
        Assert.True(large.Reading.Receipt.Complete, string.Join(", ", large.Reading.Codes));
        Assert.Equal(expected.Count, large.Reading.Receipt.Accounts);
    }

    [Fact]
    public void Groups_and_their_direct_members_are_what_ldapsearch_says()
    {
        var expected = large.Told.Where(e => e.Is("group")).Select(Group).Order(StringComparer.Ordinal).ToList();
        AssertSame(expected, [.. large.Reading.Groups.Select(Text).Order(StringComparer.Ordinal)]);
        int Skipped(string objectClass) => large.Told.SelectMany(e => e.Texts("member")).Count(dn => large.At(dn).Is(objectClass));
        Assert.Equal(
            $"Memberships of objects that are neither accounts nor groups were passed over: {Skipped("computer")} computers, {Skipped("contact")} contacts, "
            + $"{Skipped("foreignSecurityPrincipal")} foreign security principals.",
            Assert.Single(large.Reading.Receipt.Problems).Message);
    }

    [Fact]
    public void Units_are_what_ldapsearch_says()
    {
        // Of the system's containers those are given that people see, or in which somebody stands; a test of its own has them.
        var told = large.Told.Where(e => e.Is("organizationalUnit")).ToDictionary(e => e.Anchor, StringComparer.Ordinal);
        AssertSame(
            [.. told.Values.Select(e => Line("Unit", e, true, [("name", e.Text("ou"))])).Order(StringComparer.Ordinal)],
            [.. large.Reading.Units.Where(r => told.ContainsKey(r.Anchor)).Select(Text).Order(StringComparer.Ordinal)]);
        Assert.Equal(large.Reading.Units.Count(), large.Reading.Units.DistinctBy(r => r.Anchor).Count());
    }

    [Fact]
    public async Task Samba_tool_knows_the_same_people_groups_units_and_members()
    {
        AssertSame(
            await ToolAsync("user", "list"), [.. large.Reading.Accounts.Select(r => r.Attributes[AttributeNames.Login]!).Order(StringComparer.Ordinal)]);
        AssertSame(
            await ToolAsync("group", "list"), [.. large.Reading.Groups.Select(r => r.Attributes[AttributeNames.Login]!).Order(StringComparer.Ordinal)]);
        Assert.Equal(
            (await ToolAsync("ou", "list")).Count,
            large.Told.Count(e => e.Is("organizationalUnit")));
        foreach (var name in new[] { LargeGroups.Everyone, LargeGroups.Circle, "Diamond Bottom", LargeGroups.Primary, LargeGroups.Empty })
        {
            // It counts those with it as primary group.
            var group = large.Reading.Group(name);
            var members = large.Reading.Records
                .Where(r => group.Members.Contains(r.Anchor) || r.Attributes[AttributeNames.PrimaryGroup] == group.Anchor)
                .Select(r => r.Attributes[AttributeNames.Login]!).Order(StringComparer.Ordinal).ToList();
            AssertSame(await ToolAsync("group", "listmembers", group.Attributes[AttributeNames.Login]!), members);
        }
    }

    private async Task<List<string>> ToolAsync(params string[] arguments) =>
        [.. (await large.Domain.SambaToolAsync(arguments, Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private int DepthOf(ToldEntry group, int seen = 0) => seen > 10
        ? seen
        : group.Texts("member").Select(large.At).Where(m => m.Is("group")).Select(m => 1 + DepthOf(m, seen + 1)).DefaultIfEmpty(0).Max();

    private string Person(ToldEntry e)
    {
        var mail = e.Text("mail");
        var aliases = e.Texts("proxyAddresses").Where(a => a.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase)).Select(a => a[5..])
            .Where(a => !a.Equals(mail, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
        return Line(
            "Account",
            e,
            (e.Number("userAccountControl") & 2) == 0,
            [
                ("aliases", string.Join('|', aliases)), ("company", e.Text("company")), ("department", e.Text("department")),
                ("email", mail), ("employeeNumber", e.Text("employeeNumber")), ("firstName", e.Text("givenName")), ("lastName", e.Text("sn")),
                ("login", e.Text("sAMAccountName")), ("manager", e.Text("manager") is { } boss ? large.At(boss).Anchor : null), ("mobilePhone", e.Text("mobile")),
                ("name", e.Text("displayName") ?? e.Text("cn")), ("phone", e.Text("telephoneNumber")),
                ("primaryGroup", large.GroupOfRid((uint)e.Number("primaryGroupID")).Anchor), ("title", e.Text("title")),
            ]);
    }

    private string Group(ToldEntry e) => Line(
        "Group",
        e,
        true,
        [("address", e.Dn), ("email", e.Text("mail")), ("login", e.Text("sAMAccountName")), ("name", e.Text("cn"))],
        e.Texts("member").Select(large.At).Where(m => m.Is("group") || (m.Is("user") && !m.Is("computer"))).Select(m => m.Anchor));

    private string Line(string kind, ToldEntry e, bool enabled, (string Name, string? Value)[] attributes, IEnumerable<string>? members = null)
    {
        var parent = LargeDomain.ParentDn(e.Dn);
        var set = string.Join(", ", attributes.Where(a => a.Value is { Length: > 0 }).Select(a => $"{a.Name}={a.Value}"));
        var anchor = parent == TestSupport.Samba.SambaDomain.BaseDn ? null : large.At(parent).Anchor;
        return $"{kind} {e.Anchor} {enabled} parent={anchor} {set} members={string.Join(' ', (members ?? []).Order(StringComparer.Ordinal))}";
    }

    private static string Text(SourceRecord r)
    {
        Assert.True(r is { Deleted: false, MembersComplete: true });
        var set = string.Join(", ", r.Attributes.Select(a => $"{a.Key}={string.Join('|', a.Value)}"));
        return $"{r.Kind} {r.Anchor} {r.Enabled} parent={r.Parent} {set} members={string.Join(' ', r.Members)}";
    }

    private static void AssertSame(List<string> expected, List<string> actual)
    {
        var (missing, surplus) = (expected.Except(actual, StringComparer.Ordinal).ToList(), actual.Except(expected, StringComparer.Ordinal).ToList());
        var lines = missing.Take(3).Select(line => "- " + line).Concat(surplus.Take(3).Select(line => "+ " + line));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{expected.Count} expected, {actual.Count} found, {missing.Count} missing, {surplus.Count} too many:\n{string.Join('\n', lines)}");
        Assert.True(missing.Count + surplus.Count == 0 && expected.Count == actual.Count, text);
    }
}
