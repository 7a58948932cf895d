using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Where the originals of names go that are written in Latin letters. Pure.</summary>
internal static class NativeNames
{
    private static readonly (string Name, string Native)[] Pairs =
    [
        (AttributeNames.FirstName, AttributeNames.NativeFirstName), (AttributeNames.LastName, AttributeNames.NativeLastName),
    ];

    /// <summary>Fields that a target takes for an account that is there only: a second write follows the one that makes it.</summary>
    internal static bool IsNative(string field) => field is AttributeNames.NativeFirstName or AttributeNames.NativeLastName;

    /// <summary>The map of a policy with the fields for originals, unless the policy maps these itself.</summary>
    internal static ImmutableSortedDictionary<string, string> Added(SyncPolicy policy) => Pairs
        .Where(pair => policy.Latin?.Fields.Contains(pair.Name, StringComparer.Ordinal) == true && !policy.Map.ContainsKey(pair.Native) && policy.Map.ContainsKey(pair.Name))
        .Aggregate(policy.Map, (map, pair) => map.Add(pair.Native, policy.Map[pair.Name]));
}
