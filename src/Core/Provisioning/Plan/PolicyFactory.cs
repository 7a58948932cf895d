using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Makes the policy, as data, out of a sync's options. Pure.</summary>
internal static class PolicyFactory
{
    /// <summary>Every Block reason: at most 20 people or 5 percent, whichever is less; up to two are never too large a share.</summary>
    internal static readonly SafetyLimit BlockDefault = new() { Max = 20, Percent = 5 };

    /// <summary>Members that one role loses: at most 20 percent; up to five are never too large a share.</summary>
    internal static readonly SafetyLimit RoleMembersDefault = new() { Percent = 20, Floor = 5 };

    private static readonly ImmutableSortedDictionary<string, string> MapDefault = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [AttributeNames.FirstName] = AttributeNames.FirstName,
        [AttributeNames.LastName] = AttributeNames.LastName,
        [AttributeNames.Email] = AttributeNames.Email,
        [AttributeNames.Position] = AttributeNames.Title,
        [AttributeNames.Phone] = AttributeNames.Phone,
        [AttributeNames.MobilePhone] = AttributeNames.MobilePhone,
        [AttributeNames.Department] = AttributeNames.Department,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A field with a template is mapped too: from itself, which then is not looked at.</summary>
    internal static ImmutableSortedDictionary<string, string> MapOf(SyncOptions options)
    {
        var map = options.Map.Aggregate(MapDefault, (map, field) => field.Value.Length == 0 ? map.Remove(field.Key) : map.SetItem(field.Key, field.Value));
        return options.Fields.Where(field => field.Value.Template is not null && !map.ContainsKey(field.Key)).Aggregate(map, (all, field) => all.Add(field.Key, field.Key));
    }

    private static FieldRule RuleOf(FieldOptions field) => new()
    {
        Owner = field.Owner,
        Clear = field.Clear,
        Required = field.Required,
        Template = field.Template,
        Split = field.Split,
        Part = field.Part,
        Case = field.Case,
        Table = field.Table.Count == 0 ? null : field.Table.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    private static string? RoleOf(SyncOptions options, string group) =>
        options.RoleTargets.FirstOrDefault(target => CanonicalText.Of(target.Key) == group) is { Key: not null } found ? CanonicalText.Of(found.Value) : null;

    internal static SyncPolicy Make(SyncOptions options, ImmutableArray<PickedGroup>? picked, ImmutableArray<PickedGroup> roles) => new()
    {
        Source = new SystemName(options.Source),
        FurtherSources = options.FurtherSources.Count == 0 ? null : [.. options.FurtherSources.Select(name => new SystemName(name))],
        Target = new SystemName(options.Target),
        PickedGroups = picked,
        Scope = new ScopeRule
        {
            Mode = options.ScopeRule.Mode,
            Level = options.ScopeRule.Level,
            Words = options.ScopeRule.Words is { } words ? [.. words] : ScopeRule.WordsDefault,
            Deny = options.ScopeRule.Deny is { } deny ? [.. deny] : [],
            NoUnit = options.ScopeRule.NoUnit,
        },
        Map = MapOf(options),
        Fields = options.Fields.Count == 0
            ? null
            : options.Fields.ToImmutableSortedDictionary(field => field.Key, field => RuleOf(field.Value), StringComparer.Ordinal),
        DomainAliases = options.DomainAliases.Count == 0
            ? null
            : options.DomainAliases.ToImmutableSortedDictionary(d => EmailKey.DomainFrom(d.Key)!, d => EmailKey.DomainFrom(d.Value)!, StringComparer.Ordinal),
        DepartmentUnits = options.DepartmentUnits is null ? null : CanonicalText.Of(options.DepartmentUnits) ?? "",
        DepartmentSeparator = options.DepartmentSeparator,
        Latin = options.LatinFields.Count == 0
            ? null
            : new LatinPolicy(Latin.Table, [.. options.LatinFields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]),
        TaskReceivers = options.TaskReceivers.Count == 0 ? null : [.. options.TaskReceivers.Distinct(StringComparer.Ordinal)],
        RoleGroups = roles.IsEmpty ? null : [.. roles.Select(group => new RoleGroup(group.Text, group.Anchor, RoleOf(options, group.Text)) { System = group.System })],
        CreateEmptyRoles = options.CreateEmptyRoles,
        DepartmentManagers = options.DepartmentManagers,
        BlockExcludedLeavers = options.BlockExcludedLeavers,
        BlockDisabledAnywhere = options.BlockDisabledAnywhere,
        Limits = LimitsOf(options),
    };

    /// <summary>What a limit does not say is what <c>Block</c> says, and what that does not say is the default: raising one number switches off no other.</summary>
    private static ImmutableSortedDictionary<string, SafetyLimit> LimitsOf(SyncOptions options)
    {
        var block = Over(BlockDefault, options.Limits.TryGetValue(LimitJudge.BlockLimit, out var all) ? all : null);
        return options.Limits
            .Where(limit => limit.Key != LimitJudge.BlockLimit && limit.Value is not { Max: null, Percent: null, Floor: null })
            .Aggregate(
                ImmutableSortedDictionary.Create<string, SafetyLimit>(StringComparer.Ordinal).Add(LimitJudge.BlockLimit, block)
                    .Add(LimitJudge.RoleMembersLimit, RoleMembersDefault),
                (limits, limit) => limits.SetItem(limit.Key, Over(DefaultOf(limit.Key, block), limit.Value)));
    }

    private static SafetyLimit DefaultOf(string limit, SafetyLimit block) => limit switch
    {
        LimitJudge.RoleMembersLimit => RoleMembersDefault,
        _ when limit.StartsWith(LimitJudge.BlockLimit, StringComparison.Ordinal) => block,
        _ => new SafetyLimit(),
    };

    private static SafetyLimit Over(SafetyLimit limit, LimitOptions? options) => options is null
        ? limit
        : new SafetyLimit { Max = options.Max ?? limit.Max, Percent = options.Percent ?? limit.Percent, Floor = options.Floor ?? limit.Floor };
}
