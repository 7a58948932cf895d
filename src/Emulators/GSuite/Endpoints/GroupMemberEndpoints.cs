using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>groups/{groupKey}/members</c> and <c>hasMember</c>, as far as they only read.</summary>
internal static class GroupMemberEndpoints
{
    internal static GSuiteRoute[] Routes { get; } =
    [
        new("members.list", "GET", GSuiteRoutes.Prefix + "groups/{groupKey}/members", List, GSuiteScopes.Members)
        {
            Answer = Shape.Members, Parameters = ["includeDerivedMembership", "maxResults", "pageToken", "roles"],
        },
        new("members.get", "GET", GSuiteRoutes.Prefix + "groups/{groupKey}/members/{memberKey}", Get, GSuiteScopes.Members) { Answer = Shape.Member },
        new("members.hasMember", "GET", GSuiteRoutes.Prefix + "groups/{groupKey}/hasMember/{memberKey}", HasMember, GSuiteScopes.Members) { Answer = Shape.HasMember },
    ];

    /// <summary>The direct member a key names: an id, an address, or an alias.</summary>
    internal static MemberRow? Find(GSuiteCall call, GSuiteGroup group, string key)
    {
        var id = call.State.User(key)?.Id ?? call.State.Group(key)?.Id ?? key;
        return Membership.Direct(call.State, group).FirstOrDefault(r => r.Id == id || string.Equals(r.Email, key, StringComparison.OrdinalIgnoreCase));
    }

    private static void List(GSuiteCall call, Utf8JsonWriter json)
    {
        var group = call.KnownGroup(call.Segment("groupKey"));
        var roles = Roles(call);
        var rows = Membership.Rows(call.State, group, call.Flag("includeDerivedMembership")).Where(r => roles is null || roles.Contains(r.Role));
        var (page, next) = call.Page(new Sorted<MemberRow>(rows, r => r.Id), call.PageSize(GroupEndpoints.PageMax, GroupEndpoints.PageMax, clamp: true));
        ListJson.Write(json, call, "admin#directory#members", "members", page, r => ETags.Of(call, group.Id, r), (r, etag) => GroupJson.Write(json, r, etag, single: false), next);
    }

    private static void Get(GSuiteCall call, Utf8JsonWriter json)
    {
        var group = call.KnownGroup(call.Segment("groupKey"));
        var row = Find(call, group, call.Segment("memberKey")) ?? throw GSuiteRefusal.NotFound("memberKey");
        GroupJson.Write(json, row, ETags.Of(call, group.Id, row), single: true);
    }

    /// <summary>Nested membership counts. Only people and groups of this customer can be asked for.</summary>
    private static void HasMember(GSuiteCall call, Utf8JsonWriter json)
    {
        var group = call.KnownGroup(call.Segment("groupKey"));
        var key = call.Segment("memberKey");
        var id = call.State.User(key)?.Id ?? call.State.Group(key)?.Id ?? throw GSuiteRefusal.Invalid("Invalid Input: memberKey");
        json.WriteStartObject();
        json.WriteBoolean("isMember", Membership.Rows(call.State, group, derived: true).Any(r => r.Id == id));
        json.WriteEndObject();
    }

    private static HashSet<string>? Roles(GSuiteCall call)
    {
        var roles = call.Text("roles")?.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        return roles?.IsSubsetOf(["OWNER", "MANAGER", "MEMBER"]) != false ? roles : throw GSuiteRefusal.Invalid("Invalid Input: roles");
    }
}
