using System.Text.Json.Serialization;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>A plan, for scripts, as <c>preview</c> and <c>plan show</c> give it.</summary>
internal class PlanJson(PlanInFull plan, IEnumerable<RowJson> rows)
{
    public int Schema { get; } = JsonOutput.Schema;

    public string Plan => plan.Id.ToString();

    public string Sync => plan.Sync.Value;

    public DateTimeOffset PreparedAt => plan.PreparedAt;

    public string Fingerprint => plan.Fingerprint.Value;

    public string Policy => plan.Inputs.Policy.Value;

    public string Engine => plan.Engine;

    public IEnumerable<ReadJson> Reads => plan.Reads.Select(ReadJson.Of);

    public IReadOnlyDictionary<string, int> Counts => CountsJson.Of(plan.Counts);

    public IEnumerable<HeldLimit> Held => plan.Held;

    public IEnumerable<Finding> Findings => plan.Findings;

    /// <summary>What people said of single rows; not there when nobody said anything.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<ChoiceJson>? Choices => plan.Choices.Count == 0 ? null : plan.Choices.Values.Select(c => new ChoiceJson(c.Row, c.Taken, c.By.Name));

    [JsonPropertyOrder(2)]
    public IEnumerable<object> Rows => rows;

    internal static PlanJson Of(PlanInFull plan) => new(plan, plan.Rows.Select(RowJson.Of));
}

/// <summary>What a person said of one row.</summary>
internal sealed record ChoiceJson(string Row, bool Taken, string By);

/// <summary>A plan with only the rows in which a search found something.</summary>
internal sealed class PlanSearchJson(PlanInFull plan, IReadOnlyCollection<PlanRow> found, string pattern, string? next) : PlanJson(plan, found.Select(RowJson.Of))
{
    [JsonPropertyOrder(1)]
    public string Pattern => pattern;

    [JsonPropertyOrder(1)]
    public int Found => found.Count;

    /// <summary>What to give as <c>--after</c> for the next page; null when this is the last.</summary>
    [JsonPropertyOrder(1)]
    public string? Next => next;
}

/// <summary>A plan that was applied, with the outcome of each row.</summary>
internal sealed class SyncJson(PlanInFull plan, ApplyReport? report) : PlanJson(plan, Settled(plan, report))
{
    /// <summary>The run that applied it; null when nothing was to be done.</summary>
    [JsonPropertyOrder(1)]
    public string? Run => report?.Run.ToString();

    /// <summary>True when the plan had been applied before, and nothing was done now.</summary>
    [JsonPropertyOrder(1)]
    public bool AppliedBefore => report?.AppliedBefore ?? false;

    /// <summary>Why the run stopped before its end, or null.</summary>
    [JsonPropertyOrder(1)]
    public string? Suspended => report?.Suspended;

    [JsonPropertyOrder(1)]
    public IReadOnlyDictionary<string, int> Outcomes => Enum.GetValues<RowResult>()
        .ToDictionary(result => result.ToString(), result => Rows.Cast<SettledRowJson>().Count(row => row.Outcome == result), StringComparer.Ordinal);

    private static List<SettledRowJson> Settled(PlanInFull plan, ApplyReport? report)
    {
        var outcomes = report?.Outcomes.ToDictionary(o => o.RowId, StringComparer.Ordinal) ?? [];
        return plan.Rows.Select(row => new SettledRowJson(row, outcomes.GetValueOrDefault(row.Id))).ToList();
    }
}
