using System.Text.RegularExpressions;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>
/// Searches rows by a regular expression, on each field that a person sees, by itself: <c>^</c> and <c>$</c> are the ends of a field. Ignores
/// case; never backtracks, so that no pattern takes long. Ids are not searched: nearly all begin with a digit.
/// </summary>
internal sealed class RowSearch
{
    private readonly Regex regex;

    /// <exception cref="UsageException">The pattern is not one, or needs backtracking.</exception>
    internal RowSearch(string pattern)
    {
        Pattern = pattern;
        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"'{pattern}' is not a regular expression: {error.Message}", "Correct it; a backslash makes the next character literal.");
        }
        catch (NotSupportedException)
        {
            throw new UsageException(
                $"'{pattern}' uses a construct that is not supported here: look-around, back-references and atomic groups.", "Write it without them.");
        }
    }

    internal string Pattern { get; }

    internal bool Finds(PlanRow row) => Fields(row).Any(field => field is not null && regex.IsMatch(field));

    private static IEnumerable<string?> Fields(PlanRow row) =>
    [
        row.Source?.Name, row.Source?.Email, row.Source?.Login, row.Source?.Path, row.Target?.Name, row.Target?.Email,
        row.Status.ToString(), row.Reason.ToString(), row.Text,
        .. row.Changes.SelectMany(change => new[] { change.From, change.To, change.Note }),
    ];
}
