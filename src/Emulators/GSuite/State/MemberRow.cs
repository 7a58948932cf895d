namespace SyncEngine.Emulators;

/// <summary>One member as the API shows it.</summary>
internal sealed record MemberRow(string Id, string? Email, string Role, string Type, string? Status);

/// <summary>Who is in a group: directly, or through groups in it.</summary>
internal static class Membership
{
    /// <summary>The rows of a group. With derived ones the groups in it are still there, and who is in one of them is a plain member.</summary>
    internal static IReadOnlyCollection<MemberRow> Rows(GSuiteState state, GSuiteGroup group, bool derived)
    {
        var rows = new Dictionary<string, MemberRow>(StringComparer.Ordinal);
        foreach (var row in Direct(state, group))
        {
            rows.TryAdd(row.Id, row);
        }

        var open = derived ? new Queue<string>(rows.Values.Where(r => r.Type == "GROUP").Select(r => r.Id)) : [];
        while (open.TryDequeue(out var id))
        {
            foreach (var row in state.Group(id) is { } nested ? Direct(state, nested) : [])
            {
                if (row.Id != group.Id && rows.TryAdd(row.Id, row with { Role = "MEMBER" }) && row.Type == "GROUP")
                {
                    open.Enqueue(row.Id);
                }
            }
        }

        return rows.Values;
    }

    /// <summary>Whether a group holds another, at any depth, or is it.</summary>
    internal static bool Holds(GSuiteState state, GSuiteGroup group, string id) =>
        group.Id == id || Rows(state, group, derived: true).Any(r => r.Id == id);

    internal static IEnumerable<MemberRow> Direct(GSuiteState state, GSuiteGroup group) => group.Members.Select(m => Row(state, m)).OfType<MemberRow>();

    private static MemberRow? Row(GSuiteState state, GSuiteMember member)
    {
        switch (member.Type)
        {
            case "USER":
                return state.User(member.Id) is { } user
                    ? new MemberRow(user.Id, Shown(member, user), member.Role, "USER", user.Suspended || user.Archived ? "SUSPENDED" : "ACTIVE")
                    : null;
            case "GROUP":
                return state.Group(member.Id) is { } group ? new MemberRow(group.Id, group.Email, member.Role, "GROUP", "ACTIVE") : null;
            case "CUSTOMER":
                return new MemberRow(member.Id, null, member.Role, "CUSTOMER", null);
            default:
                return new MemberRow(member.Id, member.Email, member.Role, "EXTERNAL", null);
        }
    }

    private static string Shown(GSuiteMember member, GSuiteUser user) =>
        member.Email is { } alias && user.Aliases.Contains(alias, StringComparer.OrdinalIgnoreCase) ? alias : user.PrimaryEmail;
}
