using System.Globalization;
using Microsoft.Extensions.Options;
using SyncEngine.Capture;

namespace SyncEngine;

/// <summary>Checks the bounds of <see cref="SyncEngineOptions"/>; collects every failure and prints the value found.</summary>
internal sealed class SyncEngineOptionsRules : IValidateOptions<SyncEngineOptions>
{
    public ValidateOptionsResult Validate(string? name, SyncEngineOptions options)
    {
        var failures = new[]
        {
            Outside(nameof(options.ReadBatchSize), options.ReadBatchSize, 1, ReadRequest.BatchSizeMax),
            Outside(nameof(options.AppendBatchSize), options.AppendBatchSize, 1, 50_000),
            Outside(nameof(options.ConfirmBatchSize), options.ConfirmBatchSize, 1, 1_000),
            Outside(nameof(options.PlanAgeMax), options.PlanAgeMax, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
            Outside(nameof(options.ApprovalAgeMax), options.ApprovalAgeMax, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
            Outside(nameof(options.ConcurrentWritesMax), options.ConcurrentWritesMax, 1, 16),
            Outside(nameof(options.FullReadEvery), options.FullReadEvery, TimeSpan.Zero, TimeSpan.FromDays(30)),
        }.OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Outside<T>(string option, T value, T min, T max)
        where T : IComparable<T> =>
        value.CompareTo(min) < 0 || value.CompareTo(max) > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; allowed is {min} to {max}.")
            : null;
}
