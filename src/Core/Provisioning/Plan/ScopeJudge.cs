using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What scope says of one source account.</summary>
internal enum ScopeVerdict
{
    /// <summary>In scope.</summary>
    InScope,

    /// <summary>In none of the picked groups.</summary>
    OutsideGroups,

    /// <summary>In a unit that the units rule does not admit.</summary>
    OutsideUnits,

    /// <summary>In no unit, and the policy wants a person to decide.</summary>
    NoUnit,

    /// <summary>A picked group is not there, so it cannot be said.</summary>
    Undetermined,
}

/// <summary>Applies picked groups and the units rule of one policy to source accounts.</summary>
internal sealed class ScopeJudge(SyncPolicy policy, UnitTree units, GroupMembership membership)
{
    private readonly ImmutableArray<string> words = Keys(policy.Scope.Words);
    private readonly ImmutableArray<string> deny = Keys(policy.Scope.Deny);
    private readonly Dictionary<string, ScopeVerdict> ofUnit = new(StringComparer.Ordinal);

    internal GroupMembership Membership => membership;

    internal ScopeVerdict Judge(EntryState account)
    {
        if (!membership.Contains(account))
        {
            return membership.Missing.Length > 0 ? ScopeVerdict.Undetermined : ScopeVerdict.OutsideGroups;
        }

        if (policy.Scope.Mode == ScopeMode.Any && deny.Length == 0)
        {
            return ScopeVerdict.InScope;
        }

        var unit = account.Parent ?? "";
        return ofUnit.TryGetValue(unit, out var known) ? known : ofUnit[unit] = JudgeUnit(account.Parent);
    }

    private ScopeVerdict JudgeUnit(string? unit)
    {
        var path = units.Path(unit);
        if (path.Length == 0)
        {
            return policy.Scope.NoUnit switch
            {
                NoUnitPolicy.Admit => ScopeVerdict.InScope,
                NoUnitPolicy.Block => ScopeVerdict.OutsideUnits,
                _ => ScopeVerdict.NoUnit,
            };
        }

        return Admits([.. path.Select(UnitTree.NameOf)]) ? ScopeVerdict.InScope : ScopeVerdict.OutsideUnits;
    }

    /// <summary>The renamed unit that alone explains why the account is outside the units, or null.</summary>
    internal EntryState? RenamedUnitBehind(EntryState account)
    {
        var path = units.Path(account.Parent);
        for (var i = path.Length - 1; i >= 0; i--)
        {
            if (path[i].RenamedFrom is { } before && Admits([.. path.Select((u, at) => at == i ? before : UnitTree.NameOf(u))]))
            {
                return path[i];
            }
        }

        return null;
    }

    private bool Admits(ImmutableArray<string> path)
    {
        if (path.Any(name => deny.Any(word => Matches(name, word, policy.Scope.Mode))))
        {
            return false;
        }

        return policy.Scope.Mode == ScopeMode.Any
            || (policy.Scope.Level == ScopeLevel.Nearest ? AdmitsName(path[^1]) : path.Any(AdmitsName));
    }

    private bool AdmitsName(string name) => words.Any(word => Matches(name, word, policy.Scope.Mode));

    private static bool Matches(string name, string word, ScopeMode mode)
    {
        var key = CanonicalText.NameKey(name);
        return mode switch
        {
            ScopeMode.EndsWith => key.EndsWith(word, StringComparison.Ordinal),
            ScopeMode.WholeWord => Words(key).Contains(word, StringComparer.Ordinal),
            _ => key.Contains(word, StringComparison.Ordinal),
        };
    }

    private static IEnumerable<string> Words(string key)
    {
        var start = -1;
        for (var i = 0; i <= key.Length; i++)
        {
            if (i < key.Length && char.IsLetterOrDigit(key[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                yield return key[start..i];
                start = -1;
            }
        }
    }

    private static ImmutableArray<string> Keys(ImmutableArray<string> words) =>
        [.. words.Select(CanonicalText.NameKey).Where(word => word.Length > 0)];
}
