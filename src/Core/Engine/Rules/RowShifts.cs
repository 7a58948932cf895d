using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Compares the rows of two plans by their statuses: 9 bytes a row are kept, and a few examples.</summary>
internal sealed class RowShifts
{
    private readonly Dictionary<ulong, RowStatus> before = [];
    private readonly SortedDictionary<(int From, int To), int> counts = [];
    private readonly SortedDictionary<string, PlanRow> examples = new(StringComparer.Ordinal);

    /// <summary>Takes in a row of the first plan; all of them come before those of the second.</summary>
    internal void Before(PlanRow row) => before[Number(row)] = row.Status;

    /// <summary>Takes in a row of the second plan.</summary>
    internal void After(PlanRow row)
    {
        var from = before.Remove(Number(row), out var status) ? status : (RowStatus?)null;
        if (from == row.Status)
        {
            return;
        }

        Count(from, row.Status);
        examples[row.Place] = row;
        if (examples.Count > RuleDesk.ExamplesMax)
        {
            examples.Remove(examples.Keys.Last());
        }
    }

    /// <summary>What became of all rows, once both plans were seen.</summary>
    internal ImmutableArray<RowShift> All()
    {
        foreach (var gone in before.Values)
        {
            Count(gone, null);
        }

        before.Clear();
        return [.. counts.Select(c => new RowShift(StatusOf(c.Key.From), StatusOf(c.Key.To), c.Value))];
    }

    internal ImmutableArray<PlanRow> Examples() => [.. examples.Values];

    private void Count(RowStatus? from, RowStatus? to)
    {
        var key = (from is { } f ? (int)f : -1, to is { } t ? (int)t : -1);
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }

    private static RowStatus? StatusOf(int number) => number < 0 ? null : (RowStatus)number;

    /// <summary>A row's id is 16 hexadecimal digits.</summary>
    private static ulong Number(PlanRow row) => ulong.Parse(row.Id, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
