using System.Globalization;
using Microsoft.Extensions.Options;

namespace SyncEngine;

/// <summary>Checks the bounds of <see cref="ScheduleOptions"/>; collects every failure and prints the value found.</summary>
internal sealed class ScheduleOptionsRules(IEnumerable<SyncRegistration> syncs) : IValidateOptions<ScheduleOptions>
{
    private const int StaleAfterMax = 100;
    private static readonly TimeSpan EveryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EveryMax = TimeSpan.FromDays(7);

    public ValidateOptionsResult Validate(string? name, ScheduleOptions options)
    {
        var known = syncs.Select(sync => sync.Name.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var failures = options.Syncs.Where(sync => !known.Contains(sync, StringComparer.Ordinal))
            .Select(sync => $"Schedule: Syncs has '{sync}'; {(known.Count == 0 ? "none is configured" : "there are: " + string.Join(", ", known))}.")
            .ToList();
        if (options.Every is { } every && (every < EveryMin || every > EveryMax))
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"Schedule: Every is {every}; allowed is {EveryMin} to {EveryMax}."));
        }

        if (options.StaleAfter is < 1 or > StaleAfterMax)
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"Schedule: StaleAfter is {options.StaleAfter}; allowed is 1 to {StaleAfterMax}."));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
