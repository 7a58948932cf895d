namespace SyncEngine.Emulators;

/// <summary>What the product does to members, and what it refuses.</summary>
internal static class MemberOperations
{
    internal static PyrusMember Create(PyrusCall call, PyrusBody body)
    {
        var member = WithTexts(call, new PyrusMember(), body, field => field.OnCreate);
        if (member.Email is null || (member.FirstName is null && member.LastName is null))
        {
            throw PyrusRefusal.Bad("required_parameter_missing");
        }

        member = WithNumbers(call, member, body);
        CheckUnique(call, null, member);
        CheckSeats(call, adding: member);
        return call.State.Put(member);
    }

    internal static PyrusMember Update(PyrusCall call, long id, PyrusBody body)
    {
        var before = call.KnownMember(id);
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
            CheckMayBan(call, before);
            return WithoutAccess(call.State, after with { Banned = true });
        }

        if (!banned && before.Banned)
        {
            // Roles and sessions do not come back with the sign-in, and who is dismissed stays so: there is no call that takes a dismissal back.
            CheckSeats(call, adding: after);
            after = after with { Banned = false };
        }

        return call.State.Put(after);
    }

    /// <summary>Blocking, under its verb DELETE. Doing it again changes nothing.</summary>
    internal static PyrusMember Block(PyrusCall call, long id)
    {
        var member = call.KnownMember(id);
        CheckMayBan(call, member);
        return WithoutAccess(call.State, member with { Banned = true });
    }

    /// <summary>
    /// Dismissing: somebody else gets the tasks. Assumptions: it ends sessions and takes roles as a block does, leaves <c>banned</c> alone, needs
    /// no receiver, and when done again changes the receiver at most.
    /// </summary>
    internal static PyrusMember Fire(PyrusCall call, PyrusBody body)
    {
        var member = call.KnownMember(body.Number("id") ?? throw PyrusRefusal.Bad("required_parameter_missing"));
        if (member.Owner)
        {
            throw new PyrusRefusal(call.Behaviour.CannotBeFiredStatus, call.Behaviour.CannotBeFiredCode);
        }

        var receiver = body.Number("task_receiver_id") is { } id ? call.KnownMember(id) : null;
        if (receiver is not null && (!receiver.IsActive || receiver.Id == member.Id))
        {
            throw new PyrusRefusal(call.Behaviour.UnknownPersonStatus, call.Behaviour.UnknownPersonCode);
        }

        return WithoutAccess(call.State, member with { Fired = true, TaskReceiver = receiver?.Id ?? member.TaskReceiver });
    }

    /// <summary>Keeps a member who has just lost access: without roles, without sessions.</summary>
    private static PyrusMember WithoutAccess(PyrusState state, PyrusMember member)
    {
        foreach (var role in state.Roles.Where(r => r.MemberIds.Contains(member.Id)).ToList())
        {
            state.Put(role with { MemberIds = [.. role.MemberIds.Where(id => id != member.Id)] });
        }

        return state.Put(member with { Sessions = [] });
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

            if (call.State.MembersByEmail(after.Email!).Any(m => m.Id != before?.Id) || (call.Behaviour.ForeignEmailsTaken && IsForeign(call.State, after.Email!)))
            {
                throw new PyrusRefusal(call.Behaviour.DuplicateEmailStatus, call.Behaviour.DuplicateEmailCode);
            }
        }

        if (after.LoginPhone is { } phone && phone != before?.LoginPhone && call.State.MembersByLoginPhone(phone).Any(m => m.Id != before?.Id))
        {
            throw PyrusRefusal.Bad("phone_already_in_use");
        }
    }

    private static void CheckMayBan(PyrusCall call, PyrusMember member)
    {
        if (member.Owner)
        {
            throw new PyrusRefusal(call.Behaviour.CannotBeBlockedStatus, call.Behaviour.CannotBeBlockedCode);
        }
    }

    private static void CheckSeats(PyrusCall call, PyrusMember adding)
    {
        if (call.State.Organization.Seats is { } seats && !adding.Fired && call.State.Members.Count(m => m.IsActive && m.Type == "user") >= seats)
        {
            throw new PyrusRefusal(call.Behaviour.SeatLimitStatus, call.Behaviour.SeatLimitCode);
        }
    }

    private static bool IsForeign(PyrusState state, string email) =>
        state.ForeignOrganizations.Any(o => o.Persons.Any(p => p.Email is not null && PyrusState.Key(p.Email) == PyrusState.Key(email)));

    private static bool LooksLikeEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1
            && !text.Any(char.IsWhiteSpace) && text.IndexOf('.', at) > at + 1 && !text.EndsWith('.');
    }
}
