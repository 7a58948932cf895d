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
    private readonly HashSet<RowStatus> statuses;
    private readonly HashSet<Reason> reasons;

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
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
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
        if ((row.Source is { } source && (Finds(source.Name) || Finds(source.Email) || Finds(source.Login) || Finds(source.Path)))
            || (row.Target is { } target && (Finds(target.Name) || Finds(target.Email)))
            || statuses.Contains(row.Status) || reasons.Contains(row.Reason) || Finds(row.Text))
        {
            return true;
        }

        foreach (var change in row.Changes)
        {
            if (Finds(change.From) || Finds(change.To) || Finds(change.Note))
            {
                return true;
            }
        }

        foreach (var name in row.Department)
        {
            if (Finds(name))
            {
                return true;
            }
        }

        foreach (var role in row.Roles)
        {
            if (Finds(role.Name))
            {
                return true;
            }
        }

        return Finds(row.Receiver?.Name);
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

    private static bool IsId(string field) =>
        field is AttributeNames.Manager or AttributeNames.PrimaryGroup or AttributeNames.ExternalId or AttributeNames.Roles;
}
