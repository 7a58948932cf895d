using System.Globalization;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>Writes groups and members as the API shows them.</summary>
internal static class GroupJson
{
    internal static void Write(Utf8JsonWriter json, GSuiteGroup group, GSuiteCall call, string etag)
    {
        json.WriteStartObject();
        json.WriteString("kind", "admin#directory#group");
        json.WriteString("id", group.Id);
        json.WriteString("etag", etag);
        json.WriteString("email", group.Email);
        json.WriteString("name", group.Name.Length > 0 ? group.Name : group.Email[..Math.Max(0, group.Email.IndexOf('@', StringComparison.Ordinal))]);

        // Only users count, as documented; a number of 64 bits is a text.
        json.WriteString("directMembersCount", Membership.Direct(call.State, group).Count(m => m.Type == "USER").ToString(CultureInfo.InvariantCulture));
        json.WriteString("description", group.Description ?? "");
        json.WriteBoolean("adminCreated", group.AdminCreated);
        JsonTexts.Write(json, "aliases", group.Aliases);
        JsonTexts.Write(json, "nonEditableAliases", group.NonEditableAliases);
        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, MemberRow row, string etag, bool single)
    {
        json.WriteStartObject();
        json.WriteString("kind", "admin#directory#member");
        json.WriteString("etag", etag);
        json.WriteString("id", row.Id);
        JsonTexts.Write(json, "email", row.Email);
        json.WriteString("role", row.Role);
        json.WriteString("type", row.Type);
        JsonTexts.Write(json, "status", row.Status);
        if (single)
        {
            json.WriteString("delivery_settings", "ALL_MAIL");
        }

        json.WriteEndObject();
    }
}
