using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Simulation;

/// <summary>Writes as text that can be compared: what a plan showed, and what was asked of the application. A write of many members counts once for each.</summary>
internal static class Writes
{
    /// <summary>What the rows that were applied had shown, in order of text.</summary>
    internal static async Task<List<string>> ShownAsync(RandomWorld w, PlanInFull plan, ApplyReport report)
    {
        var accounts = (await w.KnownAsync(EntryKind.Account)).ToDictionary(p => p.Key, p => p.Value.LinkTo(RandomWorld.Target)?.AccountId, StringComparer.Ordinal);
        var roles = (await w.KnownAsync(EntryKind.Group)).ToDictionary(g => g.Key, g => g.Value.LinkTo(RandomWorld.Target)?.AccountId, StringComparer.Ordinal);
        var done = report.Outcomes.Where(o => o.Result is RowResult.Applied or RowResult.AlreadySo).Select(o => o.RowId).ToHashSet(StringComparer.Ordinal);
        return [.. plan.Rows.Where(row => done.Contains(row.Id)).SelectMany(row => row.Effects.Distinct().SelectMany(effect => Of(row, effect))).Order(StringComparer.Ordinal)];

        IEnumerable<string> Of(PlanRow row, Effect effect)
        {
            var account = row.Target?.Id ?? (row.Source is { } person ? accounts.GetValueOrDefault(person.Anchor) : null);
            var role = row.Target?.Id ?? (row.Group is { } group ? roles.GetValueOrDefault(group) : null);
            var native = row.Effects.Contains(Effect.CreateAccount);
            return effect switch
            {
                Effect.Link => [],
                Effect.CreateAccount => [$"CreateAccount for {row.Source!.Anchor}: {Fields(row.Changes.Where(c => !NativeNames.IsNative(c.Field)))}"],
                Effect.Update => [$"UpdateAccount {account}: {Fields(row.Changes.Where(c => !native || NativeNames.IsNative(c.Field)))}"],
                Effect.Block => [$"BlockAccount {account}"],
                Effect.Unblock => [$"UnblockAccount {account}"],
                Effect.HandOver => [$"HandOverWork {account} to {row.Receiver!.Id}"],
                Effect.RestoreRole => row.Roles.Select(given => $"AddToRole {given.Id}: {account}"),
                Effect.CreateDepartment => [$"CreateDepartment {string.Join(" / ", row.Department)}"],
                Effect.SetManager => [$"UpdateDepartment {string.Join(" / ", row.Department)}: {accounts.GetValueOrDefault(row.Source!.Anchor)}"],
                Effect.CreateRole => [$"CreateRole for {row.Group}: {row.Changes.Single().To}"],
                Effect.RenameRole => [$"UpdateRole {role}: {row.Changes.Single().To}"],
                Effect.AddMember => [$"AddToRole {role}: {accounts.GetValueOrDefault(row.Source!.Anchor)}"],
                Effect.RemoveMember => [$"RemoveFromRole {role}: {accounts.GetValueOrDefault(row.Source!.Anchor)}"],
                _ => [$"unknown {effect}"],
            };
        }
    }

    /// <summary>What was asked since a number of writes, in order of text.</summary>
    internal static List<string> Asked(RandomWorld w, int since) => [.. w.Application.Calls.Skip(since).SelectMany(call => Of(w, call)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Of(RandomWorld w, ScriptedCall call)
    {
        var change = call.Change;
        return change.Action switch
        {
            ChangeAction.CreateAccount => [$"CreateAccount for {change.Fields[AttributeNames.ExternalId]}: {Fields(w, change)}"],
            ChangeAction.UpdateAccount => [$"UpdateAccount {change.TargetId}: {Fields(w, change)}"],
            ChangeAction.BlockAccount or ChangeAction.UnblockAccount => [$"{change.Action} {change.TargetId}"],
            ChangeAction.HandOverWork => [$"HandOverWork {change.TargetId} to {change.Receiver}"],
            ChangeAction.CreateDepartment => [$"CreateDepartment {string.Join(" / ", new[] { PathOf(w, change.Parent), change.Fields[AttributeNames.Name] }.Where(part => part?.Length > 0))}"],
            ChangeAction.UpdateDepartment => [$"UpdateDepartment {PathOf(w, change.TargetId)}: {change.Fields[AttributeNames.Manager]}"],
            ChangeAction.CreateRole => [$"CreateRole for {change.Fields[AttributeNames.ExternalId]}: {change.Fields[AttributeNames.Name]}"],
            ChangeAction.UpdateRole => [$"UpdateRole {change.TargetId}: {change.Fields[AttributeNames.Name]}"],
            _ => change.Members.Select(member => $"{change.Action} {change.TargetId}: {member}"),
        };
    }

    private static string Fields(IEnumerable<FieldChange> changes) =>
        string.Join("; ", changes.Select(change => $"{change.Field}={change.To}").Order(StringComparer.Ordinal));

    private static string Fields(RandomWorld w, Change change) => string.Join("; ", change.Fields.Where(field => field.Key != AttributeNames.ExternalId)
        .Select(field => $"{field.Key}={field.Value[0]}")
        .Concat(change.Cleared.Select(field => $"{field}="))
        .Concat(change.ClearParent ? [$"{AttributeNames.Department}="] : change.Parent is { } parent ? [$"{AttributeNames.Department}={PathOf(w, parent)}"] : [])
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal));

    private static string PathOf(RandomWorld w, string? id) =>
        w.Application.Find(id ?? "") is { } unit ? string.Join(" / ", new[] { PathOf(w, unit.Parent), unit.Attributes[AttributeNames.Name] }.Where(part => part?.Length > 0)) : "";
}
