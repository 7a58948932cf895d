using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing;

/// <summary>What the scripted target holds, and its rules: the few that every application of this kind has. Here accounts; beside it, what people stand in.</summary>
internal sealed partial class ScriptedApplication
{
    private const int FirstId = 1_001;
    private readonly List<SourceRecord> records = [];
    private readonly Dictionary<string, EmailKey?> addresses = new(StringComparer.Ordinal);
    private int added;

    internal IReadOnlyList<SourceRecord> Contents => [.. records];

    internal SourceRecord this[string id] => Find(id) ?? throw new KeyNotFoundException($"The scripted application has no '{id}'.");

    internal SourceRecord? Find(string? id) => records.Find(record => record.Anchor == id);

    internal string Add(SourceRecord record)
    {
        var id = (FirstId + added++).ToString(CultureInfo.InvariantCulture);
        records.Add(record with { Anchor = id });
        return id;
    }

    internal void Replace(string id, SourceRecord? record)
    {
        var place = records.IndexOf(this[id]);
        if (record is null)
        {
            records.RemoveAt(place);
        }
        else
        {
            records[place] = record;
        }
    }

    internal Outcome Apply(Change change, Func<AttributeSet, AttributeSet>? normalize)
    {
        if (change.Action is ChangeAction.CreateAccount or ChangeAction.CreateDepartment)
        {
            return Create(change, normalize);
        }

        if (change.Action is ChangeAction.CreateRole or ChangeAction.UpdateRole or ChangeAction.AddToRole or ChangeAction.RemoveFromRole)
        {
            return ApplyToRole(change, normalize);
        }

        if (change.Action == ChangeAction.UpdateDepartment)
        {
            return UpdateDepartment(change, normalize);
        }

        if (Find(change.TargetId) is not { Kind: EntryKind.Account } account)
        {
            return Refused("unknown_id", $"There is no account '{change.TargetId}'.", change.TargetId);
        }

        return change.Action switch
        {
            ChangeAction.UpdateAccount => Update(account, change, normalize),
            ChangeAction.BlockAccount when !account.Enabled && account.Attributes[AttributeNames.Blocked] is null => AlreadySo(account),
            ChangeAction.BlockAccount when account.Attributes.Values(AttributeNames.Protection).Contains("self") =>
                Refused("cannot_be_blocked", "An account cannot block itself.", account.Anchor),
            ChangeAction.BlockAccount => Block(account),
            ChangeAction.UnblockAccount when account.Enabled => AlreadySo(account),
            ChangeAction.UnblockAccount when account.Attributes[AttributeNames.EmploymentState] is not null =>
                Refused("dismissed", "The account is dismissed, and no call takes that back.", account.Anchor),
            ChangeAction.UnblockAccount => Keep(account with { Enabled = true }),
            ChangeAction.HandOverWork => HandOver(account, change),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Action, "Unknown action."),
        };
    }

    /// <summary>Takes the account out of every role, as Pyrus does; an unblock does not put it back.</summary>
    private Outcome Block(SourceRecord account) => WithoutAccess(account, account.Attributes.With(AttributeNames.Blocked));

    private Outcome WithoutAccess(SourceRecord account, AttributeSet attributes)
    {
        for (var i = 0; i < records.Count; i++)
        {
            records[i] = records[i] with { Members = records[i].Members.Remove(account.Anchor) };
        }

        return Keep(account with { Enabled = false, Attributes = attributes.With(AttributeNames.Roles) });
    }

    private static Outcome Refused(string code, string message, string? id = null) => new(OutcomeKind.Refused, id, code, message);

    private static Outcome AlreadySo(SourceRecord record) => new(OutcomeKind.AlreadySo, record.Anchor, Echo: record);

    private Outcome Create(Change change, Func<AttributeSet, AttributeSet>? normalize)
    {
        var kind = change.Action == ChangeAction.CreateAccount ? EntryKind.Account : EntryKind.Unit;
        var fields = normalize is null ? change.Fields : normalize(change.Fields);
        if ((kind == EntryKind.Account ? MissingInAccount(fields) : fields[AttributeNames.Name] is null ? "name" : null) is { } missing)
        {
            return Refused("required_field_missing", $"'{missing}' is required.");
        }

        if (Fault(kind, null, fields, change.Parent) is { } fault)
        {
            return fault;
        }

        var id = Add(new SourceRecord { Kind = kind, Anchor = "", Parent = change.Parent, Attributes = fields });
        return new Outcome(OutcomeKind.Applied, id, Echo: this[id]);
    }

    private Outcome Update(SourceRecord account, Change change, Func<AttributeSet, AttributeSet>? normalize)
    {
        var fields = change.Fields.Aggregate(account.Attributes, (set, field) => set.With(field.Key, field.Value));
        fields = change.Cleared.Aggregate(fields, (set, name) => set.With(name));
        fields = normalize is null ? fields : normalize(fields);
        var after = account with { Attributes = fields, Parent = change.ClearParent ? null : change.Parent ?? account.Parent };
        if (MissingInAccount(fields) is { } missing)
        {
            return Refused("required_field_missing", $"'{missing}' is required.", account.Anchor);
        }

        return Fault(EntryKind.Account, account.Anchor, fields, after.Parent)
            ?? (after.Attributes.Equals(account.Attributes) && after.Parent == account.Parent ? AlreadySo(account) : Keep(after));
    }

    private Outcome Keep(SourceRecord after)
    {
        Replace(after.Anchor, after);
        return new Outcome(OutcomeKind.Applied, after.Anchor, Echo: after);
    }

    private static string? MissingInAccount(AttributeSet fields) =>
        EmailKey.TryFrom(fields[AttributeNames.Email]) is null ? AttributeNames.Email
        : fields[AttributeNames.FirstName] is null && fields[AttributeNames.LastName] is null ? AttributeNames.LastName
        : null;

    private Outcome? Fault(EntryKind kind, string? self, AttributeSet fields, string? parent)
    {
        if (parent is not null && Find(parent) is not { Kind: EntryKind.Unit })
        {
            return Refused("unknown_department", $"There is no department '{parent}'.", self);
        }

        var address = kind == EntryKind.Account ? KeyOf(fields) : null;
        var taken = kind == EntryKind.Account
            ? records.Find(r => r.Kind == kind && r.Anchor != self && KeyOf(r.Attributes) == address)
            : records.Find(r => r.Kind == kind && r.Anchor != self && r.Parent == parent
                && CanonicalText.NameKey(r.Attributes[AttributeNames.Name]) == CanonicalText.NameKey(fields[AttributeNames.Name]));
        return taken is null ? null
            : kind == EntryKind.Account ? Refused("email_taken", $"Account '{taken.Anchor}' has this address.", self)
            : Refused("name_taken", $"Department '{taken.Anchor}' has this name.", self);
    }

    /// <summary>The address of an account; kept, since each new account is compared with all there are.</summary>
    private EmailKey? KeyOf(AttributeSet fields)
    {
        var text = fields[AttributeNames.Email] ?? "";
        if (!addresses.TryGetValue(text, out var key))
        {
            addresses[text] = key = EmailKey.TryFrom(text);
        }

        return key;
    }
}
