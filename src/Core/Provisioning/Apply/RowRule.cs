using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SyncEngine.Provisioning;

/// <summary>
/// Which rows: those of a status, or those of a status for one reason. Written <c>New</c> or <c>Block:SourceDisabled</c>. An update that changed rules alone explain
/// (<see cref="Provisioning.Reason.PolicyChanged"/>) is none of <c>Update</c>: a person is to look at it first.
/// </summary>
/// <param name="Status">The status.</param>
/// <param name="Reason">The reason, or null for any.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RowRule(RowStatus Status, Reason? Reason = null)
{
    /// <summary>The statuses that change something.</summary>
    public static ImmutableArray<RowStatus> Statuses { get; } = [RowStatus.New, RowStatus.Update, RowStatus.Block, RowStatus.Unblock, RowStatus.Bind];

    /// <summary>The reasons that a block can be limited to.</summary>
    public static ImmutableArray<Reason> BlockReasons { get; } =
    [
        Provisioning.Reason.SourceDisabled, Provisioning.Reason.SourceDeleted, Provisioning.Reason.SourceAbsent, Provisioning.Reason.OutOfScope,
        Provisioning.Reason.OutsideUnits,
    ];

    /// <summary>Reads a rule as people write it, ignoring case; null when the text is none.</summary>
    public static RowRule? TryParse(string? text)
    {
        var parts = (text ?? "").Split(':', 2, StringSplitOptions.TrimEntries);
        var status = Statuses.Cast<RowStatus?>().FirstOrDefault(s => s.ToString()!.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        if (status is not { } known || parts.Length == 1)
        {
            return status is { } whole ? new RowRule(whole) : null;
        }

        var reason = known == RowStatus.Block
            ? BlockReasons.Cast<Reason?>().FirstOrDefault(r => r.ToString()!.Equals(parts[1], StringComparison.OrdinalIgnoreCase))
            : null;
        return reason is null ? null : new RowRule(known, reason);
    }

    /// <summary>Whether it is about a row.</summary>
    public bool Admits(PlanRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Status == Status
            && (Reason is { } reason ? row.Reason == reason : row is not { Status: RowStatus.Update, Reason: Provisioning.Reason.PolicyChanged });
    }

    /// <inheritdoc />
    public override string ToString() => Reason is { } reason ? $"{Status}:{reason}" : Status.ToString();
}
