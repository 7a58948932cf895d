using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>users</c>, as far as it only reads.</summary>
internal static class UserEndpoints
{
    internal static readonly string[] ListParameters =
    [
        "customer", "domain", "customFieldMask", "event", "maxResults", "orderBy", "pageToken", "projection", "query", "showDeleted", "sortOrder", "viewType",
    ];

    internal static GSuiteRoute[] Routes { get; } =
    [
        new("users.list", "GET", GSuiteRoutes.Prefix + "users", List, GSuiteScopes.UserLists) { Answer = Shape.Users, Parameters = ListParameters },
        new("users.get", "GET", GSuiteRoutes.Prefix + "users/{userKey}", Get, GSuiteScopes.Users)
        {
            Answer = Shape.User, Parameters = ["customFieldMask", "projection", "viewType"],
        },
    ];

    /// <summary>Checks what a listing, or a watch over one, is asked for; the domain it is about, or null for all.</summary>
    internal static string? CheckedDomain(GSuiteCall call)
    {
        var (customer, domain) = (call.Text("customer"), call.Text("domain"));
        if (customer is null && domain is null)
        {
            throw GSuiteRefusal.Bad();
        }

        if (customer is not null && domain is not null && call.Behaviour.RefuseCustomerWithDomain)
        {
            throw GSuiteRefusal.Bad();
        }

        if (customer is not null)
        {
            call.CheckCustomer(customer);
        }

        return domain is null || call.State.Domains.Contains(domain, StringComparer.OrdinalIgnoreCase) ? domain : throw GSuiteRefusal.Forbidden();
    }

    private static void List(GSuiteCall call, Utf8JsonWriter json)
    {
        var domain = CheckedDomain(call);
        call.OneOf("event", "add", "delete", "makeAdmin", "undelete", "update");
        var query = call.Text("query") is { } text ? UserQuery.Parse(text, call.Behaviour.OrgUnitQueryFindsSubtree) : null;
        var deleted = call.OneOf("showDeleted", "true", "false") == "true";
        var hidden = call.Behaviour.HiddenFromLists;
        var sorted = call.Services.Users.Get(deleted, call.OneOf("orderBy", "email", "familyName", "givenName") ?? "email", call.OneOf("sortOrder", "ASCENDING", "DESCENDING") == "DESCENDING");
        var (users, next) = call.Page(sorted, call.PageSize(100, 500, call.Behaviour.ClampPageSize), Fits);
        ListJson.Write(json, call, "admin#directory#users", "users", users, u => ETags.Of(call, u), (u, etag) => UserJson.Write(json, u, call, etag), next);

        bool Fits(GSuiteUser user) =>
            (domain is null || user.PrimaryEmail.EndsWith('@' + domain, StringComparison.OrdinalIgnoreCase))
            && query?.Invoke(user) != false && hidden?.Invoke(user) != true;
    }

    private static void Get(GSuiteCall call, Utf8JsonWriter json)
    {
        var user = call.KnownUser(call.Segment("userKey"));
        UserJson.Write(json, user, call, ETags.Of(call, user));
    }
}
