using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>The exceptions of a sync.</summary>
internal sealed record ExceptionsJson(int Schema, string Sync, IReadOnlyList<ExceptionsJson.Item> Exceptions)
{
    internal static ExceptionsJson Of(SyncName sync, SyncRules rules) => new(JsonOutput.Schema, sync.Value, [.. rules.Exceptions.Select(view => new Item(
        view.Exclusion.Key.System.Value, KindJson.Of(view.Exclusion.Key.Kind), view.Exclusion.Key.Anchor, view.Name, view.Email, view.Exclusion.By.Name,
        view.Exclusion.Reason, view.Exclusion.Until, view.State, view.InactiveSince, view.KeepsAccess))]);

    internal sealed record Item(
        string System, string Kind, string Anchor, string? Name, string? Email, string By, string Reason, DateTimeOffset? Until, ExceptionState State,
        DateTimeOffset? InactiveSince, bool KeepsAccess);
}

/// <summary>The filters of a sync.</summary>
internal sealed record FiltersJson(int Schema, string Sync, IReadOnlyList<FiltersJson.Item> Filters)
{
    internal static FiltersJson Of(SyncName sync, SyncRules rules) => new(JsonOutput.Schema, sync.Value, [.. rules.Filters.Select(view => new Item(
        KindJson.Of(view.Filter.Kind), view.Filter.Field, view.Filter.Text, view.Filter.By.Name, view.Filter.Reason, view.Filter.Until, view.Covers, view.InForce))]);

    internal sealed record Item(string Kind, string Field, string Text, string By, string Reason, DateTimeOffset? Until, int Covers, bool InForce);
}

/// <summary>The picked groups of a sync, and those that were looked for.</summary>
internal sealed record GroupsJson(int Schema, string Sync, bool Everyone, IReadOnlyList<GroupsJson.Item> Picked, IReadOnlyList<GroupsJson.Candidate>? Found)
{
    internal static GroupsJson Of(SyncName sync, SyncRules rules, IReadOnlyList<EntryState>? found) => new(
        JsonOutput.Schema, sync.Value, rules.Everyone,
        [.. (rules.Groups ?? []).Select(view => new Item(
            view.Use, view.Group.Anchor, view.Name, view.Members, view.There, view.Chosen is null, view.Chosen?.By.Name, view.Chosen?.Reason))],
        found is null ? null : [.. found.Select(group => new Candidate(
            group.Key.Anchor, group.Attributes[AttributeNames.Name], group.Attributes[AttributeNames.Address], group.Members.Length))]);

    internal sealed record Item(GroupUse Use, string Anchor, string Name, int Members, bool There, bool Configured, string? By, string? Reason);

    internal sealed record Candidate(string Anchor, string? Name, string? Address, int Members);
}

/// <summary>What a change of the rules would do, or did.</summary>
internal sealed record EffectJson(
    int Schema, string Sync, IReadOnlyList<EffectJson.Change> Changes, IReadOnlyDictionary<string, int>? Before, IReadOnlyDictionary<string, int>? After,
    IReadOnlyList<RowShift> Shifts, IReadOnlyList<RowJson> Examples, IReadOnlyList<string> Notes)
{
    internal static EffectJson Of(SyncName sync, IReadOnlyList<RuleChange> changes, RuleEffect? effect) => new(
        JsonOutput.Schema, sync.Value,
        [.. changes.Select(change => new Change(change.Action, KindJson.Of(change.Kind), change.Entry?.System.Value, change.Entry?.Anchor, change.Field, change.Text, change.Until))],
        effect is null ? null : CountsJson.Of(effect.Before), effect is null ? null : CountsJson.Of(effect.After),
        effect?.Shifts ?? [], [.. effect?.Examples.Select(RowJson.Of) ?? []], effect?.Notes ?? []);

    internal sealed record Change(RuleAction Action, string Kind, string? System, string? Anchor, string? Field, string? Text, DateTimeOffset? Until);
}

/// <summary>Kinds of entries as scripts get them.</summary>
internal static class KindJson
{
    internal static string Of(EntryKind kind) => kind switch
    {
        EntryKind.Account => "user",
        EntryKind.Group => "group",
        _ => "unit",
    };
}
