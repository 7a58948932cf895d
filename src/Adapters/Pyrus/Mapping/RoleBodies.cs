using System.Text.Json.Nodes;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>Makes the body of a write to a role from a change.</summary>
internal static class RoleBodies
{
    internal static WriteBody Creation(Change change) => change.Fields[AttributeNames.Name] is null
        ? new WriteBody([], "a role needs a name.")
        : Fields(change);

    internal static WriteBody Fields(Change change)
    {
        var json = new JsonObject();
        foreach (var (name, values) in change.Fields)
        {
            if (Field(name) is not { } field)
            {
                return new WriteBody(json, $"a role has no writable field '{name}'; it takes: externalId, name.");
            }

            json[field] = values[0];
        }

        foreach (var name in change.Cleared)
        {
            if (name != AttributeNames.ExternalId)
            {
                return new WriteBody(json, $"the field '{name}' of a role cannot be cleared; only its externalId can.");
            }

            // As with accounts: absent means unchanged, and the empty text is what clears.
            json[PyrusFields.ExternalId] = "";
        }

        return new WriteBody(json);
    }

    /// <summary>Members that come (<c>member_add</c>) or go (<c>member_remove</c>).</summary>
    internal static WriteBody Members(Change change, string direction)
    {
        var json = new JsonObject();
        var members = new JsonArray();
        foreach (var member in change.Members)
        {
            if (AccountMapping.Id(member) is not { } id)
            {
                return new WriteBody(json, $"'{member}' is not the id of an account of Pyrus.");
            }

            members.Add(id);
        }

        json[direction] = members;
        return new WriteBody(json, members.Count == 0 ? "the change names no account." : null);
    }

    /// <summary>The fields that an answer shows otherwise than the change wanted them, by canonical name.</summary>
    internal static IReadOnlyList<string> NotAsAsked(Change change, Api.Role answer) =>
    [
        .. change.Fields[AttributeNames.Name] is { } name && CanonicalText.NameKey(name) != CanonicalText.NameKey(answer.Name) ? [AttributeNames.Name] : Array.Empty<string>(),
        .. change.Fields[AttributeNames.ExternalId] is { } external && external.Trim() != answer.ExternalId ? [AttributeNames.ExternalId] : Array.Empty<string>(),
        .. change.Cleared.Contains(AttributeNames.ExternalId, StringComparer.Ordinal) && answer.ExternalId is not null ? [AttributeNames.ExternalId] : Array.Empty<string>(),
    ];

    private static string? Field(string canonical) => canonical switch
    {
        AttributeNames.Name => PyrusFields.RoleName,
        AttributeNames.ExternalId => PyrusFields.ExternalId,
        _ => null,
    };
}
