using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>/contacts</c>: everybody the caller can see, other organisations' people among them.</summary>
internal static class ContactsEndpoint
{
    internal static PyrusRoute[] Routes { get; } = [new("GET", "contacts", Contacts)];

    private static void Contacts(PyrusCall call, Utf8JsonWriter json)
    {
        var inactive = call.Flag("include_inactive");
        json.WriteStartObject();
        json.WriteStartArray("organizations");
        Organization(call, json, call.State.Organization.Id, call.State.Organization.Name, call.State.Members, inactive, call.State.Roles);
        foreach (var foreign in call.State.ForeignOrganizations)
        {
            Organization(call, json, foreign.Id, foreign.Name, foreign.Persons, inactive, []);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Organization(
        PyrusCall call, Utf8JsonWriter json, int id, string name, IEnumerable<PyrusMember> persons, bool inactive, IEnumerable<PyrusRole> roles)
    {
        json.WriteStartObject();
        json.WriteNumber("organization_id", id);
        json.WriteString("name", name);
        json.WriteStartArray("persons");
        foreach (var person in persons.Where(p => inactive || p.IsActive))
        {
            PyrusJson.Write(json, person, call, inList: true);
        }

        json.WriteEndArray();
        json.WriteStartArray("roles");
        foreach (var role in roles.Where(r => inactive || (!r.Banned && !r.Fired)))
        {
            PyrusJson.Write(json, role, call);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
