using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Stage 6, plan: called by the pipeline, and by replay, with states folded from events and the policy; gives every row with its reason and
/// the fingerprint over all of it; must never read a clock, a store, a system or the machine's culture: the same states give the same bytes.
/// <para>
/// Two passes, so that memory does not grow by whole states. First every state is shown once, in order of keys: all to <see cref="Digest"/>, the
/// accounts of the target and then those of the sources, one after the other, to <see cref="See"/>. Then people are planned in the same order, some at a time, with
/// the states they need (<see cref="Needs"/>) at hand; then the rest.
/// </para>
/// </summary>
internal sealed class Planner : IDisposable
{
    private readonly PlanningWorld world;
    private readonly LinkedPersonPlanner linked;
    private readonly UnlinkedPersonPlanner unlinked;
    private readonly UnmanagedPlanner unmanaged;
    private readonly FrozenPlanner frozen;
    private readonly RowDraft draft;
    private readonly DepartmentPlanner departments;
    private readonly EmailMoves moves;
    private readonly DepartmentManagers managers;
    private readonly RolePlanner roles;
    private readonly PlanFindings findings;
    private readonly LimitJudge limits = new();
    private readonly PlanFingerprint fingerprint = new();
    private readonly StateDigest source = new();
    private readonly StateDigest target = new();
    private readonly Flags withRow = new();
    private readonly int[] counts = new int[Enum.GetValues<RowStatus>().Length];
    private int noop;
    private int outOfScope;

    /// <param name="world">What rows are decided with.</param>
    /// <param name="groups">The digest over the groups of the source, which are too large to be shown again.</param>
    /// <param name="roleStates">The same over the roles of the target.</param>
    internal Planner(PlanningWorld world, Fingerprint groups, Fingerprint roleStates)
    {
        this.world = world;
        source.Add(groups);
        target.Add(roleStates);
        Needs = new RowNeeds(world);
        draft = new RowDraft(world);
        linked = new LinkedPersonPlanner(world, draft);
        unlinked = new UnlinkedPersonPlanner(world, draft);
        unmanaged = new UnmanagedPlanner(world, draft);
        frozen = new FrozenPlanner(world, draft, linked, unlinked);
        departments = new DepartmentPlanner(world);
        managers = new DepartmentManagers(world, draft);
        roles = new RolePlanner(world, draft);
        moves = new EmailMoves(world);
        findings = new PlanFindings(world);
    }

    internal PlanningWorld World => world;

    /// <summary>Which states must be at hand for the second pass.</summary>
    internal RowNeeds Needs { get; }

    /// <summary>First pass, over everything: takes some states into the digest of what went in. May go on beside <see cref="See"/>.</summary>
    internal void Digest(IEnumerable<EntryState> entries)
    {
        foreach (var entry in entries)
        {
            (entry.Key.System == world.Target ? target : source).Add(entry);
        }
    }

    /// <summary>First pass: some accounts of the target, or, after all of those, of the source.</summary>
    internal void See(IEnumerable<EntryState> accounts)
    {
        foreach (var account in accounts)
        {
            if (account.Key.System == world.Target)
            {
                world.AddAccount(account);
            }
            else
            {
                world.AddPerson(account);
            }
        }
    }

    /// <summary>Second pass: plans some people, with the states of <see cref="Needs"/>. Needs of others may be asked for meanwhile.</summary>
    internal void Plan(IReadOnlyList<EntryState> people, int first, IReadOnlyDictionary<EntryKey, EntryState> states, ICollection<PlanRow> rows)
    {
        world.Correlator.Use(states, people, first);
        foreach (var person in people)
        {
            var whole = world.Persons.Several ? world.Persons.Of(person) : null;
            if (whole is not null && whole.Lead.Key != person.Key)
            {
                continue; // Another entry of the same person has the row.
            }

            var restraint = whole is null ? world.Restraints.Of(person) : world.Persons.RestraintOf(whole);
            if (restraint is null)
            {
                managers.See(person);
            }

            if (RowOf(person, (whole?.Keeper ?? person).LinkTo(world.Target), restraint) is not { } planned)
            {
                continue;
            }

            var row = whole is null ? planned : draft.OfPerson(planned, whole);

            if (row.Target?.Id is { } account && world.Correlator.NumberOf(account) is var number and >= 0)
            {
                withRow.Set(number);
            }

            var department = departments.Wanted(row, person);
            if (moves.Pass(row, department) is { } settled)
            {
                Give(departments.Pass(settled, department), person, rows);
            }
        }
    }

