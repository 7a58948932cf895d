using System.Collections.Immutable;

namespace SyncEngine.Provisioning;

/// <summary>
/// Decides, before anything is written for a row, whether it may be applied: selected, not held, the world still as planned, prerequisites done.
/// "As planned" is checked by planning again from what is known now: the row must come out the same. Pure.
/// </summary>
internal sealed class RowGate
{
    private readonly Dictionary<string, PlanRow> now;
    private readonly HashSet<string> wanted;
    private readonly HashSet<string> departments;
    private readonly bool approved;

    internal RowGate(IReadOnlyList<PlanRow> planned, IEnumerable<PlanRow> now, RowSelection selection, bool approved)
    {
        this.approved = approved;
        this.now = now.ToDictionary(row => row.Id, StringComparer.Ordinal);
        wanted = planned
            .Where(row => !RowSelection.IsNewDepartment(row) && selection.Selects(row) && (row.Held is null || approved))
            .Select(row => row.Id)
            .ToHashSet(StringComparer.Ordinal);
        departments = planned.Where(RowSelection.IsNewDepartment).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var possible = planned
            .Where(row => RowSelection.IsNewDepartment(row) && row.Effects.Length > 0 && !selection.Exclude.Contains(row.Id, StringComparer.Ordinal))
            .ToDictionary(row => row.Id, StringComparer.Ordinal);
        var needed = new Stack<string>(planned.Where(row => wanted.Contains(row.Id)).SelectMany(row => row.Requires));
        while (needed.TryPop(out var id))
        {
            if (possible.TryGetValue(id, out var department) && wanted.Add(id))
            {
                foreach (var parent in department.Requires)
                {
                    needed.Push(parent);
                }
            }
        }
    }

    /// <summary>The outcome that ends the row without a write, or null when it may be applied.</summary>
    internal RowOutcome? Stop(PlanRow row, IReadOnlyDictionary<string, RowResult> settled)
    {
        if (!wanted.Contains(row.Id))
        {
            return row.Held is not null && row.Selected && !approved
                ? new RowOutcome(row.Id, RowResult.Held, row.Target?.Id, null, $"Held by the limit {row.Held}.")
                : new RowOutcome(row.Id, RowResult.NotSelected, row.Target?.Id);
        }

        if (!now.TryGetValue(row.Id, out var current))
        {
            return new RowOutcome(row.Id, RowResult.AlreadySo, row.Target?.Id, null, "Nothing is left to do.");
        }

        if (Difference(row, current) is { } difference)
        {
            return new RowOutcome(row.Id, RowResult.Stale, row.Target?.Id, null, difference);
        }

        var missing = row.Requires.FirstOrDefault(id => !settled.TryGetValue(id, out var result) || !Suffices(row, id, result));
        return missing is null
            ? null
            : new RowOutcome(row.Id, RowResult.Deferred, row.Target?.Id, null, $"Row {missing}, which it depends on, was not applied.");
    }

    /// <summary>A person does not wait for a department that the target will not have: the rest of the row goes on without it.</summary>
    private bool Suffices(PlanRow row, string required, RowResult result) =>
        result is RowResult.Applied or RowResult.AlreadySo
        || (row.Kind == RowKind.User && departments.Contains(required) && result is RowResult.Refused or RowResult.Unknown or RowResult.Deferred or RowResult.Stale);

    private static string? Difference(PlanRow planned, PlanRow current)
    {
        if (planned.Status != current.Status || planned.Reason != current.Reason)
        {
            return $"Planned was {planned.Status} ({planned.Reason}); now it would be {current.Status} ({current.Reason}): {current.Text}";
        }

        if (planned.Target?.Id != current.Target?.Id)
        {
            return $"Planned was account {planned.Target?.Id ?? "none"}; now it would be {current.Target?.Id ?? "none"}.";
        }

        var fields = planned.Changes.Select(c => c.Field).Union(current.Changes.Select(c => c.Field), StringComparer.Ordinal)
            .Select(field => (Field: field, Planned: Find(planned.Changes, field), Current: Find(current.Changes, field)))
            .Where(f => f.Planned?.From != f.Current?.From || f.Planned?.To != f.Current?.To)
            .Select(f => $"field {f.Field}: was '{f.Planned?.From}', planned '{f.Planned?.To}', now '{f.Current?.From}' to become '{f.Current?.To}'")
            .ToList();
        if (fields.Count > 0)
        {
            return string.Join("; ", fields);
        }

        if (!planned.Roles.SequenceEqual(current.Roles))
        {
            return $"Planned were the roles {Listed(planned.Roles)}; now it would be {Listed(current.Roles)}.";
        }

        if (planned.Receiver?.Id != current.Receiver?.Id)
        {
            return $"Planned was to hand the work to account {planned.Receiver?.Id ?? "nobody"}; now it would be {current.Receiver?.Id ?? "nobody"}.";
        }

        return planned.Effects.SequenceEqual(current.Effects)
            ? null
            : $"Planned was {string.Join(", ", planned.Effects)}; now it would be {string.Join(", ", current.Effects)}.";
    }

    private static string Listed(ImmutableArray<RowRole> roles) => roles.Length == 0 ? "none" : string.Join(", ", roles.Select(role => role.Name ?? role.Id));

    private static FieldChange? Find(ImmutableArray<FieldChange> changes, string field) => changes.FirstOrDefault(c => c.Field == field);
}
