using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Sentences about many rows that move together: addresses from one domain to another, people from one department to another. Keeps counts only.
/// </summary>
internal sealed class MoveFindings(PlanningWorld world)
{
    /// <summary>From how many rows on a move is worth a sentence.</summary>
    private const int RowsMin = 3;

    /// <summary>What share of a department's people must move to the same new one to look like a rename, in percent.</summary>
    private const int RenameShare = 90;

    private const int NamesMax = 5;

    private static readonly Comparer<(string From, string To)> Ordinal = Comparer<(string From, string To)>.Create((left, right) =>
        string.CompareOrdinal(left.From, right.From) is var byFrom and not 0 ? byFrom : string.CompareOrdinal(left.To, right.To));

    private readonly SortedDictionary<(string From, string To), int> domains = new(Ordinal); // by itself a pair of texts is compared as the machine's language has it
    private readonly SortedDictionary<(string From, string To), int> departments = new(Ordinal);
    private readonly SortedDictionary<string, int> leaving = new(StringComparer.Ordinal);
    private readonly HashSet<string> entered = new(StringComparer.Ordinal);

    internal void See(PlanRow row)
    {
        if (row.Kind != RowKind.User || row.Effects.Length == 0)
        {
            return;
        }

        foreach (var change in row.Changes)
        {
            if (change.Field == AttributeNames.Email && Domain(change.From) is { } old && Domain(change.To) is { } now && old != now)
            {
                domains[(old, now)] = domains.GetValueOrDefault((old, now)) + 1;
            }

            if (change.Field == AttributeNames.Department)
            {
                Moved(change);
            }
        }
    }

    internal IEnumerable<Finding> All() => [.. Domains(), .. Renames(), .. Emptied()];

    private void Moved(FieldChange change)
    {
        if (change.To is { } to)
        {
            entered.Add(to);
        }

        if (change.From is { } from)
        {
            leaving[from] = leaving.GetValueOrDefault(from) + 1;
            if (change.To is { } where)
            {
                departments[(from, where)] = departments.GetValueOrDefault((from, where)) + 1;
            }
        }
    }

    private IEnumerable<Finding> Domains() => domains.Where(move => move.Value >= RowsMin).Select(move => new Finding(
        "DomainRenamed",
        string.Create(CultureInfo.InvariantCulture, $"{move.Value} rows change an address from {move.Key.From} to {move.Key.To}.") +
        (world.Policy.DomainAliases?.ContainsKey(move.Key.From) == true ? "" : $" If the domain was renamed, DomainAliases makes both count as one while people are matched."),
        move.Value));

    private IEnumerable<Finding> Renames() => departments
        .Where(move => move.Value >= RowsMin && world.Org.Find(move.Key.To) is null && 100L * move.Value >= (long)RenameShare * world.PeopleIn(move.Key.From))
        .Select(move => new Finding(
            "DepartmentRenamed",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{move.Value} of {world.PeopleIn(move.Key.From)} people of department '{move.Key.From}' move to the new department '{move.Key.To}'. If it was renamed, rename it in {world.Target} before: then nobody moves."),
            move.Value));

    private IEnumerable<Finding> Emptied()
    {
        var empty = leaving.Where(d => d.Value >= world.PeopleIn(d.Key) && !entered.Contains(d.Key)).Select(d => d.Key).ToImmutableArray();
        if (empty.Length > 0)
        {
            var names = string.Join(", ", empty.Take(NamesMax).Select(name => $"'{name}'"));
            yield return new Finding(
                "DepartmentEmptied",
                string.Create(CultureInfo.InvariantCulture, $"{empty.Length} department(s) of {world.Target} have nobody left after this plan: {names}{(empty.Length > NamesMax ? ", …" : "")}. They are not deleted."),
                0);
        }
    }

    private static string? Domain(string? address) => EmailKey.TryFrom(address)?.Domain;
}
