namespace SyncEngine.Emulators;

/// <summary>What the product does to roles: members come and go by differences, there is no way to set them whole.</summary>
internal static class RoleOperations
{
    internal static PyrusRole Create(PyrusCall call)
    {
        var body = call.Body;
        var name = Text(body, "name") ?? throw PyrusRefusal.Bad("required_parameter_missing");
        CheckName(call, name, null);
        return call.State.Put(new PyrusRole { Name = name, ExternalId = Text(body, "external_id"), MemberIds = WithMembers(call, [], body) });
    }

    internal static PyrusRole Update(PyrusCall call)
    {
        var body = call.Body;
        var before = Known(call);
        var name = Text(body, "name") ?? before.Name!;
        CheckName(call, name, before.Id);
        return call.State.Put(before with
        {
            Name = name,
            ExternalId = Text(body, "external_id") ?? (body.Text("external_id") is not null && call.Behaviour.EmptyTextClears ? null : before.ExternalId),
            Banned = body.Flag("banned") ?? before.Banned,
            MemberIds = WithMembers(call, before.MemberIds, body),
        });
    }

    internal static PyrusRole Known(PyrusCall call) =>
        (call.Id is > 0 and <= int.MaxValue ? call.State.Role((int)call.Id) : null)
            ?? throw new PyrusRefusal(call.Behaviour.UnknownPersonStatus, call.Behaviour.UnknownPersonCode);

    /// <summary>
    /// Assumption: adding one who is there and removing one who is not change nothing. One who is blocked or dismissed: as the switch says.
    /// </summary>
    private static IReadOnlyList<int> WithMembers(PyrusCall call, IReadOnlyList<int> before, PyrusBody body)
    {
        var added = body.Ids("member_add").Select(call.KnownMember).ToList();
        var removed = body.Ids("member_remove").Select(id => call.KnownMember(id).Id).ToList();
        if (call.Behaviour.InactiveMembers == PyrusInactiveMembers.Refused && added.Exists(m => !m.IsActive))
        {
            throw new PyrusRefusal(call.Behaviour.UnknownPersonStatus, call.Behaviour.UnknownPersonCode);
        }

        var all = call.Behaviour.InactiveMembers == PyrusInactiveMembers.Accepted;
        return [.. before.Union(added.Where(m => all || m.IsActive).Select(m => m.Id)).Except(removed)];
    }

    private static void CheckName(PyrusCall call, string name, int? own)
    {
        if (name.Length > PyrusEmulatorOptions.TextLengthMax)
        {
            throw PyrusRefusal.Bad("value_is_too_long");
        }

        if (call.Behaviour.RoleNamesUnique
            && call.State.Roles.Any(r => r.Id != own && !r.Fired && string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw PyrusRefusal.Bad("non_unique_name");
        }
    }

    private static string? Text(PyrusBody body, string name) => body.Text(name)?.Trim() is { Length: > 0 } text ? text : null;
}
