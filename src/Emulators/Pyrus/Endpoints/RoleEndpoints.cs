using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>/roles</c>.</summary>
internal static class RoleEndpoints
{
    internal static PyrusRoute[] Routes { get; } =
    [
        new("GET", "roles", List),
        new("POST", "roles", Create, PyrusRights.ManageRoles),
        new("GET", "roles/{id}", Get),
        new("PUT", "roles/{id}", Update, PyrusRights.ManageRoles),
    ];

    private static void List(PyrusCall call, Utf8JsonWriter json)
    {
        var fired = call.Flag("include_fired");
        json.WriteStartObject();
        json.WriteStartArray("roles");
        foreach (var role in call.State.Roles.Where(r => fired || !r.Fired))
        {
            PyrusJson.Write(json, role, call);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Get(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, RoleOperations.Known(call), call);

    private static void Create(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, RoleOperations.Create(call), call);

    private static void Update(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, RoleOperations.Update(call), call);
}
