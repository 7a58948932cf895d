using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.DemoCompany.Large;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Large;

/// <summary>
/// Who is in a group with all its nested ones: the engine walks through what was read, the domain controller follows chains of links by itself
/// (LDAP_MATCHING_RULE_IN_CHAIN). Both find the same people. Which is used, and why: decision 0032.
/// </summary>
[Collection(nameof(LargeDomain))]
public sealed class NestedMembershipTests(LargeDomain large)
{
    private const string InChain = "memberOf:1.2.840.113556.1.4.1941:";

    [Theory]
    [InlineData(LargeGroups.Everyone)]
    [InlineData(LargeGroups.ChainTop)]
    [InlineData(LargeGroups.Circle)]
    [InlineData(LargeGroups.Diamond)]
    [InlineData(LargeGroups.AbovePrimary)]
    public async Task Walking_finds_whom_the_domain_controller_finds(string name)
    {
        var group = large.Group(name);
        var start = Stopwatch.GetTimestamp();
        var walked = Walk(group.Anchor);
        var walking = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var asked = await AskAsync(group);
        var asking = Stopwatch.GetElapsedTime(start);

        Assert.Equal(asked, walked);
        Assert.NotEmpty(walked);
        TestContext.Current.SendDiagnosticMessage(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {walked.Count} people; walking {walking.TotalMilliseconds:F1} ms, asking {asking.TotalMilliseconds:F0} ms"));
    }

    [Fact]
    public void A_chain_is_followed_to_its_end_and_a_circle_and_a_diamond_count_each_person_once()
    {
        var circle = Walk(large.Group(LargeGroups.Circle).Anchor);
        Assert.Equal(circle, Walk(large.Group("Circle 2").Anchor));
        Assert.Equal(34, circle.Count); // three times 20, overlapping
        var chain = Walk(large.Group(LargeGroups.ChainTop).Anchor);
        Assert.Superset(circle.ToHashSet(), chain.ToHashSet());
        Assert.Superset(Walk(large.Group("Diamond Bottom").Anchor).ToHashSet(), chain.ToHashSet());
        Assert.Equal(chain.Count, chain.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>The engine's own walking, over what the adapter gave.</summary>
    private List<string> Walk(string anchor)
    {
        var groups = large.Reading.Groups.ToDictionary(r => r.Anchor, State, StringComparer.Ordinal);
        var known = groups.Keys.Select(Key).ToHashSet();
        var membership = new GroupMembership([(new PickedGroup("picked", anchor), Key(anchor))], known, known);
        for (var wanted = membership.Wanted(); wanted.Length > 0; wanted = membership.Wanted())
        {
            foreach (var key in wanted)
            {
                membership.Open(groups[key.Anchor]);
            }
        }

        return [.. large.Reading.Accounts.Where(r => membership.Contains(State(r))).Select(r => r.Anchor).Order(StringComparer.Ordinal)];

        static EntryKey Key(string group) => new(Support.AdReading.System, EntryKind.Group, group);
    }

    /// <summary>Two questions: which groups are below it, and who is in any of them, by a link or as primary group.</summary>
    private async Task<List<string>> AskAsync(ToldEntry group)
    {
        var chain = $"({InChain}={Escape(group.Dn)})";
        var below = ToldEntry.Parse(await large.SearchAsync($"(&(objectClass=group){chain})", "objectGUID", "objectSid"));
        var primary = string.Concat(below.Append(group).Select(g => string.Create(CultureInfo.InvariantCulture, $"(primaryGroupID={g.Rid})")));
        var people = ToldEntry.Parse(await large.SearchAsync($"(&(objectCategory=person)(objectClass=user)(|{chain}{primary}))", "objectGUID"));
        return [.. people.Select(p => p.Anchor).Order(StringComparer.Ordinal)];
    }

    private static EntryState State(SourceRecord record) => new()
    {
        Key = new EntryKey(Support.AdReading.System, record.Kind, record.Anchor),
        Presence = EntryPresence.Present,
        Attributes = record.Attributes,
        Members = record.Members,
    };

    private static string Escape(string value) => value.Replace("\\", "\\5c", StringComparison.Ordinal).Replace("*", "\\2a", StringComparison.Ordinal)
        .Replace("(", "\\28", StringComparison.Ordinal).Replace(")", "\\29", StringComparison.Ordinal);
}
