using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing;

/// <summary>What people stand in, and the work they leave. Two roles may have one name, as in Pyrus.</summary>
internal sealed partial class ScriptedApplication
{
    private readonly SortedDictionary<string, string> handedOver = new(StringComparer.Ordinal);

    /// <summary>Who got whose work, by the id of the account that had it.</summary>
    internal IReadOnlyDictionary<string, string> HandedOver => handedOver.ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether handing work over dismisses whoever gives it, as in Pyrus.</summary>
    internal bool HandOverDismisses { get; set; }

    private Outcome ApplyToRole(Change change, Func<AttributeSet, AttributeSet>? normalize)
    {
        if (change.Action == ChangeAction.CreateRole)
        {
            return CreateRole(change, normalize);
        }

        if (Find(change.TargetId) is not { Kind: EntryKind.Group } role)
        {
            return Refused("unknown_id", $"There is no role '{change.TargetId}'.", change.TargetId);
        }

        return change.Action switch
        {
            ChangeAction.UpdateRole => UpdateFields(role, change, normalize),
            ChangeAction.AddToRole => AddToRole(role, change),
            _ => RemoveFromRole(role, change),
        };
    }

    private Outcome CreateRole(Change change, Func<AttributeSet, AttributeSet>? normalize)
    {
        var fields = normalize is null ? change.Fields : normalize(change.Fields);
        if (fields[AttributeNames.Name] is null)
        {
            return Refused("required_field_missing", "'name' is required.");
        }

        var id = Add(new SourceRecord { Kind = EntryKind.Group, Anchor = "", Attributes = fields });
        return new Outcome(OutcomeKind.Applied, id, Echo: this[id]);
    }

    private Outcome AddToRole(SourceRecord role, Change change)
    {
        if (change.Members.FirstOrDefault(id => Find(id) is not { Kind: EntryKind.Account, Enabled: true }) is { } wrong)
        {
            return Refused("invalid_member", $"'{wrong}' is no account that may be a member.", role.Anchor);
        }

        var after = role with { Members = [.. role.Members.Union(change.Members, StringComparer.Ordinal)] };
        return after.Members.Length == role.Members.Length ? AlreadySo(role) : Keep(after);
    }

    private Outcome RemoveFromRole(SourceRecord role, Change change)
    {
        if (change.Members.FirstOrDefault(id => Find(id) is not { Kind: EntryKind.Account }) is { } wrong)
        {
            return Refused("invalid_member", $"'{wrong}' is no account.", role.Anchor);
        }

        var after = role with { Members = [.. role.Members.Except(change.Members, StringComparer.Ordinal)] };
        return after.Members.Length == role.Members.Length ? AlreadySo(role) : Keep(after);
    }

    private Outcome UpdateDepartment(Change change, Func<AttributeSet, AttributeSet>? normalize)
    {
        if (Find(change.TargetId) is not { Kind: EntryKind.Unit } department)
        {
            return Refused("unknown_id", $"There is no department '{change.TargetId}'.", change.TargetId);
        }

        if (change.Fields[AttributeNames.Manager] is { } manager && Find(manager) is not { Kind: EntryKind.Account })
        {
            return Refused("invalid_manager", $"'{manager}' is no account.", department.Anchor);
        }

        var parent = change.ClearParent ? null : change.Parent ?? department.Parent;
        if (IsBelow(parent, department.Anchor))
        {
            return Refused("department_circle", "A department cannot be put below itself.", department.Anchor);
        }

        var named = change.Fields[AttributeNames.Name] is { } name ? department.Attributes.With(AttributeNames.Name, name) : department.Attributes;
        return Fault(EntryKind.Unit, department.Anchor, named, parent)
            ?? UpdateFields(department with { Parent = parent }, change, normalize);
    }

    /// <summary>Sets and clears fields of a role or department. Its name can be changed, not cleared.</summary>
    private Outcome UpdateFields(SourceRecord record, Change change, Func<AttributeSet, AttributeSet>? normalize)
    {
        var fields = change.Fields.Aggregate(record.Attributes, (set, field) => set.With(field.Key, field.Value));
        fields = change.Cleared.Aggregate(fields, (set, name) => set.With(name));
        fields = normalize is null ? fields : normalize(fields);
        if (fields[AttributeNames.Name] is null)
        {
            return Refused("required_field_missing", "'name' is required.", record.Anchor);
        }

        var before = this[record.Anchor];
        return fields.Equals(before.Attributes) && record.Parent == before.Parent ? AlreadySo(before) : Keep(record with { Attributes = fields });
    }

    /// <summary>A block leaves no work to hand over, so the handing over comes before it.</summary>
    private Outcome HandOver(SourceRecord account, Change change)
    {
        if (Find(change.Receiver) is not { Kind: EntryKind.Account, Enabled: true } receiver || receiver.Anchor == account.Anchor)
        {
            return Refused("invalid_receiver", $"'{change.Receiver}' is no other account that could get the work.", account.Anchor);
        }

        if (handedOver.TryGetValue(account.Anchor, out var before) && before == receiver.Anchor)
        {
            return AlreadySo(account);
        }

        if (!account.Enabled)
        {
            return Refused("nothing_to_hand_over", "The account is blocked, and its work is gone.", account.Anchor);
        }

        handedOver[account.Anchor] = receiver.Anchor;
        return HandOverDismisses
            ? WithoutAccess(account, account.Attributes.With(AttributeNames.EmploymentState, "dismissed").With(AttributeNames.Blocked, AttributeNames.NotBlocked))
            : new Outcome(OutcomeKind.Applied, account.Anchor, Echo: account);
    }

    private bool IsBelow(string? department, string top)
    {
        for (var id = department; id is not null; id = Find(id)?.Parent)
        {
            if (id == top)
            {
                return true;
            }
        }

        return false;
    }
}
