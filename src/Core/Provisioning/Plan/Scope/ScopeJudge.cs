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

    /// <summary>In the picked groups only through one that is excluded.</summary>
    ExcludedGroup,
}

/// <summary>
/// Applies picked groups and the units rule of one policy to source accounts. The membership with excluded groups, when there are any, tells who is kept out
/// only by those.
/// </summary>
internal sealed class ScopeJudge(SyncPolicy policy, UnitTree units, GroupMembership membership, GroupMembership? withExcluded = null)
{
    private readonly UnitRule rule = new(policy.Scope);
    private readonly Dictionary<EntryKey, ScopeVerdict> ofUnit = [];

    internal GroupMembership Membership => membership;

    internal ScopeVerdict Judge(EntryState account)
    {
        if (!membership.Contains(account))
        {
            return withExcluded?.Contains(account) == true ? ScopeVerdict.ExcludedGroup
                : membership.Missing.Length > 0 ? ScopeVerdict.Undetermined : ScopeVerdict.OutsideGroups;
        }

        if (rule.AdmitsEverything)
        {
            return ScopeVerdict.InScope;
        }

        var unit = UnitTree.Above(account);
        var key = unit ?? new EntryKey(account.Key.System, EntryKind.Unit, "");
        return ofUnit.TryGetValue(key, out var known) ? known : ofUnit[key] = JudgeUnit(unit);
    }

    private ScopeVerdict JudgeUnit(EntryKey? unit)
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

        return rule.Admits([.. path.Select(Step)]) ? ScopeVerdict.InScope : ScopeVerdict.OutsideUnits;
    }

    /// <summary>The renamed unit that alone explains why the account is outside the units, or null.</summary>
    internal EntryState? RenamedUnitBehind(EntryState account)
    {
        var path = units.PathAbove(account);
        for (var i = path.Length - 1; i >= 0; i--)
        {
            if (path[i].RenamedFrom is { } before && rule.Admits([.. path.Select((u, at) => at == i ? new UnitStep(u.Key.Anchor, before) : Step(u))]))
            {
                return path[i];
            }
        }

        return null;
    }

    private static UnitStep Step(EntryState unit) => new(unit.Key.Anchor, UnitTree.NameOf(unit));
}