    /// <summary>After all people: the rows that waited for others, and the departments.</summary>
    internal void PlanRest(ICollection<PlanRow> rows)
    {
        foreach (var (row, department) in moves.Rest())
        {
            Give(departments.Pass(row, department), null, rows);
        }

        foreach (var row in departments.Rows())
        {
            Give(row, null, rows);
        }
    }

    /// <summary>After all people: the entries whose states planning the managers of departments needs, beside <see cref="Needs"/> of the people among them.</summary>
    internal IReadOnlyList<EntryKey> NeedsOfManagers() => [.. managers.Needs()];

    /// <summary>Plans the managers of departments, with the states of <see cref="NeedsOfManagers"/>.</summary>
    internal void PlanManagers(IReadOnlyDictionary<EntryKey, EntryState> states, ICollection<PlanRow> rows)
    {
        world.Correlator.Use(states, [], 0);
        foreach (var row in managers.Rows(PlanAgain, departments.IsMade))
        {
            Give(row, null, rows);
        }
    }

    /// <summary>
    /// After all people: plans the groups that are kept as roles, and gives the roles whose members are kept, each to be begun (<see cref="BeginRole"/>).
    /// </summary>
    internal IReadOnlyList<FedRole> PlanRoles(ICollection<PlanRow> rows)
    {
        var kept = new List<(string? RoleId, FeedingGroup Feeding)>();
        foreach (var group in world.Roles.Groups)
        {
            var decided = roles.Plan(group);
            if (decided.Row is { } row)
            {
                Give(row, null, rows);
            }

            if (decided.KeepsMembers)
            {
                kept.Add((decided.RoleId, new FeedingGroup(group, decided.Row)));
            }
        }

        foreach (var group in world.Roles.Unpicked)
        {
            Give(roles.Unpicked(group), null, rows);
        }

        return
        [
            .. kept.GroupBy(k => k.RoleId ?? $"new {world.SubjectOf(k.Feeding.Group.Key)}", StringComparer.Ordinal).OrderBy(k => k.Key, StringComparer.Ordinal)
                .Select(k => new FedRole(k.First().RoleId, [.. k.Select(g => g.Feeding)])),
        ];
    }

    /// <summary>Begins one role, with its state if it is there.</summary>
    internal RoleWork BeginRole(EntryState? role, ImmutableArray<FeedingGroup> groups)
    {
        var work = new RoleWork(world, draft, PlanAgain, role, groups);
        limits.SeeRole(work.RoleId, work.MemberCount);
        return work;
    }

    /// <summary>Plans some memberships of a role, with the states of their people and of <see cref="Needs"/>.</summary>
    internal void PlanMembers(RoleWork work, IEnumerable<MemberCandidate> some, IReadOnlyDictionary<EntryKey, EntryState> states, ICollection<PlanRow> rows)
    {
        world.Correlator.Use(states, [], 0);
        foreach (var row in some.Select(candidate => work.Row(candidate)).OfType<PlanRow>())
        {
            Give(row, null, rows);
        }
    }

    /// <summary>Ends a role: one row for the members who wait.</summary>
    internal void EndRole(RoleWork work, ICollection<PlanRow> rows)
    {
        if (work.Waiting() is { } row)
        {
            Give(row, null, rows);
        }
    }

