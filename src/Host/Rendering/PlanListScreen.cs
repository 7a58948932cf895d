using Spectre.Console;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>The plans of a sync, newest first.</summary>
internal static class PlanListScreen
{
    private static readonly RowStatus[] Counted = [RowStatus.New, RowStatus.Update, RowStatus.Block, RowStatus.Unblock, RowStatus.Bind];

    internal static void Show(Screen screen, IReadOnlyList<PlanView> plans)
    {
        var table = Section.Table(
            Section.Column("Plan", wrap: false), Section.Column("Prepared (UTC)", wrap: false), Section.Column("Status", wrap: false),
            Section.Column("Rows"), Section.Column("Fingerprint", wrap: false));
        foreach (var plan in plans)
        {
            table.AddRow(
                Section.Cell(Ids.Short(plan.Id)),
                Section.Cell(plan.Prepared is { } p ? Words.Second(p.PreparedAt) : "", Palette.Dim),
                Section.Cell(StatusOf(plan), plan.Status is PlanStatus.Prepared or PlanStatus.Approved ? Palette.Good : Palette.Dim),
                Section.Cell(CountsOf(plan)),
                Section.Cell(plan.Prepared?.Fingerprint.Abbreviated, Palette.Dim));
        }

        screen.Write(table);
    }

    internal static bool HasWork(PlanView plan) => Counted.Any(status => plan.Prepared?.Counts.GetValueOrDefault(status.ToString()) > 0);

    internal static string CountsOf(PlanView plan)
    {
        var counts = Counted
            .Select(status => (status, Count: plan.Prepared?.Counts.GetValueOrDefault(status.ToString()) ?? 0))
            .Where(c => c.Count > 0)
            .Select(c => $"{Words.Number(c.Count)} {c.status}")
            .ToList();
        return counts.Count == 0 ? "nothing to do" : string.Join(", ", counts);
    }

    private static string StatusOf(PlanView plan) => plan switch
    {
        { Status: PlanStatus.Prepared, Held: true } => "Prepared, held",
        { Status: PlanStatus.Approved, Approval: { } approval } => $"Approved by {approval.By}",
        _ => plan.Status.ToString(),
    };
}
