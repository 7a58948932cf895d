using System.Text.Json.Serialization;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>One row of a plan.</summary>
internal record RowJson(
    string Id, string Kind, RowStatus Status, Reason Reason, string Text, bool Selected, string? Held, Situation Situation,
    RowJson.SourceSide? Source, RowJson.TargetSide? Target, IReadOnlyList<RowJson.Change> Changes, IReadOnlyList<Effect> Effects,
    IReadOnlyList<string> Requires, IReadOnlyList<RowRole> Roles, RowReceiver? Receiver,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RowJson.SourceSide>? Further)
{
    protected RowJson(PlanRow row)
        : this(
            row.Id,
            KindOf(row.Kind),
            row.Status,
            row.Reason,
            row.Text,
            row.Selected,
            row.Held,
            row.Situation,
            row.Source is { } s ? SideOf(s) : null,
            row.Target is { } t ? new TargetSide(t.Id, t.Name, t.Email, t.Blocked) : null,
            [.. row.Changes.Select(c => new Change(c.Field, c.From, c.To, c.Note))],
            row.Effects,
            row.Requires,
            row.Roles,
            row.Receiver,
            row.Further is { } further ? [.. further.Select(SideOf)] : null)
    {
    }

    internal static RowJson Of(PlanRow row) => new(row);

    private static SourceSide SideOf(RowSource source) => new(source.System.Value, source.Anchor, source.Name, source.Email, source.Login, source.Path);

    private static string KindOf(RowKind kind) => kind switch
    {
        RowKind.User => "user",
        RowKind.Department => "department",
        RowKind.Role => "role",
        _ => "membership",
    };

    internal sealed record SourceSide(string System, string Anchor, string? Name, string? Email, string? Login, string? Path);

    internal sealed record TargetSide(string? Id, string? Name, string? Email, bool Blocked);

    internal sealed record Change(string Field, string? From, string? To, string? Note);
}

/// <summary>One row of a plan that was applied, with how it ended.</summary>
internal sealed record SettledRowJson : RowJson
{
    internal SettledRowJson(PlanRow row, RowOutcome? outcome)
        : base(row)
    {
        Outcome = outcome?.Result ?? (row is { Selected: true, Held: not null } ? RowResult.Held : RowResult.NotSelected);
        Code = outcome?.Code;
        Message = outcome?.Text;
        TargetId = outcome?.TargetId ?? row.Target?.Id;
        Writes = outcome?.Writes ?? 0;
    }

    [JsonPropertyOrder(1)]
    public RowResult Outcome { get; }

    /// <summary>The target's own code for a refusal.</summary>
    [JsonPropertyOrder(1)]
    public string? Code { get; }

    [JsonPropertyOrder(1)]
    public string? Message { get; }

    [JsonPropertyOrder(1)]
    public string? TargetId { get; }

    [JsonPropertyOrder(1)]
    public int Writes { get; }
}