    /// <summary>The row of a person once more, as it stands in the plan; null for whoever is left as he is, since nothing comes of that.</summary>
    private PlanRow? PlanAgain(EntryState entry)
    {
        var person = world.Persons.Of(entry);
        if (world.Persons.RestraintOf(person) is not null)
        {
            return null;
        }

        var row = person.Keeper.LinkTo(world.Target) is { } link ? linked.Plan(person.Lead, link) : unlinked.Plan(person.Lead).Row;
        return row is null || world.Restraints.OfAccount(row.Target?.Id) is not null ? null : moves.Settled(draft.OfPerson(row, person));
    }

    /// <summary>After all people: the accounts that nobody is linked to and no row is about, in order of keys.</summary>
    internal IEnumerable<EntryKey> Unmanaged() => Enumerable.Range(0, world.Correlator.AccountCount)
        .Where(number => !withRow[number] && !world.Correlator.IsLinked(number))
        .Select(world.Correlator.AccountKey);

    /// <summary>Plans unmanaged accounts, with the states of <see cref="RowNeeds.OfUnmanaged"/>.</summary>
    internal void PlanUnmanaged(IEnumerable<EntryState> accounts, IReadOnlyDictionary<EntryKey, EntryState> states, ICollection<PlanRow> rows)
    {
        world.Correlator.Use(states, [], 0);
        foreach (var account in accounts)
        {
            Give(unmanaged.Plan(account), null, rows);
        }
    }

    /// <summary>What came out beside the rows.</summary>
    internal PlanContent Finish()
    {
        var held = limits.Held(world.Policy, world.OwnedActiveLinks);
        var total = new PlanCounts(Enum.GetValues<RowStatus>().ToImmutableSortedDictionary(status => status, status => counts[(int)status]), noop, outOfScope);
        var said = findings.All();
        var inputs = new PlanInputs(source.Finish(), target.Finish(), PlanFingerprint.OfPolicy(world.Input));
        return new PlanContent(fingerprint.RowCount, total, held, said, inputs, fingerprint.Of(world.Input, inputs, total, held, said));
    }

    public void Dispose()
    {
        source.Dispose();
        target.Dispose();
    }

    private void Give(PlanRow row, EntryState? person, ICollection<PlanRow> rows)
    {
        counts[(int)row.Status]++;
        limits.See(row);
        findings.See(row, person);
        fingerprint.See(row);
        rows.Add(row);
    }

    /// <summary>The row of one person; null when nothing is needed or the person is left out, which is counted.</summary>
    private PlanRow? RowOf(EntryState person, AccountLink? link, Restraint? restraint)
    {
        if (restraint is not null)
        {
            var (kept, quiet) = frozen.Plan(person, link, restraint);
            Count(quiet);
            return kept;
        }

        if (link is not null)
        {
            var planned = linked.Plan(person, link);

            // Who left and has no account any more is counted too: the link stays for ever, and nothing is left to do.
            noop += planned is null && (person.Presence != EntryPresence.Disappeared || world.Correlator.NumberOf(link.AccountId) < 0) ? 1 : 0;
            return Told(planned, person);
        }

        var (row, silence) = unlinked.Plan(person);
        Count(silence);
        return row?.Target?.Id is { } found && world.Restraints.OfAccount(found) is { } ofAccount
            ? frozen.Row(person, world.Correlator.Account(found), ofAccount)
            : Told(row, person);
    }

    private void Count(Silence silence)
    {
        noop += silence == Silence.Noop ? 1 : 0;
        outOfScope += silence == Silence.OutOfScope ? 1 : 0;
    }

    /// <summary>Who was left alone until lately is told of as such.</summary>
    private PlanRow? Told(PlanRow? row, EntryState person) =>
        row is not null && world.Restraints.Ended(person) is { } ended ? row with { Text = $"{row.Text} {ended}" } : row;
}
