using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What an administrator changed about the rows a plan proposes. Nothing changed means: exactly the rows the plan has selected.</summary>
public sealed record RowSelection
{
    /// <summary>The plan's own selection.</summary>
    public static RowSelection AsPlanned { get; } = new();

    /// <summary>When not empty, only rows of these statuses are applied.</summary>
    public ImmutableArray<RowStatus> Only { get; init; } = [];

    /// <summary>When not empty, only rows that one of these admits are applied.</summary>
    public ImmutableArray<RowRule> Rules { get; init; } = [];

    /// <summary>When not empty, only rows of these kinds are applied, and the departments they need: people alone, or roles and memberships alone.</summary>
    public ImmutableArray<RowKind> Kinds { get; init; } = [];

    /// <summary>Ids of rows to apply although the plan has not selected them.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>Ids of rows not to apply although the plan has selected them.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Whether a row is to be applied.</summary>
    public bool Selects(PlanRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Effects.Length > 0
            && (row.Selected || Include.Contains(row.Id, StringComparer.Ordinal))
            && !Exclude.Contains(row.Id, StringComparer.Ordinal)
            && (Kinds.IsDefaultOrEmpty || IsNewDepartment(row) || Kinds.Contains(row.Kind))
            && (Only.IsDefaultOrEmpty || IsNewDepartment(row) || Only.Contains(row.Status))
            && (Rules.IsDefaultOrEmpty || IsNewDepartment(row) || Rules.Any(rule => rule.Admits(row)));
    }

    /// <summary>The plan's own selection, as people changed it.</summary>
    public static RowSelection Of(PlanView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Choices.IsEmpty
            ? AsPlanned
            : new RowSelection
            {
                Include = [.. view.Choices.Values.Where(choice => choice.Taken).Select(choice => choice.Row)],
                Exclude = [.. view.Choices.Values.Where(choice => !choice.Taken).Select(choice => choice.Row)],
            };
    }

    /// <summary>A department that is made when a row that is applied needs it, and for no other reason.</summary>
    internal static bool IsNewDepartment(PlanRow row) => row.Kind == RowKind.Department && row.Status != RowStatus.Update;
}
