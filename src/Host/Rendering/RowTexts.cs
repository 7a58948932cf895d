using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>What is shown of one row.</summary>
internal static class RowTexts
{
    private static readonly string[] ShownElsewhere = [AttributeNames.FirstName, AttributeNames.LastName, AttributeNames.Email];

    /// <summary>A department that is made because rows need it: shown as a tree, and counted with none of the tabs.</summary>
    internal static bool IsNewDepartment(PlanRow row) => row is { Kind: RowKind.Department, Tab: PlanTab.Add };

    internal static string Name(PlanRow row) =>
        row.Kind == RowKind.Department ? string.Join(" / ", row.Department.DefaultIfEmpty(row.Target?.Name ?? "")) : row.Source?.Name ?? row.Target?.Name ?? "";

    internal static string Email(PlanRow row) => row.Kind == RowKind.Department ? "" : row.Source?.Email ?? row.Target?.Email ?? "";

    /// <summary>What the row is written to; a role is named as such, or it would pass for the account of the person beside it.</summary>
    internal static string Account(PlanRow row) => (row.Target?.Id, row.Kind) switch
    {
        (null, _) => "",
        ({ } id, RowKind.Role or RowKind.Membership) => $"role {id}",
        ({ } id, RowKind.Department) => $"department {id}",
        var (id, _) => id,
    };

    internal static string Box(PlanRow row, RowChoice? choice, bool approved) => row switch
    {
        { Effects.Length: 0 } => "",
        { Held: not null } when !approved && choice is not { Taken: false } => "held",
        _ => choice?.Taken ?? row.Selected ? "[x]" : "[ ]",
    };

    /// <summary>Who said something of the row; null when nobody did.</summary>
    internal static string? Chosen(RowChoice? choice) => choice is null ? null : $"{(choice.Taken ? "taken in" : "left out")} by {choice.By}";

    /// <summary>One line for each field that changes; of a new account one line in all, without what the columns show.</summary>
    internal static IEnumerable<string> Changes(PlanRow row)
    {
        if (row.Status == RowStatus.New)
        {
            var fields = row.Changes.Where(c => !ShownElsewhere.Contains(c.Field, StringComparer.Ordinal)).Select(c => $"{c.Field}: {c.To}").ToList();
            return fields.Count == 0 ? [] : [string.Join(", ", fields)];
        }

        return row.Changes.Select(Change).Concat(row.Roles.Select(role => $"role given back: {role.Name ?? role.Id}"));
    }

    private static string Change(FieldChange change)
    {
        var text = (change.From, change.To) switch
        {
            (null, var to) => $"{change.Field}: {to}",
            (var from, null) => $"{change.Field}: {from} -> (cleared)",
            (var from, var to) => $"{change.Field}: {from} -> {to}",
        };
        return change.Note is null ? text : $"{text} ({change.Note})";
    }
}
