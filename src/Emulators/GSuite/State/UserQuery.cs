using System.Text.RegularExpressions;

namespace SyncEngine.Emulators;

/// <summary>
/// A search: clauses of field, operator and value, all of which must hold. <c>=</c> is the whole value, <c>:</c> a word of it, <c>:x*</c> its
/// beginning; letter case does not count. A value with blanks stands in quotes.
/// </summary>
internal static partial class UserQuery
{
    internal static Func<GSuiteUser, bool> Parse(string query, bool subtree)
    {
        var clauses = new List<Func<GSuiteUser, bool>>();
        var at = 0;
        foreach (Match match in Clause().Matches(query))
        {
            if (query[at..match.Index].Trim().Length > 0)
            {
                throw GSuiteRefusal.Invalid("Invalid Input: query");
            }

            at = match.Index + match.Length;
            var value = match.Groups["value"].Value;
            clauses.Add(ForClause(match.Groups["field"].Value, match.Groups["op"].Value, value is ['\'' or '"', .., _] ? value[1..^1].Replace("\\'", "'", StringComparison.Ordinal) : value, subtree));
        }

        return query[at..].Trim().Length == 0 ? user => clauses.TrueForAll(c => c(user)) : throw GSuiteRefusal.Invalid("Invalid Input: query");
    }

    private static Func<GSuiteUser, bool> ForClause(string field, string op, string value, bool subtree)
    {
        Func<GSuiteUser, bool>? flag = field switch
        {
            "isAdmin" => u => u.IsAdmin,
            "isDelegatedAdmin" => u => u.IsDelegatedAdmin,
            "isSuspended" => u => u.Suspended,
            "isArchived" => u => u.Archived,
            _ => null,
        };
        if (flag is not null)
        {
            return op == "=" && bool.TryParse(value, out var wanted) ? u => flag(u) == wanted : throw GSuiteRefusal.Invalid("Invalid Input: query");
        }

        if (field == "orgUnitPath")
        {
            var path = value.TrimEnd('/');
            return op == "="
                ? u => Same(u.OrgUnitPath.TrimEnd('/'), path) || (subtree && u.OrgUnitPath.StartsWith(path + "/", StringComparison.OrdinalIgnoreCase))
                : throw GSuiteRefusal.Invalid("Invalid Input: query");
        }

        var texts = Texts(field) ?? throw GSuiteRefusal.Invalid("Invalid Input: query");
        return op == "=" ? u => texts(u).Any(t => Same(t, value))
            : value.EndsWith('*') ? u => texts(u).Any(t => t.StartsWith(value[..^1], StringComparison.OrdinalIgnoreCase))
            : u => texts(u).Any(t => Word().Split(t).Any(word => Same(word, value)) || Same(t, value));
    }

    private static Func<GSuiteUser, IEnumerable<string>>? Texts(string field) => field switch
    {
        "" => u => [u.GivenName, u.FamilyName, u.PrimaryEmail],
        "name" => u => [u.FullName],
        "givenName" => u => [u.GivenName],
        "familyName" => u => [u.FamilyName],
        "email" => u => [u.PrimaryEmail, .. u.Aliases, .. u.NonEditableAliases],
        "orgName" => u => u.Organizations.Select(o => o.Name ?? ""),
        "orgTitle" => u => u.Organizations.Select(o => o.Title ?? ""),
        "orgDepartment" => u => u.Organizations.Select(o => o.Department ?? ""),
        "orgDescription" => u => u.Organizations.Select(o => o.Description ?? ""),
        "orgCostCenter" => u => u.Organizations.Select(o => o.CostCenter ?? ""),
        "phone" => u => u.Phones.Select(p => p.Value),
        "externalId" => u => u.ExternalIds.Select(e => e.Value),
        "directManager" => u => u.Relations.Where(r => r.Type == "manager").Select(r => r.Value),
        _ => null,
    };

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        """(?:(?<field>[A-Za-z]+)(?<op>[=:])(?<value>'(?:[^'\\]|\\.)*'|"[^"]*"|[^\s'"]+)|(?<value>'(?:[^'\\]|\\.)*'|"[^"]*"|[^\s'"=:]+))(?=\s|$)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Clause();

    [GeneratedRegex("[^\\p{L}\\p{N}]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();
}
