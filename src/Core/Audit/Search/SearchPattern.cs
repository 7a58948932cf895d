using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>
/// A regular expression as people search with it: tried on each field that is shown, by itself, so that <c>^</c> and <c>$</c> are the ends of a field. Ignores
/// case; never backtracks, so that no pattern takes long. Ids are not searched: nearly all begin with a digit. Safe from several threads.
/// </summary>
internal sealed class SearchPattern
{
    /// <summary>The longest pattern that is taken, in characters.</summary>
    internal const int LengthMax = 1_000;

    private readonly Regex regex;
    private readonly Regex? whole;
    private readonly HashSet<RowStatus> statuses;
    private readonly HashSet<Reason> reasons;
    private SearchText? spare;

    /// <exception cref="SearchException">The pattern is not one, is too long, or needs backtracking.</exception>
    internal SearchPattern(string pattern)
    {
        if (pattern.Length > LengthMax)
        {
            throw new SearchException(
                "PatternTooLong", string.Create(CultureInfo.InvariantCulture, $"The pattern has {pattern.Length} characters."),
                string.Create(CultureInfo.InvariantCulture, $"At most {LengthMax} are allowed."));
        }

        try
        {
            regex = Compiled(pattern, RegexOptions.None);
            whole = OfWhole(pattern);
        }
        catch (ArgumentException error)
        {
            throw new SearchException(
                "PatternInvalid", $"'{pattern}' is not a regular expression: {error.Message}", "Correct it; a backslash makes the next character literal.");
        }
        catch (NotSupportedException)
        {
            throw new SearchException(
                "PatternUnsupported", $"'{pattern}' uses a construct that is not supported here: look-around, back-references, atomic groups, or very large counts.",
                "Write it without them.");
        }

        // A hundred thousand rows have a dozen of these names: each is looked at once.
        statuses = [.. Enum.GetValues<RowStatus>().Where(status => Finds(status.ToString()))];
        reasons = [.. Enum.GetValues<Reason>().Where(reason => Finds(reason.ToString()))];
    }

    internal bool Finds(string? field) => field is not null && regex.IsMatch(field);

    internal bool Finds(PlanRow row)
    {
        if (statuses.Contains(row.Status) || reasons.Contains(row.Reason))
        {
            return true;
        }

        var text = Interlocked.Exchange(ref spare, null) ?? new SearchText();
        Fill(text, row);
        var found = whole?.IsMatch(text.Whole) != false && FindsInOne(text);
        spare = text;
        return found;
    }

    /// <summary>The values of a person in which the pattern finds something, in order of fields; none when it finds nothing.</summary>
    internal ImmutableArray<FieldMatch> Find(EntryState person, string path)
    {
        var found = ImmutableArray.CreateBuilder<FieldMatch>();
        foreach (var (field, values) in person.Attributes)
        {
            foreach (var value in values)
            {
                if (!IsId(field) && Finds(value))
                {
                    found.Add(new FieldMatch(field, value));
                }
            }
        }

        if (path.Length > 0 && Finds(path))
        {
            found.Add(new FieldMatch(TextFilter.Path, path));
        }

        return found.ToImmutable();
    }

    private bool FindsInOne(SearchText text)
    {
        for (var field = 0; field < text.Count; field++)
        {
            if (regex.IsMatch(text[field]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The fields of a row that are shown, without its status and reason.</summary>
    private static void Fill(SearchText text, PlanRow row)
    {
        text.Clear();
        text.Add(row.Source?.Name);
        text.Add(row.Source?.Email);
        text.Add(row.Source?.Login);
        text.Add(row.Source?.Path);
        text.Add(row.Target?.Name);
        text.Add(row.Target?.Email);
        text.Add(row.Text);
        text.Add(row.Receiver?.Name);
        foreach (var change in row.Changes)
        {
            text.Add(change.From);
            text.Add(change.To);
            text.Add(change.Note);
        }

        foreach (var name in row.Department)
        {
            text.Add(name);
        }

        foreach (var role in row.Roles)
        {
            text.Add(role.Name);
        }
    }

    /// <summary>
    /// The pattern for all fields at once, in which it finds something wherever it does in one of them (and perhaps across two); null when it may say things
    /// of the text's own ends, or set options, so that this cannot be told.
    /// </summary>
    private static Regex? OfWhole(string pattern)
    {
        for (var at = 0; at < pattern.Length - 1; at++)
        {
            var option = pattern[at] == '(' && pattern[at + 1] == '?' && !pattern.AsSpan(at + 2).StartsWith(':');
            if (option || (pattern[at] == '\\' && pattern[at + 1] is 'A' or 'Z' or 'z' or 'G'))
            {
                return null;
            }
        }

        try
        {
            return Compiled(BeginsAField(pattern) ? $"\\n(?:{pattern.AsSpan(1)})" : pattern, RegexOptions.Multiline);
        }
        catch (NotSupportedException)
        {
            return null; // just too large with lines, and small enough without
        }
    }

    /// <summary>Whether what is found begins where a field does. Looking for the line feed and what follows takes a third of looking for the beginnings of lines.</summary>
    private static bool BeginsAField(string pattern) =>
        pattern is ['^', not ('*' or '+' or '?' or '{'), ..] && !pattern.Contains('|', StringComparison.Ordinal);

    private static Regex Compiled(string pattern, RegexOptions more) => new(
        pattern, more | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);

    private static bool IsId(string field) =>
        field is AttributeNames.Manager or AttributeNames.PrimaryGroup or AttributeNames.ExternalId or AttributeNames.Roles;
}
