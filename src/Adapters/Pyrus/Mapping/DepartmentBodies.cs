using System.Text.Json.Nodes;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>Makes the body of a write to the organisation chart from a change.</summary>
internal static class DepartmentBodies
{
    internal static WriteBody Creation(Change change) => change.Fields[AttributeNames.Name] is null
        ? new WriteBody([], "a department needs a name.")
        : Of(change, []);

    /// <summary>An update carries the id in its body too, as the official client sends it.</summary>
    internal static WriteBody Update(Change change, long id) => change.ClearParent
        ? new WriteBody([], "Pyrus has no way to move a department to the top of the chart; do it by hand.")
        : Of(change, new JsonObject { [PyrusFields.Id] = id });

    /// <summary>What an answer shows otherwise than the change wanted it, by canonical name; the parent as <c>parent</c>.</summary>
    internal static IReadOnlyList<string> NotAsAsked(Change change, Api.Department answer) =>
    [
        .. change.Fields[AttributeNames.Name] is { } name && CanonicalText.NameKey(name) != CanonicalText.NameKey(answer.Name) ? [AttributeNames.Name] : Array.Empty<string>(),
        .. change.Fields[AttributeNames.Manager] is { } manager && AccountMapping.Id(manager) != answer.ManagerId ? [AttributeNames.Manager] : Array.Empty<string>(),
        .. change.Cleared.Contains(AttributeNames.Manager, StringComparer.Ordinal) && answer.ManagerId is not null ? [AttributeNames.Manager] : Array.Empty<string>(),
        .. change.Parent is { } parent && AccountMapping.Id(parent) != answer.ParentId ? ["parent"] : Array.Empty<string>(),
    ];

    private static WriteBody Of(Change change, JsonObject json)
    {
        foreach (var (name, values) in change.Fields)
        {
            switch (name)
            {
                case AttributeNames.Name:
                    json[PyrusFields.DepartmentName] = values[0];
                    break;
                case AttributeNames.Manager when AccountMapping.Id(values[0]) is { } manager:
                    json[PyrusFields.ManagerId] = manager;
                    break;
                case AttributeNames.Manager:
                    return new WriteBody(json, $"'{values[0]}' is not the id of an account of Pyrus.");
                default:
                    return new WriteBody(json, $"a department has no writable field '{name}'; it takes: manager, name.");
            }
        }

        foreach (var name in change.Cleared)
        {
            if (name != AttributeNames.Manager)
            {
                return new WriteBody(json, $"the field '{name}' of a department cannot be cleared; only its manager can.");
            }

            json[PyrusFields.RemoveManager] = true;
        }

        if (change.Parent is null)
        {
            return new WriteBody(json);
        }

        if (AccountMapping.Id(change.Parent) is not { } parent)
        {
            return new WriteBody(json, $"'{change.Parent}' is not the id of a department of Pyrus.");
        }

        json[PyrusFields.ParentId] = parent;
        return new WriteBody(json);
    }
}
