using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>groups</c> and their <c>members</c>, as far as they write.</summary>
internal static class GroupWriteEndpoints
{
    private const string Groups = GSuiteRoutes.Prefix + "groups";
    private const string One = Groups + "/{groupKey}";
    private const string Member = One + "/members/{memberKey}";

    internal static GSuiteRoute[] Routes { get; } =
    [
        new("groups.insert", "POST", Groups, Insert, GSuiteScopes.GroupsWritten) { Answer = Shape.Group },
        new("groups.update", "PUT", One, Update, GSuiteScopes.GroupsWritten) { Answer = Shape.Group },
        new("groups.patch", "PATCH", One, Update, GSuiteScopes.GroupsWritten) { Answer = Shape.Group },
        new("groups.delete", "DELETE", One, Delete, GSuiteScopes.GroupsWritten),
        new("members.insert", "POST", One + "/members", AddMember, GSuiteScopes.MembersWritten) { Answer = Shape.Member },
        new("members.update", "PUT", Member, ChangeMember, GSuiteScopes.MembersWritten) { Answer = Shape.Member },
        new("members.patch", "PATCH", Member, ChangeMember, GSuiteScopes.MembersWritten) { Answer = Shape.Member },
        new("members.delete", "DELETE", Member, RemoveMember, GSuiteScopes.MembersWritten),
    ];

    private static void Insert(GSuiteCall call, Utf8JsonWriter json)
    {
        var body = WriteBody.Parse(call.RawBody, Shape.Group);
        Show(call, json, Stored(call, With(new GSuiteGroup { Email = body.Text("email", null) ?? throw GSuiteRefusal.Required("email") }, body)));
    }

    private static void Update(GSuiteCall call, Utf8JsonWriter json) => Show(call, json, Stored(call, With(Known(call), WriteBody.Parse(call.RawBody, Shape.Group))));

    private static void Delete(GSuiteCall call, Utf8JsonWriter json) => call.State.Remove(Known(call));

    /// <summary>Refused for one who is a member already, for an address that nobody in the customer's own domains has, and for a circle of groups.</summary>
    private static void AddMember(GSuiteCall call, Utf8JsonWriter json)
    {
        var group = Known(call);
        var body = WriteBody.Parse(call.RawBody, Shape.Member);
        var key = body.Text("id", null) ?? body.Text("email", null);
        if (key is null && body.Text("type", null) != "CUSTOMER")
        {
            throw GSuiteRefusal.Required("memberKey");
        }

        var member = key is null || key == call.State.CustomerId ? new GSuiteMember { Type = "CUSTOMER" }
            : key.Contains('@', StringComparison.Ordinal) ? new GSuiteMember { Email = key } : new GSuiteMember { Id = key };
        var inner = call.State.Group(key ?? "");
        if (member.Type.Length == 0 && inner is null && call.State.User(key!) is null && (member.Email is null || call.State.Domains.Any(d => key!.EndsWith('@' + d, StringComparison.OrdinalIgnoreCase))))
        {
            throw GSuiteRefusal.NotFound("memberKey");
        }

        if (GroupMemberEndpoints.Find(call, group, key ?? call.State.CustomerId) is not null)
        {
            throw new GSuiteRefusal(409, "duplicate", "Member already exists.");
        }

        if (inner is not null && Membership.Holds(call.State, inner, group.Id))
        {
            throw new GSuiteRefusal(400, "cyclicMembershipsNotAllowed", "Cyclic memberships not allowed");
        }

        var stored = GroupMemberOperations.Add(call.State, group, member with { Role = Role(body, "MEMBER") });
        Show(call, json, stored, Membership.Direct(call.State, stored).Single(r => r.Id == stored.Members[^1].Id));
    }

    private static void ChangeMember(GSuiteCall call, Utf8JsonWriter json)
    {
        var (group, row) = KnownMember(call);
        var role = Role(WriteBody.Parse(call.RawBody, Shape.Member), row.Role);
        var stored = call.State.Put(group with { Members = [.. group.Members.Select(m => m.Id == row.Id ? m with { Role = role } : m)] });
        Show(call, json, stored, row with { Role = role });
    }

    private static void RemoveMember(GSuiteCall call, Utf8JsonWriter json)
    {
        var (group, row) = KnownMember(call);
        call.State.Put(group with { Members = [.. group.Members.Where(m => m.Id != row.Id)] });
    }

    private static GSuiteGroup Known(GSuiteCall call)
    {
        var group = call.KnownGroup(call.Segment("groupKey"));
        if (call.Route.Id.StartsWith("groups.", StringComparison.Ordinal))
        {
            call.CheckMatch(ETags.Of(call, group));
        }

        return group;
    }

    private static (GSuiteGroup Group, MemberRow Row) KnownMember(GSuiteCall call)
    {
        var group = Known(call);
        return (group, GroupMemberEndpoints.Find(call, group, call.Segment("memberKey")) ?? throw GSuiteRefusal.NotFound("memberKey"));
    }

    private static GSuiteGroup With(GSuiteGroup group, WriteBody body) => group with
    {
        Email = body.Text("email", group.Email) ?? group.Email,
        Name = body.Text("name", group.Name) ?? "",
        Description = body.Text("description", group.Description),
    };

    private static GSuiteGroup Stored(GSuiteCall call, GSuiteGroup group) =>
        !call.State.Domains.Any(d => group.Email.EndsWith('@' + d, StringComparison.OrdinalIgnoreCase)) ? throw new GSuiteRefusal(404, "notFound", "Domain not found.")
        : call.State.IsTaken(group.Email, group.Id) ? throw GSuiteRefusal.Duplicate() : call.State.Put(group);

    private static string Role(WriteBody body, string before) =>
        body.Text("role", before) is "OWNER" or "MANAGER" or "MEMBER" ? body.Text("role", before)! : throw GSuiteRefusal.Invalid("Invalid Input: role");

    private static void Show(GSuiteCall call, Utf8JsonWriter json, GSuiteGroup group) => GroupJson.Write(json, group, call, ETags.Of(call, group));

    private static void Show(GSuiteCall call, Utf8JsonWriter json, GSuiteGroup group, MemberRow row) =>
        GroupJson.Write(json, row, ETags.Of(call, group.Id, row), single: true);
}
