using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Counts members of groups that are neither accounts nor groups: told, not dropped in silence.</summary>
internal sealed class SkippedMembers
{
    private const string Unseen = "not visible";
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>One member of a kind; null for one that cannot be seen (another domain's, or a right is missing).</summary>
    internal void Count(AdClass? kind)
    {
        var name = kind switch
        {
            null => Unseen,
            AdClass.Computer => "computers",
            AdClass.Contact => "contacts",
            AdClass.ForeignSecurityPrincipal => "foreign security principals",
            _ => "others",
        };
        counts[name] = counts.GetValueOrDefault(name) + 1;
    }

    /// <summary>All that were passed over.</summary>
    internal int Total => counts.Values.Sum();

    internal void Tell(ProblemTally problems)
    {
        if (counts.Count > 0)
        {
            var list = string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Key}")));
            problems.Add(new ReadProblem(
                "MembersSkipped", $"Memberships of objects that are neither accounts nor groups were passed over: {list}.", Breaking: false));
        }
    }
}
