namespace SyncEngine.Emulators;

/// <summary>What the product does to members, and what it refuses.</summary>
internal static class MemberOperations
{
    internal static PyrusMember Create(PyrusCall call)
    {
        var body = call.Body;
        var member = WithTexts(call, new PyrusMember(), body, field => field.OnCreate);
        if (member.Email is null || (member.FirstName is null && member.LastName is null))
        {
            throw PyrusRefusal.Bad("required_parameter_missing");
        }

        member = WithNumbers(call, member, body);
        CheckUnique(call, null, member);
        CheckSeats(call.State, adding: member);
        return call.State.Put(member);
    }

    internal static PyrusMember Update(PyrusCall call)
    {
        var body = call.Body;
        var before = call.KnownMember(call.Id);
        var after = WithTexts(call, before, body, field => field.OnUpdate || (field == MemberFields.ExternalId && call.Behaviour.ExternalIdUpdatable));
        if (after.Email is null)
        {
            throw PyrusRefusal.Bad("required_field_missing");
        }

        after = WithNumbers(call, after, body);
        if (body.Flag("drop_department") == true)
        {
            after = after with { DepartmentId = null };
        }

        CheckUnique(call, before, after);
        var banned = body.Flag("banned") ?? before.Banned;
        if (banned && !before.Banned)
        {
            CheckMayBan(before);
            return Ban(call.State, call.State.Put(after));
        }

        if (!banned && before.Banned)
        {
            // Roles and sessions do not come back with the sign-in.
            CheckSeats(call.State, adding: after);
            after = after with { Banned = false };
        }

        return call.State.Put(after);
    }

    /// <summary>Blocking, under its verb DELETE. Doing it again changes nothing.</summary>
    internal static PyrusMember Block(PyrusCall call)
    {
        var member = call.KnownMember(call.Id);
        CheckMayBan(member);
        return Ban(call.State, member);
    }

    private static PyrusMember Ban(PyrusState state, PyrusMember member)
    {
        foreach (var role in state.Roles.Where(r => r.MemberIds.Contains(member.Id)).ToList())
        {
            state.Put(role with { MemberIds = [.. role.MemberIds.Where(id => id != member.Id)] });
        }

        return state.Put(member with { Banned = true, Sessions = [] });
    }

    private static PyrusMember WithTexts(PyrusCall call, PyrusMember member, PyrusBody body, Func<MemberField, bool> settable)
    {
        foreach (var field in MemberFields.All.Where(settable))
        {
            if (body.Text(field.Name) is not { } sent)
            {
                continue;
            }

            var value = sent.Trim();
            if (value.Length > PyrusEmulatorOptions.TextLengthMax)
            {
                throw PyrusRefusal.Bad("value_is_too_long");
            }

            if (value.Length > 0 || call.Behaviour.EmptyTextClears)
            {
                member = field.Set(member, value.Length == 0 ? null : value);
            }
        }

        return member;
    }

    private static PyrusMember WithNumbers(PyrusCall call, PyrusMember member, PyrusBody body)
    {
        if (body.Number("department_id") is { } department)
        {
            member = call.State.Department(department) is not null
                ? member with { DepartmentId = department }
                : throw PyrusRefusal.Bad("invalid_department");
        }

        return member with
        {
            Rights = body.Int32("rights") ?? member.Rights,
            VacationDays = body.Int32("vacation_days") ?? member.VacationDays,
        };
    }

    private static void CheckUnique(PyrusCall call, PyrusMember? before, PyrusMember after)
    {
        if (after.Email != before?.Email)
        {
            if (!LooksLikeEmail(after.Email!))
            {
                throw PyrusRefusal.Bad(call.Behaviour.BadEmailCode);
            }

            if (call.State.MembersByEmail(after.Email!).Any(m => m.Id != before?.Id))
            {
                throw new PyrusRefusal(call.Behaviour.DuplicateEmailStatus, call.Behaviour.DuplicateEmailCode);
            }
        }

        if (after.LoginPhone is { } phone && phone != before?.LoginPhone && call.State.MembersByLoginPhone(phone).Any(m => m.Id != before?.Id))
        {
            throw PyrusRefusal.Bad("phone_already_in_use");
        }
    }

    private static void CheckMayBan(PyrusMember member)
    {
        if (member.Owner)
        {
            throw new PyrusRefusal(403, "access_denied_person");
        }
    }

    private static void CheckSeats(PyrusState state, PyrusMember adding)
    {
        if (state.Organization.Seats is { } seats && !adding.Fired && state.Members.Count(m => m.IsActive && m.Type == "user") >= seats)
        {
            throw PyrusRefusal.Bad("limit_exceeded");
        }
    }

    private static bool LooksLikeEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1
            && !text.Any(char.IsWhiteSpace) && text.IndexOf('.', at) > at + 1 && !text.EndsWith('.');
    }
}
