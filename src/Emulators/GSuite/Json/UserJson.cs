using System.Globalization;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>Writes a user as the API shows it: what is empty is left out.</summary>
internal static class UserJson
{
    internal static void Write(Utf8JsonWriter json, GSuiteUser user, GSuiteCall call, string etag)
    {
        var only = call.OneOf("viewType", "admin_view", "domain_public") == "domain_public" ? PublicFields : null;
        json.WriteStartObject();
        foreach (var (name, write) in Fields)
        {
            if (!user.More.ContainsKey(name) && only?.Contains(name) != false)
            {
                write(json, name, user, call, etag);
            }
        }

        foreach (var (name, value) in user.More.Where(m => only?.Contains(m.Key) != false))
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private delegate void FieldWriter(Utf8JsonWriter json, string name, GSuiteUser user, GSuiteCall call, string etag);

    /// <summary>What everybody in the domain may see of a user.</summary>
    private static readonly HashSet<string> PublicFields = new(StringComparer.Ordinal)
    {
        "kind", "id", "etag", "primaryEmail", "name", "emails", "organizations", "phones", "thumbnailPhotoUrl", "thumbnailPhotoEtag",
    };

    private static readonly (string Name, FieldWriter Write)[] Fields =
    [
        ("kind", (json, name, _, _, _) => json.WriteString(name, "admin#directory#user")),
        ("id", (json, name, user, _, _) => json.WriteString(name, user.Id)),
        ("etag", (json, name, _, _, etag) => json.WriteString(name, etag)),
        ("primaryEmail", (json, name, user, _, _) => json.WriteString(name, user.PrimaryEmail)),
        ("name", WriteName),
        Flag("isAdmin", user => user.IsAdmin),
        Flag("isDelegatedAdmin", user => user.IsDelegatedAdmin),
        ("lastLoginTime", (json, name, user, _, _) => json.WriteString(name, Time(user.LastLoginTime ?? DateTimeOffset.UnixEpoch))),
        ("creationTime", (json, name, user, _, _) => json.WriteString(name, Time(user.CreationTime!.Value))),
        ("deletionTime", WriteDeletion),
        Flag("agreedToTerms", user => user.LastLoginTime is not null),
        Flag("suspended", user => user.Suspended),
        ("suspensionReason", WriteSuspension),
        Flag("archived", user => user.Archived),
        Flag("changePasswordAtNextLogin", _ => false),
        Flag("ipWhitelisted", _ => false),
        ("emails", WriteEmails),
        ("externalIds", (json, name, user, call, _) => Typed(json, name, user.ExternalIds, call)),
        ("relations", (json, name, user, call, _) => Typed(json, name, user.Relations, call)),
        ("organizations", (json, name, user, call, _) => Open(json, name, user.Organizations, call, Write)),
        ("phones", (json, name, user, call, _) => Typed(json, name, user.Phones, call)),
        ("aliases", (json, name, user, _, _) => JsonTexts.Write(json, name, user.Aliases)),
        ("nonEditableAliases", (json, name, user, _, _) => JsonTexts.Write(json, name, user.NonEditableAliases)),
        ("customerId", (json, name, _, call, _) => json.WriteString(name, call.State.CustomerId)),
        ("orgUnitPath", (json, name, user, _, _) => json.WriteString(name, user.OrgUnitPath)),
        Flag("isMailboxSetup", user => !user.IsDeleted),
        Flag("isEnrolledIn2Sv", _ => false),
        Flag("isEnforcedIn2Sv", _ => false),
        Flag("includeInGlobalAddressList", _ => true),
        ("customSchemas", WriteSchemas),
        ("isGuestUser", WriteGuest),
    ];

    private static (string Name, FieldWriter Write) Flag(string name, Func<GSuiteUser, bool> get) =>
        (name, (json, field, user, _, _) => json.WriteBoolean(field, get(user)));

    private static void WriteName(Utf8JsonWriter json, string name, GSuiteUser user, GSuiteCall call, string etag)
    {
        json.WriteStartObject(name);
        json.WriteString("givenName", user.GivenName);
        json.WriteString("familyName", user.FamilyName);
        json.WriteString("fullName", user.FullName);
        JsonTexts.Write(json, "displayName", user.DisplayName);
        json.WriteEndObject();
    }

    private static void WriteDeletion(Utf8JsonWriter json, string name, GSuiteUser user, GSuiteCall call, string etag)
    {
        if (user.DeletionTime is { } time)
        {
            json.WriteString(name, Time(time));
        }
    }

    private static void WriteSuspension(Utf8JsonWriter json, string name, GSuiteUser user, GSuiteCall call, string etag)
    {
        if (user.Suspended)
        {
            json.WriteString(name, user.SuspensionReason ?? "ADMIN");
        }
    }

    private static void WriteEmails(Utf8JsonWriter json, string name, GSuiteUser user, GSuiteCall call, string etag) =>
        Open(json, name, [(user.PrimaryEmail, true), .. user.Aliases.Concat(user.NonEditableAliases).Select(a => (a, false))], call, (writer, email) =>
        {
            writer.WriteStartObject();
            writer.WriteString("address", email.Item1);
            if (email.Item2)
            {
                writer.WriteBoolean("primary", true);
            }

            writer.WriteEndObject();
        });

    private static void WriteGuest(Utf8JsonWriter json, string name, GSuiteUser user, GSuiteCall call, string etag)
    {
        if (user.IsGuestUser || call.Behaviour.NewerFields)
        {
            json.WriteBoolean(name, user.IsGuestUser);
        }

        if (call.Behaviour.NewerFields && user.Suspended)
        {
            json.WriteString("suspensionTime", Time(user.CreationTime!.Value));
        }

        if (call.Behaviour.NewerFields && user.Archived)
        {
            json.WriteString("archivalTime", Time(user.CreationTime!.Value));
        }
    }

    private static void WriteSchemas(Utf8JsonWriter json, string name, GSuiteUser user, GSuiteCall call, string etag)
    {
        var projection = call.OneOf("projection", "basic", "custom", "full");
        var asked = (call.Text("customFieldMask") ?? "").Split(',', StringSplitOptions.TrimEntries);
        var shown = user.CustomSchemas.Where(s => projection == "full" || (projection == "custom" && asked.Contains(s.Key, StringComparer.Ordinal))).ToList();
        if (shown.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (schema, values) in shown)
        {
            json.WriteStartObject(schema);
            foreach (var (field, value) in values)
            {
                json.WriteString(field, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GSuiteOrganization organization)
    {
        json.WriteStartObject();
        JsonTexts.Write(json, "name", organization.Name);
        JsonTexts.Write(json, "title", organization.Title);
        if (organization.Primary)
        {
            json.WriteBoolean("primary", true);
        }

        JsonTexts.Write(json, "type", organization.Type);
        JsonTexts.Write(json, "department", organization.Department);
        JsonTexts.Write(json, "description", organization.Description);
        JsonTexts.Write(json, "costCenter", organization.CostCenter);
        JsonTexts.Write(json, "location", organization.Location);
        json.WriteEndObject();
    }

    private static void Typed(Utf8JsonWriter json, string name, IReadOnlyList<GSuiteTyped> values, GSuiteCall call) => Open(json, name, values, call, (writer, value) =>
    {
        writer.WriteStartObject();
        writer.WriteString("value", value.Value);
        writer.WriteString("type", value.Type);
        JsonTexts.Write(writer, "customType", value.CustomType);
        if (value.Primary)
        {
            writer.WriteBoolean("primary", true);
        }

        writer.WriteEndObject();
    });

    /// <summary>A field whose type the API leaves open: a list, or its one object.</summary>
    private static void Open<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> values, GSuiteCall call, Action<Utf8JsonWriter, T> write)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WritePropertyName(name);
        if (values.Count == 1 && call.Behaviour.SingleValuesAsObjects)
        {
            write(json, values[0]);
            return;
        }

        json.WriteStartArray();
        foreach (var value in values)
        {
            write(json, value);
        }

        json.WriteEndArray();
    }
}
