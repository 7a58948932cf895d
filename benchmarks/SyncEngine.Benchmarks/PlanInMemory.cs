using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Benchmarks;

/// <summary>The planner over states in memory: the two passes without a store.</summary>
internal static class PlanInMemory
{
    private const int BatchSize = 500;

    internal static (PlanContent Content, int Rows) Prepare(PlanningInput input, IReadOnlyList<EntryState> source, IReadOnlyList<EntryState> target)
    {
        var states = new Dictionary<EntryKey, EntryState>(source.Count + target.Count);
        foreach (var state in source.Concat(target))
        {
            states[state.Key] = state;
        }

        var none = new HashSet<string>(StringComparer.Ordinal);
        var frame = new PlanningFrame(
            [.. source.Where(e => e.Key.Kind == EntryKind.Unit)],
            [.. target.Where(e => e.Key.Kind == EntryKind.Unit)],
            new GroupMembership(input.Policy.PickedGroups, input.Policy.Source, none, none),
            null);
        using var planner = new Planner(new PlanningWorld(input, frame), Fingerprint.None);
        foreach (var unit in frame.SourceUnits.Concat(frame.TargetUnits))
        {
            planner.SeeFrame(unit);
        }

        foreach (var account in target)
        {
            if (account.Key.Kind == EntryKind.Account)
            {
                planner.SeeAccount(account);
            }
        }

        foreach (var person in source)
        {
            if (person.Key.Kind == EntryKind.Account)
            {
                planner.SeePerson(person);
            }
        }

        var rows = new List<PlanRow>();
        var given = 0;
        foreach (var people in source.Where(e => e.Key.Kind == EntryKind.Account).Chunk(BatchSize))
        {
            planner.Plan(people, states, rows);
            Give();
        }

        planner.PlanRest(rows);
        Give();
        foreach (var keys in planner.Unmanaged().Chunk(BatchSize))
        {
            planner.PlanUnmanaged(keys.Select(key => states[key]), states, rows);
            Give();
        }

        return (planner.Finish(), given);

        void Give()
        {
            given += rows.Count;
            rows.Clear();
        }
    }
}
