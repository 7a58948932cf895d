using System.Collections.Immutable;

namespace SyncEngine.Provisioning;

/// <summary>Which rows of a plan to read. What is not said does not restrict.</summary>
public sealed record RowQuery
{
    /// <summary>All rows.</summary>
    public static RowQuery All { get; } = new();

    /// <summary>Rows of these statuses only; default (unset) is any.</summary>
    public ImmutableArray<RowStatus> Statuses { get; init; }

    /// <summary>Rows with these ids only; default (unset) is any.</summary>
    public ImmutableArray<string> Ids { get; init; }

    /// <summary>Rows behind this <see cref="PlanRow.Place"/> only: the last place of the page before. Null begins at the first row.</summary>
    public string? After { get; init; }

    /// <summary>At most so many rows, 1 or more; null is no bound.</summary>
    public int? Max { get; init; }
}
