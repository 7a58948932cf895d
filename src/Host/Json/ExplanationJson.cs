using SyncEngine.Audit;

namespace SyncEngine.Host;

/// <summary>Why a plan says what it says of one person.</summary>
internal sealed record ExplanationJson(
    int Schema, string Sync, string Plan, DateTimeOffset PreparedAt, string System, string Anchor, string Name, IReadOnlyList<ExplainStep> Steps, string Result,
    string? Otherwise, RowJson? Row, IReadOnlyList<ExplanationJson.RelatedItem> Related)
{
    internal static ExplanationJson Of(Explanation explanation) => new(
        JsonOutput.Schema, explanation.Plan.Sync.Value, explanation.Plan.Id.ToString(), explanation.Plan.PreparedAt, explanation.Person.System.Value,
        explanation.Person.Anchor, explanation.Name, explanation.Steps, explanation.Result, explanation.Otherwise,
        explanation.Row is { } row ? RowJson.Of(row) : null, [.. explanation.Related.Select(related => new RelatedItem(RowJson.Of(related.Row), related.Otherwise))]);

    internal sealed record RelatedItem(RowJson Row, string? Otherwise);
}
