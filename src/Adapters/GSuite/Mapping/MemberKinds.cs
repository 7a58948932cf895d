using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.GSuite.Mapping;

/// <summary>
/// Tells members of groups apart: users and groups are given by id, whether they were read or not (a list can lack somebody, whose membership is no less
/// true); everything else is counted, not dropped in silence.
/// </summary>
internal sealed class MemberKinds(CustomerMembers customer)
{
    private readonly SortedDictionary<string, int> skipped = new(StringComparer.Ordinal);

    /// <summary>Memberships given so far.</summary>
    internal int Given { get; private set; }

    /// <summary>Memberships passed over so far.</summary>
    internal int Skipped => skipped.Values.Sum();

    /// <summary>The anchors of a group's members, or null when one of them cannot be told.</summary>
    /// <param name="members">The members as listed.</param>
    /// <param name="everyone">Gives the anchors of all users that were read.</param>
    internal ImmutableArray<string>? Of(IReadOnlyCollection<GoogleMember?> members, Func<IEnumerable<string>> everyone)
    {
        var anchors = new HashSet<string>(members.Count, StringComparer.Ordinal);
        foreach (var member in members)
        {
            switch (member)
            {
                case { Type: "USER" or "GROUP", Id.Length: > 0 }:
                    anchors.Add(member.Id);
                    break;
                case null or { Type: "USER" or "GROUP" }:
                    return null;
                case { Type: "CUSTOMER" } when customer == CustomerMembers.Everyone:
                    anchors.UnionWith(everyone());
                    break;
                default:
                    Count(member.Type);
                    break;
            }
        }

        Given += anchors.Count;
        return [.. anchors.Order(StringComparer.Ordinal)];
    }

    /// <summary>The note for the receipt, or null when nothing was passed over.</summary>
    internal ReadProblem? Told()
    {
        if (skipped.Count == 0)
        {
            return null;
        }

        var list = string.Join(", ", skipped.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value} {kind.Key}")));
        return new ReadProblem("MembersSkipped", $"Memberships that stand for no user or group of this customer were passed over: {list}.", Breaking: false);
    }

    private void Count(string? type)
    {
        var name = type switch
        {
            "EXTERNAL" => "external",
            "CUSTOMER" => "of the whole customer (CustomerMembers is Skip)",
            null or "" => "without a type",
            _ => $"of the type {type}",
        };
        skipped[name] = skipped.GetValueOrDefault(name) + 1;
    }
}
