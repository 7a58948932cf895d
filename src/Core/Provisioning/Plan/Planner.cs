using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Stage 6, plan: called by the pipeline, and by replay, with states folded from events and the policy; returns every row with its reason and
/// the fingerprint over all of it; must never read a clock, a store, a system or the machine's culture: the same input gives the same bytes.
/// </summary>
internal static class Planner
{
    internal static PlanContent Prepare(PlanningInput input)
    {
        var world = new PlanningWorld(input);
        var draft = new RowDraft(world);
        var linked = new LinkedPersonPlanner(world, draft);
        var unlinked = new UnlinkedPersonPlanner(world, draft);
        var people = new List<PlanRow>();
        var noop = 0;
        var outOfScope = 0;
        foreach (var person in world.People)
        {
            var link = person.LinkTo(world.Target);
            if (input.Excluded.TryGetValue(person.Key, out var exclusion))
            {
                people.Add(Frozen(world, draft, person, link, exclusion));
            }
            else if (link is not null)
            {
                if (linked.Plan(person, link) is { } row)
                {
                    people.Add(row);
                }
                else
                {
                    noop += person.Presence == EntryPresence.Disappeared ? 0 : 1;
                }
            }
            else
            {
                var (row, silence) = unlinked.Plan(person);
                if (row is not null)
                {
                    people.Add(row);
                }

                noop += silence == UnlinkedPersonPlanner.Silence.Noop ? 1 : 0;
                outOfScope += silence == UnlinkedPersonPlanner.Silence.OutOfScope ? 1 : 0;
            }
        }

        var withRow = people.Select(r => r.Target?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var moved = EmailMoves.InOrder(people, world).ToList();
        var (departments, waiting) = new DepartmentPlanner(world).Plan(moved);
        var rows = departments
            .Concat(waiting.OrderBy(r => r.Status).ThenBy(r => r.Source?.Name, StringComparer.Ordinal).ThenBy(r => r.Id, StringComparer.Ordinal))
            .Concat(new UnmanagedPlanner(world, draft).Plan(withRow))
            .ToImmutableArray();
        var (judged, held) = LimitJudge.Judge(rows, input.Policy, OwnedActiveLinks(world));
        var counts = Counts(judged, noop, outOfScope);
        var findings = PlanFindings.Of(world, judged);
        var inputs = PlanFingerprint.Inputs(input);
        return new PlanContent(judged, counts, held, findings, inputs, PlanFingerprint.Of(input, inputs, judged, counts, held, findings));
    }

    private static PlanRow Frozen(PlanningWorld world, RowDraft draft, EntryState person, AccountLink? link, ExclusionAdded exclusion)
    {
        var account = link is null ? null : world.Correlator.Account(link.AccountId);
        var keepsAccess = account is { Enabled: true } && !PlanningWorld.IsActive(person);
        var text = $"{PersonNames.Of(person)} is excluded by {exclusion.By}: {exclusion.Reason}. Nothing is changed, in either direction.";
        return draft.Of(
            RowStatus.Frozen, Situation.SourceIgnored, keepsAccess ? Reason.ExcludedButInactive : Reason.Excluded,
            keepsAccess ? $"{text} The person is no longer active in {person.Key.System} and keeps access to {world.Target}." : text,
            person, account);
    }

    /// <summary>What percentages refer to: people linked to an account that has access.</summary>
    private static int OwnedActiveLinks(PlanningWorld world) =>
        world.People.Count(p => p.LinkTo(world.Target) is { } link && world.Correlator.Account(link.AccountId) is { Enabled: true });

    private static PlanCounts Counts(ImmutableArray<PlanRow> rows, int noop, int outOfScope)
    {
        var byStatus = Enum.GetValues<RowStatus>().ToDictionary(status => status, _ => 0);
        foreach (var row in rows)
        {
            byStatus[row.Status]++;
        }

        return new PlanCounts(byStatus.ToImmutableSortedDictionary(), noop, outOfScope);
    }
}
