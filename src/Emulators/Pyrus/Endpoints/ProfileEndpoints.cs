using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>/profile</c> and <c>/profile/identity</c>: who the token belongs to. Neither shows rights.</summary>
internal static class ProfileEndpoints
{
    internal static PyrusRoute[] Routes { get; } = [new("GET", "profile", Profile), new("GET", "profile/identity", Identity)];

    private static void Profile(PyrusCall call, Utf8JsonWriter json)
    {
        var caller = call.Caller!;
        json.WriteStartObject();
        json.WriteNumber("person_id", caller.Id);
        foreach (var (name, value) in new[] { ("first_name", caller.FirstName), ("last_name", caller.LastName), ("email", caller.Email) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                json.WriteString(name, value);
            }
        }

        json.WriteString("locale", "en-GB");
        json.WriteNumber("organization_id", call.State.Organization.Id);
        json.WriteStartObject("organization");
        json.WriteNumber("organization_id", call.State.Organization.Id);
        json.WriteString("name", call.State.Organization.Name);
        json.WriteEndObject();
        json.WriteNumber("timezone_offset", 0);
        json.WriteEndObject();
    }

    private static void Identity(PyrusCall call, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("email", call.Caller!.Email);
        json.WriteNumber("organization_id", call.State.Organization.Id);
        json.WriteEndObject();
    }
}
