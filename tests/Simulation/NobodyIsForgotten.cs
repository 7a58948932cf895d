using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.Simulation;

/// <summary>Whoever is in the directory and not as the directory says has a row that tells why; who has none is told why by explain. A failure prints the seed that repeats it; <c>CsCheck_Iter</c> in the environment says how many lives, 100 without it.</summary>
public sealed partial class NobodyIsForgotten
{
    private static readonly ConcurrentDictionary<Reason, int> Reasons = new();

    [Fact]
    public async Task Every_person_group_and_membership_that_is_not_as_it_should_be_has_a_row_that_says_why()
    {
        await Gen.Select(Life.Any, Rules.Any.List[5], Gen.Int[0, 3]).TryAsync(ForgottenAsync);
        Assert.Empty(Expected.Except(Reasons.Keys)); // else the worlds are too poor to show anything
    }

    internal static async Task ForgottenAsync(Life life, List<(int What, int Who, int Detail)> rules, int broken)
    {
        using var world = await RandomWorld.BeginAsync(life);
        SourceRecord[] before = [.. world.Directory.Records];
        foreach (var (period, rule) in life.Periods.Zip(rules))
        {
            world.Live(period);
            world.Directory.FailAfterBatches = broken;
            await CheckUnreadAsync(world, await world.PrepareAsync(), before);
            world.Directory.FailAfterBatches = null;
            await Rules.DecideAsync(world, rule);
            await world.ApplyAsync(await CheckedAsync(world));
            await CheckedAsync(world);
            before = [.. world.Directory.Records];
        }
    }

    /// <summary>Reasons that must have occurred among a hundred lives; rarer ones occur too, but not in every hundred.</summary>
    private static IEnumerable<Reason> Expected =>
    [
        Reason.NewInSource, Reason.FieldsChanged, Reason.Drift, Reason.SourceDisabled, Reason.SourceDeleted, Reason.SourceAbsent, Reason.BlockedByHand, Reason.AmbiguousSource,
        Reason.Excluded, Reason.ExcludedButInactive, Reason.GroupExcluded, Reason.GroupGone, Reason.SameName, Reason.RolePicked, Reason.RoleMissing, Reason.NewGroup,
        Reason.MemberAdded, Reason.MembersWait, Reason.AccountMissing,
    ];

    private static async Task<PlanInFull> CheckedAsync(RandomWorld world)
    {
        var plan = await world.PrepareAsync();
        plan.Rows.Select(row => row.Reason).ToList().ForEach(reason => Reasons.AddOrUpdate(reason, 1, (_, times) => times + 1));
        Assert.All(plan.Rows, row => Assert.False(string.IsNullOrWhiteSpace(row.Text)));
        var wanted = new Wanted(world.Life, world.Directory.Records, await world.Engine.ReadRulesAsync(RandomWorld.Sync, CancellationToken.None));
        var people = await world.KnownAsync(EntryKind.Account);
        foreach (var person in wanted.People.Values)
        {
            await CheckPersonAsync(world, plan, wanted, people, person);
        }

        var groups = await world.KnownAsync(EntryKind.Group);
        foreach (var group in RandomWorld.Groups.Where(group => group != "g-inner" && wanted.Groups.ContainsKey(group)))
        {
            CheckGroup(world, plan, wanted, wanted.Groups[group], groups[group].LinkTo(RandomWorld.Target));
        }

        CheckMembers(world, plan, wanted, people, groups);
        return plan;
    }

    /// <summary>While the directory cannot be read whole, whoever should have access, before and now, and has none, has a row all the same.</summary>
    private static async Task CheckUnreadAsync(RandomWorld world, PlanInFull plan, SourceRecord[] before)
    {
        var rules = await world.Engine.ReadRulesAsync(RandomWorld.Sync, CancellationToken.None);
        var (then, now) = (new Wanted(world.Life, before, rules), new Wanted(world.Life, world.Directory.Records, rules));
        var people = await world.KnownAsync(EntryKind.Account);
        foreach (var person in then.People.Keys.Where(person => then.Access(person) && now.Access(person)))
        {
            if (AccountOf(world, people, person) is not { Enabled: true })
            {
                Assert.True(RowOf(plan, person) is not null, $"{person} has no access, no row, and the reading was incomplete");
            }
        }
    }

    private static async Task CheckPersonAsync(RandomWorld world, PlanInFull plan, Wanted wanted, Dictionary<string, EntryState> people, SourceRecord person)
    {
        if (RowOf(plan, person.Anchor) is not null)
        {
            return;
        }

        var link = people[person.Anchor].LinkTo(RandomWorld.Target);
        var account = AccountOf(world, people, person.Anchor);
        var should = wanted.Access(person.Anchor);
        if (account is { Enabled: true } && should && IsSame(world, person, account))
        {
            return;
        }

        var said = (await world.Engine.ExplainAsync(RandomWorld.Sync, person.Anchor, plan.Id, CancellationToken.None)).Result;
        var fits = (link, account, should) switch
        {
            (null, _, true) => "nothing: a row is missing",
            (null, _, false) => Owned(world, person, people, wanted) ? "nothing: a row is missing" : person.Enabled ? "No row: left out, and without an account." : "No row: disabled, and without an account",
            (_, null, true) => "nothing: a row is missing",
            (_, null, false) => "No row: ",
            (_, _, true) => "nothing: a row is missing",
            (_, _, false) => account.Enabled ? "nothing: a row is missing" : "No row: the account is as it should be.",
        };
        Assert.True(said.StartsWith(fits, StringComparison.Ordinal) || (!person.Enabled && said.StartsWith("No row: left out", StringComparison.Ordinal)), $"{person.Anchor}, account {account}: expected was {fits}, said was {said}");
    }

