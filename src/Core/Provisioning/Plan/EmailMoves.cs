using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Puts rows that pass addresses on into order: who frees an address goes before who gets it; an address nobody frees, and a circle of
/// exchanges, become conflicts.
/// </summary>
internal static class EmailMoves
{
    internal static IEnumerable<PlanRow> InOrder(IReadOnlyList<PlanRow> planned, PlanningWorld world)
    {
        var rows = WithoutRivals(planned);
        var leaving = rows
            .Where(r => r.Target?.Id is not null && NewAddress(r) is not null)
            .ToDictionary(r => r.Target!.Id!, r => r, StringComparer.Ordinal);
        var waits = new Dictionary<string, PlanRow>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (NewAddress(row) is not { } wanted)
            {
                continue;
            }

            var holder = world.Correlator.AccountsWith(wanted).FirstOrDefault(a => a.Key.Anchor != row.Target?.Id);
            if (holder is null)
            {
                continue;
            }

            if (leaving.TryGetValue(holder.Key.Anchor, out var before))
            {
                waits[row.Id] = before;
            }
        }

        return OnlyWithWhatTheyWaitFor([.. rows.Select(row => Settled(row, waits, world))], waits);
    }

    /// <summary>Rows that would give one address to several accounts: the application takes only the first, and which that is must not be chance.</summary>
    private static List<PlanRow> WithoutRivals(IReadOnlyList<PlanRow> rows)
    {
        var takers = rows.Where(row => NewAddress(row) is not null).ToLookup(row => NewAddress(row)!.Value);
        return [.. rows.Select(row => NewAddress(row) is { } wanted && takers[wanted].Count() > 1 ? Rival(row, wanted) : row)];

        PlanRow Rival(PlanRow row, EmailKey wanted) => AsConflict(
            row,
            Reason.AmbiguousSource,
            $"{row.Source?.Name} would get the address {wanted}, and so would {string.Join(", ", takers[wanted].Where(other => other != row).Select(other => other.Source?.Name))}."
            + " Give each person one address.");
    }

    /// <summary>A row is selected only when the rows that free its address are, all the way: otherwise it could not be applied.</summary>
    private static IEnumerable<PlanRow> OnlyWithWhatTheyWaitFor(IReadOnlyList<PlanRow> rows, Dictionary<string, PlanRow> waits)
    {
        var settled = rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        return rows.Select(row => row.Selected && FirstUnselected(row) is { } waiting
            ? row with { Selected = false, Text = $"{row.Text} It waits for the row of {waiting.Source?.Name}, which is not selected." }
            : row);

        PlanRow? FirstUnselected(PlanRow row)
        {
            for (var at = row; waits.TryGetValue(at.Id, out var before);)
            {
                at = settled[before.Id];
                if (!at.Selected)
                {
                    return at;
                }
            }

            return null;
        }
    }

    private static PlanRow Settled(PlanRow row, Dictionary<string, PlanRow> waits, PlanningWorld world)
    {
        if (NewAddress(row) is not { } wanted
            || world.Correlator.AccountsWith(wanted).FirstOrDefault(a => a.Key.Anchor != row.Target?.Id) is not { } holder)
        {
            return row;
        }

        if (!waits.TryGetValue(row.Id, out var before))
        {
            return AsConflict(row, Reason.EmailTaken, $"The new address {wanted} of {row.Source?.Name} belongs to account {holder.Key.Anchor}. Nothing is changed.");
        }

        return EndsInCircle(row, waits)
            ? AsConflict(row, Reason.EmailCycle, $"{row.Source?.Name} and others exchange addresses in a circle; change one of them to a temporary address first.")
            : row with { Requires = [.. row.Requires.Append(before.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
    }

    private static bool EndsInCircle(PlanRow start, Dictionary<string, PlanRow> waits)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal) { start.Id };
        var row = start;
        while (waits.TryGetValue(row.Id, out var before))
        {
            if (!visited.Add(before.Id))
            {
                return true;
            }

            row = before;
        }

        return false;
    }

    private static PlanRow AsConflict(PlanRow row, Reason reason, string text) => row with
    {
        Status = RowStatus.Conflict,
        Reason = reason,
        Text = text,
        Selected = false,
        Effects = ImmutableArray<Effect>.Empty,
        Requires = [],
    };

    /// <summary>The address a row gives to an account, when it writes at all.</summary>
    private static EmailKey? NewAddress(PlanRow row) =>
        row.Effects.Length > 0 && row.Changes.FirstOrDefault(c => c.Field == AttributeNames.Email) is { To: { } to } ? EmailKey.TryFrom(to) : null;
}
