using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Carries what people said of rows over to the next plan of the sync, for each row that comes out the same. Pure.</summary>
internal sealed class ChoiceCarrier(PlanView? newest)
{
    private readonly ImmutableArray<RowChoice>.Builder kept = ImmutableArray.CreateBuilder<RowChoice>();

    /// <summary>The plan that the choices come from, as it stood when they were read; null when there is none.</summary>
    internal PlanView? From => newest;

    /// <summary>The choices that hold on, in order of rows.</summary>
    internal ImmutableArray<RowChoice> Kept => [.. kept.OrderBy(choice => choice.Row, StringComparer.Ordinal)];

    internal void See(IReadOnlyList<PlanRow> rows)
    {
        if (newest is null || newest.Choices.Count == 0)
        {
            return;
        }

        foreach (var row in rows)
        {
            if (newest.Choices.TryGetValue(row.Id, out var choice) && choice.Seen == PlanFingerprint.OfRow(row))
            {
                kept.Add(choice);
            }
        }
    }
}
