using System.Globalization;
using System.Text;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Tells of departments that are to be made although one is there, or is made too, that differs by marks, blanks or ё for е only. They are not taken for one
/// department: nobody can take them apart again.
/// </summary>
internal sealed class AlikeDepartments(OrgChart org)
{
    private const int PairsMax = 5;

    private readonly SortedDictionary<string, DepartmentPath> made = new(StringComparer.Ordinal);

    internal void See(PlanRow row)
    {
        if (row is { Kind: RowKind.Department, Reason: Reason.DepartmentMissing })
        {
            var path = new DepartmentPath(row.Department);
            made.TryAdd(path.Key, path);
        }
    }

    internal IEnumerable<Finding> All()
    {
        var pairs = made.Count == 0 ? [] : Pairs();
        if (pairs.Count > 0)
        {
            var listed = string.Join("; ", pairs.Take(PairsMax).Select(pair => $"'{pair.Made.Text}' beside '{pair.Other.Text}'"));
            yield return new Finding(
                "DepartmentsAlike",
                string.Create(CultureInfo.InvariantCulture, $"{pairs.Count} new department(s) are spelt nearly as another one: {listed}{(pairs.Count > PairsMax ? "; …" : "")}. ") +
                "If one is meant, spell it one way in the source.",
                pairs.Count);
        }
    }

    private List<(DepartmentPath Made, DepartmentPath Other)> Pairs()
    {
        var first = new Dictionary<string, DepartmentPath>(StringComparer.Ordinal);
        foreach (var path in org.All.OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            first.TryAdd(LooseKey(path), path);
        }

        var pairs = new List<(DepartmentPath, DepartmentPath)>();
        foreach (var path in made.Values)
        {
            var key = LooseKey(path);
            if (first.TryGetValue(key, out var other))
            {
                pairs.Add((path, other));
            }
            else
            {
                first[key] = path;
            }
        }

        return pairs;
    }

    private static string LooseKey(DepartmentPath path) => string.Join('\u001f', path.Names.Select(Loose));

    /// <summary>Letters and digits only; a name without any stays as it is.</summary>
    private static string Loose(string name)
    {
        var key = CanonicalText.NameKey(name);
        var loose = new StringBuilder(key.Length);
        foreach (var letter in key.Where(char.IsLetterOrDigit))
        {
            loose.Append(letter == 'Ё' ? 'Е' : letter);
        }

        return loose.Length == 0 ? key : loose.ToString();
    }
}
