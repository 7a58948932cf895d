using System.Globalization;
using Microsoft.Extensions.Options;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Checks a sync's options as a whole; collects every failure and prints the value found.</summary>
internal sealed class SyncOptionsRules(IEnumerable<SystemRegistration> systems) : IValidateOptions<SyncOptions>
{
    private static readonly TimeSpan PrepareMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PrepareMax = TimeSpan.FromDays(7);

    public ValidateOptionsResult Validate(string? name, SyncOptions options)
    {
        var failures = Failures(options).Select(failure => $"Sync '{name}': {failure}").ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(SyncOptions options) =>
    [
        .. SystemsFailures(options), .. GroupFailures(options), .. RowFailures(options), .. PeopleFailures(options), .. FieldRules.Failures(options),
        .. ScopeFailures(options.ScopeRule), .. FieldFailures(options),
    ];

    private IEnumerable<string> SystemsFailures(SyncOptions options)
    {
        var sources = systems.Where(s => !s.IsTarget).Select(s => s.Name.Value).ToList();
        var targets = systems.Where(s => s.IsTarget).Select(s => s.Name.Value).ToList();
        foreach (var failure in SystemFailures("Source", options.Source, sources)
            .Concat(SystemFailures("Target", options.Target, targets)))
        {
            yield return failure;
        }

        if (options.Source.Length > 0 && options.Source == options.Target)
        {
            yield return $"Source and Target are both '{options.Source}'; they must be two systems.";
        }

        foreach (var failure in options.FurtherSources.SelectMany(further => SystemFailures("Source", further, sources)))
        {
            yield return failure;
        }

        foreach (var twice in options.Sources.Append(options.Target).GroupBy(system => system, StringComparer.Ordinal).Where(same => same.Count() > 1 && options.FurtherSources.Contains(same.Key)))
        {
            yield return $"'{twice.Key}' is named twice among Source and Target; each system has one place.";
        }

        if (options.Prepare < PrepareMin || options.Prepare > PrepareMax)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Prepare is {options.Prepare}; allowed is {PrepareMin} to {PrepareMax}.");
        }
    }

    private static IEnumerable<string> GroupFailures(SyncOptions options)
    {
        if (options.RoleGroups.Any(string.IsNullOrWhiteSpace))
        {
            yield return "RoleGroups has an empty text; name each group.";
        }

        var roleGroups = options.RoleGroups.Select(CanonicalText.Of).ToHashSet(StringComparer.Ordinal);
        foreach (var (group, role) in options.RoleTargets.Where(target => !roleGroups.Contains(CanonicalText.Of(target.Key)) || string.IsNullOrWhiteSpace(target.Value)))
        {
            yield return $"RoleTargets names role '{role}' for '{group}'; name the id or the name of a role, for a group that RoleGroups has ({Listed([.. options.RoleGroups])}).";
        }
    }

    private static IEnumerable<string> RowFailures(SyncOptions options)
    {
        foreach (var rule in options.AutoApply.Where(rule => RowRule.TryParse(rule) is null))
        {
            yield return $"AutoApply has '{rule}'; allowed are {string.Join(", ", RowRule.Statuses)}, and Block:REASON with one of {string.Join(", ", RowRule.BlockReasons)}.";
        }

        foreach (var (limit, value) in options.Limits)
        {
            if (!LimitJudge.Names.Contains(limit, StringComparer.Ordinal))
            {
                yield return $"Limits has '{limit}'; allowed are {string.Join(", ", LimitJudge.Names)}.";
            }

            if (value.Max < 0 || value.Floor < 0 || value.Percent is < 0 or > 100)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Limits:{limit} is Max {value.Max}, Percent {value.Percent}, Floor {value.Floor}; Max and Floor are 0 or more, Percent 0 to 100.");
            }
        }
    }

    private static IEnumerable<string> PeopleFailures(SyncOptions options)
    {
        if (options.PickedGroups?.Any(string.IsNullOrWhiteSpace) == true)
        {
            yield return "PickedGroups has an empty text; name each group, or leave the key out for everyone.";
        }

        if (options.TaskReceivers.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"TaskReceivers has an empty text; use {WorkReceivers.Manager}, {WorkReceivers.DepartmentManager}, or the id of an account.";
        }

        if (options.DepartmentManagers && !PolicyFactory.MapOf(options).ContainsKey(AttributeNames.Department))
        {
            yield return "DepartmentManagers is true, but Map takes the department out of the sync; map it, or leave DepartmentManagers out.";
        }
    }

    private static IEnumerable<string> FieldFailures(SyncOptions options)
    {
        var mapped = PolicyFactory.MapOf(options).Keys.Where(field => field is not (AttributeNames.Email or AttributeNames.Department)).ToList();
        foreach (var field in options.LatinFields.Where(field => !mapped.Contains(field, StringComparer.Ordinal)))
        {
            yield return $"LatinFields has '{field}'; allowed are the mapped fields {string.Join(", ", mapped)}.";
        }

        if (options.DepartmentSeparator is { Length: 0 } or "\\")
        {
            yield return $"DepartmentSeparator is '{options.DepartmentSeparator}'; use a text such as '/', not empty and not a backslash, which escapes it.";
        }
    }

    private static IEnumerable<string> ScopeFailures(ScopeRuleOptions scope)
    {
        if (scope.Mode == ScopeMode.Listed && scope.Words is null)
        {
            yield return "ScopeRule:Words is missing; with Mode Listed name each unit, by its anchor or as Staff/Paris.";
        }

        if (scope.Mode != ScopeMode.Regex)
        {
            yield break;
        }

        foreach (var word in (scope.Words ?? []).Concat(scope.Deny ?? []))
        {
            if (word.Length > UnitRule.PatternLengthMax)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"ScopeRule has a pattern of {word.Length} characters; allowed are {UnitRule.PatternLengthMax}.");
            }
            else if (PatternFailure(word) is { } cause)
            {
                yield return $"ScopeRule has the pattern '{word}', which cannot be used: {cause}";
            }
        }
    }

    private static string? PatternFailure(string pattern)
    {
        try
        {
            UnitRule.Pattern(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> SystemFailures(string key, string value, IReadOnlyList<string> allowed)
    {
        if (!allowed.Contains(value, StringComparer.Ordinal))
        {
            yield return value.Length == 0
                ? $"{key} is missing; name one of the systems: {Listed(allowed)}."
                : $"{key} is '{value}', which is not a system that can be one; there are: {Listed(allowed)}.";
        }
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Order(StringComparer.Ordinal));
}
