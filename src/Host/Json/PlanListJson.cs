using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>The plans of a sync, newest first.</summary>
internal sealed record PlanListJson(int Schema, string Sync, IEnumerable<PlanListJson.Item> Plans)
{
    internal static PlanListJson Of(string sync, IEnumerable<PlanView> plans) => new(JsonOutput.Schema, sync, plans.Select(Item.Of));

    internal sealed record Item(
        string Plan, DateTimeOffset? PreparedAt, string? Fingerprint, PlanStatus Status, bool Held, Item.ApprovalOf? Approval, string? AppliedBy,
        IReadOnlyDictionary<string, int>? Counts)
    {
        internal static Item Of(PlanView view) => new(
            view.Id.ToString(),
            view.Prepared?.PreparedAt,
            view.Prepared?.Fingerprint.Value,
            view.Status,
            view.Held,
            view.Approval is { } a ? new ApprovalOf(a.By.Name, a.Reason, a.Until) : null,
            view.AppliedBy?.ToString(),
            view.Prepared?.Counts);

        internal sealed record ApprovalOf(string By, string Reason, DateTimeOffset Until);
    }
}
