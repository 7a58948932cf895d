using System.Globalization;
using System.Runtime.CompilerServices;
using SyncEngine.Adapters.ActiveDirectory.Ldif;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>The steps of a check of an export: readable to its end, whole, how old.</summary>
internal sealed class LdifCheck(SystemName system, ActiveDirectoryOptions options, TimeProvider time)
{
    private static readonly TimeSpan AgeWarning = TimeSpan.FromDays(1);
    private readonly CheckSteps steps = new(system, options);
    private LdifFile? file;

    internal async IAsyncEnumerable<CheckResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            yield return await steps.RunAsync("readable", () => ReadableAsync(cancellationToken)).ConfigureAwait(false);
            if (!steps.Failed)
            {
                yield return Whole();
                yield return Age();
            }
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<CheckResult> ReadableAsync(CancellationToken cancellationToken)
    {
        file = await LdifFile.OpenAsync(system, options, cancellationToken).ConfigureAwait(false);
        return steps.Ok("readable", string.Create(CultureInfo.InvariantCulture, $"'{file.Path}' has {file.Index.Count} entries, base {file.Root}"));
    }

    private CheckResult Whole()
    {
        if (file!.Closing.End == LdifEnd.Whole)
        {
            return steps.Ok("whole", "the closing lines agree with the entries");
        }

        return file.Closing.End == LdifEnd.Unmarked && options.LdifEndMarker == LdifEndMarker.Optional
            ? steps.Warning("whole", file.Closing.Why, "Taken for whole, since LdifEndMarker is Optional.")
            : steps.Failure("whole", file.Closing.Why, "Export with ldapsearch without -L, -LL or -LLL, as the package's README shows.");
    }

    private CheckResult Age()
    {
        var age = time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file!.Path);
        var text = string.Create(CultureInfo.InvariantCulture, $"written {age.TotalHours:0.0} hours ago");
        return age <= AgeWarning ? steps.Ok("age", text) : steps.Warning("age", text, "Export the directory again.");
    }
}
