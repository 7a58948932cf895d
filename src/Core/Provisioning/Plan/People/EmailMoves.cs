using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Puts rows that pass addresses on into order: who frees an address goes before who gets it; an address nobody frees, one that two people
/// would get, and a circle of exchanges, become conflicts. Rows pass through; those that wait for another come out at the end.
/// </summary>
internal sealed class EmailMoves(PlanningWorld world)
{
    private readonly Dictionary<int, LeavingRow> leaving = [];
    private readonly List<WaitingRow> waiting = [];
    private readonly Dictionary<ulong, PlanRow> changed = [];

    /// <summary>The row as it is now known to be, or null when it must wait for the end (<see cref="Rest"/>).</summary>
    internal PlanRow? Pass(PlanRow row, DepartmentPath? department)
    {
        if (NewAddress(row) is not { } wanted)
        {
            return row;
        }

        if (row.Target?.Id is not null && world.Claimants(wanted).FirstOrDefault(other => other.Key.Anchor != row.Source?.Anchor && other.Key.System == row.Source?.System) is { } rival)
        {
            return changed[RowNumber(row.Id)] = AsConflict(
                row,
                Reason.AmbiguousSource,
                $"{row.Source?.Name} would get the address {wanted}, which is also that of {PersonNames.Of(rival)}. Give each person one address.");
        }

        if (row.Target?.Id is { } own)
        {
            leaving[world.Correlator.NumberOf(own)] = new LeavingRow(RowNumber(row.Id), row.Selected);
        }

        if (world.Correlator.AccountsWith(wanted).FirstOrDefault(account => account.Key.Anchor != row.Target?.Id) is not { } holder)
        {
            return row;
        }

        waiting.Add(new WaitingRow(row, wanted, world.Correlator.NumberOf(holder.Key.Anchor), holder.Key.Anchor, PersonNames.Of(holder), department));
        return null;
    }

    /// <summary>The rows that had to wait, in the order in which they came.</summary>
    internal IEnumerable<(PlanRow Row, DepartmentPath? Department)> Rest()
    {
        var byId = waiting.ToDictionary(w => RowNumber(w.Row.Id));
        var settled = waiting.ToDictionary(w => RowNumber(w.Row.Id), w => Settled(w, byId));
        return waiting.Select(w => (changed[RowNumber(w.Row.Id)] = OnlyWithWhatItWaitsFor(settled[RowNumber(w.Row.Id)], byId, settled), w.Department));
    }

    /// <summary>After all rows: a row as it came out.</summary>
    internal PlanRow Settled(PlanRow row) => changed.GetValueOrDefault(RowNumber(row.Id)) ?? row;

    private PlanRow Settled(WaitingRow waits, Dictionary<ulong, WaitingRow> byId)
    {
        var row = waits.Row;
        if (!leaving.TryGetValue(waits.HolderNumber, out var before))
        {
            return AsConflict(row, Reason.EmailTaken, $"The new address {waits.Wanted} of {row.Source?.Name} belongs to account {waits.HolderId}. Nothing is changed.");
        }

        return EndsInCircle(waits, byId)
            ? AsConflict(row, Reason.EmailCycle, $"{row.Source?.Name} and others exchange addresses in a circle; change one of them to a temporary address first.")
            : row with { Requires = [.. row.Requires.Append(RowId(before.Row)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
    }

    /// <summary>A row is selected only when the rows that free its address are, all the way: otherwise it could not be applied.</summary>
    private PlanRow OnlyWithWhatItWaitsFor(PlanRow row, Dictionary<ulong, WaitingRow> byId, Dictionary<ulong, PlanRow> settled)
    {
        for (var at = row; row.Selected && byId.TryGetValue(RowNumber(at.Id), out var waits) && leaving.TryGetValue(waits.HolderNumber, out var before);)
        {
            var next = settled.GetValueOrDefault(before.Row);
            if (!(next?.Selected ?? before.Selected))
            {
                return row with { Selected = false, Text = $"{row.Text} It waits for the row of {waits.HolderName}, which is not selected." };
            }

            if (next is null)
            {
                return row;
            }

            at = next;
        }

        return row;
    }

    private bool EndsInCircle(WaitingRow start, Dictionary<ulong, WaitingRow> byId)
    {
        var visited = new HashSet<ulong> { RowNumber(start.Row.Id) };
        for (var at = start; leaving.TryGetValue(at.HolderNumber, out var before) && byId.TryGetValue(before.Row, out var next); at = next)
        {
            if (!visited.Add(before.Row))
            {
                return true;
            }
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
        Roles = [],
        Requires = [],
    };

    /// <summary>The address a row gives to an account, when it writes at all.</summary>
    private static EmailKey? NewAddress(PlanRow row) =>
        row.Effects.Length > 0 && row.Changes.FirstOrDefault(c => c.Field == AttributeNames.Email) is { To: { } to } ? EmailKey.TryFrom(to) : null;

    private static ulong RowNumber(string id) => ulong.Parse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string RowId(ulong number) => number.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A row that frees the address of its account: as small as it can be, since a renamed company has one for everybody.</summary>
    private readonly record struct LeavingRow(ulong Row, bool Selected);

    private sealed record WaitingRow(PlanRow Row, EmailKey Wanted, int HolderNumber, string HolderId, string HolderName, DepartmentPath? Department);
}
