using System.Text.RegularExpressions;

namespace SyncEngine.Emulators;

/// <summary>A search for groups: one clause on <c>email</c>, <c>name</c> or <c>memberKey</c>; <c>=</c> is the whole value, <c>:x*</c> its beginning.</summary>
internal static partial class GroupQuery
{
    internal static Func<GSuiteGroup, bool> Parse(string query, GSuiteState state)
    {
        var match = Clause().Match(query.Trim());
        if (!match.Success)
        {
            throw GSuiteRefusal.Invalid("Invalid Input: query");
        }

        var (field, op, value) = (match.Groups["field"].Value, match.Groups["op"].Value, match.Groups["value"].Value.Trim('\''));
        if (field == "memberKey")
        {
            var member = state.User(value)?.Id ?? state.Group(value)?.Id;
            return group => group.Members.Any(m => m.Id == member);
        }

        Func<GSuiteGroup, string> text = field == "email" ? group => group.Email : group => group.Name;
        return op == "=" ? group => text(group).Equals(value, StringComparison.OrdinalIgnoreCase)
            : value.EndsWith('*') ? group => text(group).StartsWith(value[..^1], StringComparison.OrdinalIgnoreCase)
            : throw GSuiteRefusal.Invalid("Invalid Input: query");
    }

    [GeneratedRegex("^(?<field>email|name|memberKey)(?<op>[=:])(?<value>'[^']*'|\\S+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Clause();
}