    /// <summary>Whether an account that nobody is linked to has the address of somebody who left, and of nobody else: a leaver with access.</summary>
    private static bool Owned(RandomWorld world, SourceRecord person, Dictionary<string, EntryState> people, Wanted wanted)
    {
        var email = person.Attributes[AttributeNames.Email];
        var linked = people.Values.Select(p => p.LinkTo(RandomWorld.Target)?.AccountId).ToHashSet(StringComparer.Ordinal);
        return !person.Enabled && (!world.Life.Picked || wanted.Members("g-picked").Contains(person.Anchor))
            && world.Application.Contents.Any(r => r is { Kind: EntryKind.Account, Enabled: true } && r.Attributes[AttributeNames.Email] == email && !linked.Contains(r.Anchor))
            && wanted.People.Values.All(other => other.Anchor == person.Anchor || other.Attributes[AttributeNames.Email] != email || !wanted.Access(other.Anchor));
    }

    /// <summary>Whether an account has what the directory says; where that says nothing the account keeps what it has.</summary>
    private static bool IsSame(RandomWorld world, SourceRecord person, SourceRecord account)
    {
        var title = person.Attributes[AttributeNames.Title];
        var department = person.Attributes[AttributeNames.Department]?.Split('/')[^1];
        return person.Attributes[AttributeNames.Email] == account.Attributes[AttributeNames.Email]
            && (title is null || title == account.Attributes[AttributeNames.Position])
            && (department is null || department == world.Application.Find(account.Parent ?? "")?.Attributes[AttributeNames.Name])
            && person.Attributes[AttributeNames.FirstName] == account.Attributes[world.Life.Latin && account.Attributes[AttributeNames.NativeFirstName] is not null ? AttributeNames.NativeFirstName : AttributeNames.FirstName];
    }

    private static void CheckGroup(RandomWorld world, PlanInFull plan, Wanted wanted, SourceRecord group, AccountLink? link)
    {
        var role = link is null ? null : world.Application.Find(link.AccountId);
        var name = group.Attributes[AttributeNames.Name];
        var isDone = role is { Enabled: true } && !wanted.IsExcluded(group.Anchor) && (link!.LastApplied[AttributeNames.Name] is null || role.Attributes[AttributeNames.Name] == name);
        Assert.True(isDone || RoleRow(plan, group.Anchor) is not null, $"{group.Anchor} '{name}' has the role {role}, and no row");
    }

    /// <summary>Of each role: whoever is in a group that feeds it and not in the role has a row of his own, or is among those whom one row says that they wait.</summary>
    private static void CheckMembers(RandomWorld world, PlanInFull plan, Wanted wanted, Dictionary<string, EntryState> people, Dictionary<string, EntryState> groups)
    {
        var feeding = RandomWorld.Groups.Where(group => group != "g-inner" && wanted.Groups.ContainsKey(group) && !wanted.IsExcluded(group))
            .Where(group => RoleRow(plan, group) is not { Status: RowStatus.Conflict or RowStatus.Deferred or RowStatus.Frozen }) // which says why there is no role
            .GroupBy(group => groups[group].LinkTo(RandomWorld.Target)?.AccountId ?? RoleRow(plan, group)?.Target?.Id ?? group, StringComparer.Ordinal);
        foreach (var role in feeding)
        {
            var members = world.Application.Find(role.Key)?.Members ?? [];
            var missing = role.SelectMany(wanted.Members).Distinct(StringComparer.Ordinal)
                .Where(person => people.ContainsKey(person) && !(people[person].LinkTo(RandomWorld.Target) is { } link && members.Contains(link.AccountId)))
                .Where(person => !plan.Rows.Any(row => row.Source?.Anchor == person && row.Kind == RowKind.Membership && role.Contains(row.Group)))
                .Where(person => !(RowOf(plan, person) is { Effects.Length: > 0, Status: RowStatus.Bind or RowStatus.Unblock, Target.Id: { } found } && members.Contains(found))) // in it by hand before the bind
                .Where(person => RowOf(plan, person)?.Roles.Any(given => given.Id == role.Key) != true)
                .ToList();
            var waiting = plan.Rows.Where(row => row.Reason == Reason.MembersWait && row.Group is { } group && role.Contains(group) && row.Text.Contains("for now", StringComparison.Ordinal)).ToList();
            var told = waiting.Sum(row => int.Parse(FirstNumber().Match(row.Text).Value, CultureInfo.InvariantCulture));
            Assert.True(told == missing.Count, $"{string.Join(", ", missing)} are missing in role {role.Key}, and {told} are told of: {waiting.FirstOrDefault()?.Text} {string.Join(" | ", missing.Select(person => $"{person}: {RowOf(plan, person)?.Status} {RowOf(plan, person)?.Reason}, linked to {people[person].LinkTo(RandomWorld.Target)}"))}");
        }
    }

    private static SourceRecord? AccountOf(RandomWorld world, Dictionary<string, EntryState> people, string person) =>
        people.GetValueOrDefault(person)?.LinkTo(RandomWorld.Target) is { } link ? world.Application.Find(link.AccountId) : null;

    private static PlanRow? RowOf(PlanInFull plan, string person) => plan.Rows.SingleOrDefault(row => row.Kind == RowKind.User && row.Source?.Anchor == person);

    private static PlanRow? RoleRow(PlanInFull plan, string group) =>
        plan.Rows.SingleOrDefault(row => row.Kind == RowKind.Role && row.Group == group && row.Source is not null);

    [GeneratedRegex("^[0-9]+", RegexOptions.None, 10_000)]
    private static partial Regex FirstNumber();
}
