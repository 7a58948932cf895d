using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>users</c>, as far as it writes. Updating takes what is in the body and leaves the rest, under either verb.</summary>
internal static class UserWriteEndpoints
{
    private const string Users = GSuiteRoutes.Prefix + "users";
    private const string One = Users + "/{userKey}";

    /// <summary>Fields that the emulator keeps as they come.</summary>
    private static readonly string[] Kept = ["addresses", "gender", "ims", "keywords", "languages", "locations", "notes", "posixAccounts", "recoveryEmail", "recoveryPhone", "sshPublicKeys", "websites"];

    internal static GSuiteRoute[] Routes { get; } =
    [
        new("users.insert", "POST", Users, Insert, GSuiteScopes.UsersWritten) { Answer = Shape.User, Parameters = ["resolveConflictAccount"] },
        new("users.update", "PUT", One, Update, GSuiteScopes.UsersWritten) { Answer = Shape.User },
        new("users.patch", "PATCH", One, Update, GSuiteScopes.UsersWritten) { Answer = Shape.User },
        new("users.delete", "DELETE", One, Delete, GSuiteScopes.UsersWritten),
        new("users.undelete", "POST", One + "/undelete", Undelete, GSuiteScopes.UsersWritten),
        new("users.makeAdmin", "POST", One + "/makeAdmin", MakeAdmin, GSuiteScopes.UsersWritten),
    ];

    private static void Insert(GSuiteCall call, Utf8JsonWriter json)
    {
        CheckSuperAdmin(call);
        var body = WriteBody.Parse(call.RawBody, Shape.User);
        var name = body.Below("name");
        foreach (var (field, there) in new[] { ("primaryEmail", body.Has("primaryEmail")), ("name.givenName", name.Has("givenName")), ("name.familyName", name.Has("familyName")), ("password", body.Has("password")) })
        {
            if (!there)
            {
                throw GSuiteRefusal.Required(field);
            }
        }

        Show(call, json, Stored(call, With(call, new GSuiteUser(), body)));
    }

    private static void Update(GSuiteCall call, Utf8JsonWriter json)
    {
        var before = Known(call);
        Show(call, json, Stored(call, With(call, before, WriteBody.Parse(call.RawBody, Shape.User))));
    }

    private static void Delete(GSuiteCall call, Utf8JsonWriter json) => UserOperations.Delete(call.State, Known(call));

    /// <summary>By id only, and for as long as nobody else has the address.</summary>
    private static void Undelete(GSuiteCall call, Utf8JsonWriter json)
    {
        CheckSuperAdmin(call);
        var user = call.State.UserById(call.Segment("userKey")) is { IsDeleted: true } deleted ? deleted : throw GSuiteRefusal.NotFound("userKey");
        var body = call.Body<UndeleteBody>();
        Stored(call, user with { DeletionTime = null, OrgUnitPath = UnitOf(call, body.OrgUnitPath ?? "/") });
    }

    private static void MakeAdmin(GSuiteCall call, Utf8JsonWriter json)
    {
        CheckSuperAdmin(call);
        call.State.Put(Known(call) with { IsAdmin = call.Body<MakeAdminBody>().Status });
    }

    private static GSuiteUser With(GSuiteCall call, GSuiteUser user, WriteBody body)
    {
        var name = body.Below("name");
        var email = body.Text("primaryEmail", user.PrimaryEmail) ?? "";
        if (!call.State.Domains.Any(d => email.IndexOf('@', StringComparison.Ordinal) > 0 && email.EndsWith('@' + d, StringComparison.OrdinalIgnoreCase)))
        {
            throw email.Contains('@', StringComparison.Ordinal) ? new GSuiteRefusal(404, "notFound", "Domain not found.") : GSuiteRefusal.Invalid("Invalid Input: primary_user_email");
        }

        var renamed = user.PrimaryEmail.Length > 0 && !user.PrimaryEmail.Equals(email, StringComparison.OrdinalIgnoreCase);
        var suspended = body.Flag("suspended", user.Suspended);
        return user with
        {
            PrimaryEmail = email,
            Aliases = renamed ? UserOperations.AliasesAfter(user, email) : user.Aliases,
            GivenName = name.Text("givenName", user.GivenName) ?? "",
            FamilyName = name.Text("familyName", user.FamilyName) ?? "",
            DisplayName = name.Text("displayName", user.DisplayName),
            Suspended = suspended,
            SuspensionReason = suspended ? user.SuspensionReason : null,
            Archived = body.Flag("archived", user.Archived),
            OrgUnitPath = UnitOf(call, body.Text("orgUnitPath", user.OrgUnitPath) ?? "/"),
            Organizations = body.List("organizations", user.Organizations),
            Phones = body.List("phones", user.Phones),
            Relations = body.List("relations", user.Relations),
            ExternalIds = body.List("externalIds", user.ExternalIds),
            More = user.More.Where(m => !body.Has(m.Key)).Concat(Kept.Where(k => body.Value(k) is not null).Select(k => KeyValuePair.Create(k, body.Value(k)!.Value))).ToDictionary(StringComparer.Ordinal),
        };
    }

    private static string UnitOf(GSuiteCall call, string path) =>
        call.State.OrgUnit(path)?.OrgUnitPath ?? throw GSuiteRefusal.Invalid("Invalid Input: INVALID_OU_ID");

    private static GSuiteUser Known(GSuiteCall call)
    {
        var user = call.KnownUser(call.Segment("userKey"));
        call.CheckMatch(ETags.Of(call, user));
        return user;
    }

    private static GSuiteUser Stored(GSuiteCall call, GSuiteUser user)
    {
        var taken = user.Aliases.Concat(user.NonEditableAliases).Prepend(user.PrimaryEmail).Any(a => call.State.IsTaken(a, user.Id));
        return taken ? throw GSuiteRefusal.Duplicate() : call.State.Put(user);
    }

    private static void Show(GSuiteCall call, Utf8JsonWriter json, GSuiteUser user) => UserJson.Write(json, user, call, ETags.Of(call, user));

    /// <summary>A delegated administrator may change users, but not make them, bring them back or make administrators.</summary>
    private static void CheckSuperAdmin(GSuiteCall call)
    {
        if (!call.Caller.IsAdmin)
        {
            throw GSuiteRefusal.Forbidden();
        }
    }

    private sealed record UndeleteBody(string? OrgUnitPath);

    private sealed record MakeAdminBody(bool Status);
}
