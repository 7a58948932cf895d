using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>groups</c>, as far as it only reads.</summary>
internal static class GroupEndpoints
{
    /// <summary>The size of a page when none is given, and the most there is; more is taken as this.</summary>
    internal const int PageMax = 200;

    internal static GSuiteRoute[] Routes { get; } =
    [
        new("groups.list", "GET", GSuiteRoutes.Prefix + "groups", List, GSuiteScopes.Groups)
        {
            Answer = Shape.Groups, Parameters = ["customer", "domain", "maxResults", "orderBy", "pageToken", "query", "sortOrder", "userKey"],
        },
        new("groups.get", "GET", GSuiteRoutes.Prefix + "groups/{groupKey}", Get, GSuiteScopes.Groups) { Answer = Shape.Group },
    ];

    private static void List(GSuiteCall call, Utf8JsonWriter json)
    {
        IEnumerable<GSuiteGroup> groups = call.State.Groups;
        call.OneOf("orderBy", "email");
        if (call.Text("userKey") is { } key)
        {
            var member = call.State.User(key)?.Id ?? call.State.Group(key)?.Id ?? throw call.Missing(key, "userKey");
            groups = groups.Where(g => g.Members.Any(m => m.Id == member));
        }
        else if (UserEndpoints.CheckedDomain(call) is { } domain)
        {
            groups = groups.Where(g => g.Email.EndsWith('@' + domain, StringComparison.OrdinalIgnoreCase));
        }

        if (call.Text("query") is { } query)
        {
            groups = groups.Where(GroupQuery.Parse(query, call.State));
        }

        var sorted = new Sorted<GSuiteGroup>(groups, g => GSuiteState.Key(g.Email) + '\n' + g.Id, call.OneOf("sortOrder", "ASCENDING", "DESCENDING") == "DESCENDING");
        var (page, next) = call.Page(sorted, call.PageSize(PageMax, PageMax, clamp: true));
        ListJson.Write(json, call, "admin#directory#groups", "groups", page, g => ETags.Of(call, g), (g, etag) => GroupJson.Write(json, g, call, etag), next);
    }

    private static void Get(GSuiteCall call, Utf8JsonWriter json)
    {
        var group = call.KnownGroup(call.Segment("groupKey"));
        GroupJson.Write(json, group, call, ETags.Of(call, group));
    }
}
