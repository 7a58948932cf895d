using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Reading;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>
/// Turns entries of the directory into drafts of records: the one place where Active Directory's names meet ours. Serves the live source and
/// the export alike. An entry it cannot use is counted as a problem, never passed over in silence.
/// </summary>
/// <param name="extra">Further attributes of accounts, as the configuration spells them.</param>
/// <param name="link">Finds the object behind a plain DN; names in the extended form carry their id.</param>
/// <param name="problems">Takes what could not be used.</param>
/// <param name="expiredAt">The moment at which accounts whose time has run out count as disabled; null when they do not.</param>
/// <param name="groupExtra">Further attributes of groups.</param>
internal sealed class EntryMapper(
    IReadOnlyList<string> extra, Func<ReadOnlySpan<byte>, Guid?> link, ProblemTally problems, DateTimeOffset? expiredAt = null,
    IReadOnlyList<string>? groupExtra = null)
{
    private readonly (string Theirs, string Ours)[] extras = [.. extra.Select(name => (name, CanonicalName(name)))];
    private readonly (string Theirs, string Ours)[] groupExtras = [.. (groupExtra ?? []).Select(name => (name, CanonicalName(name)))];

    /// <summary>The name under which a further attribute is carried: its own, beginning in lower case.</summary>
    internal static string CanonicalName(string attribute) => char.ToLowerInvariant(attribute[0]) + attribute[1..];

    internal EntryDraft? Account(LdapEntry entry)
    {
        if (Begin(entry, EntryKind.Account) is not { } draft)
        {
            return null;
        }

        if (AdClassifier.Flags(entry) is not { } flags)
        {
            // Without it everyone who left would look like someone who works here.
            problems.Count(AdProblems.AccountStateUnreadable);
            return null;
        }

        var expiry = expiredAt is null ? DateTimeOffset.MaxValue : AdClassifier.Expiry(entry);
        if (expiry is null)
        {
            problems.Count(AdProblems.AccountExpiryUnreadable);
            return null;
        }

        draft.Enabled = (flags & AdNames.AccountDisabled) == 0 && !(expiry <= expiredAt);
        var mail = entry.Text(AdNames.Mail);
        AddMany(draft, AttributeNames.Aliases, MailAddresses.Aliases(entry, mail));
        draft.Add(AttributeNames.Company, entry.Text(AdNames.Company));
        draft.Add(AttributeNames.Department, entry.Text(AdNames.Department));
        draft.Add(AttributeNames.Email, mail);
        draft.Add(AttributeNames.EmployeeNumber, entry.Text(AdNames.EmployeeNumber) ?? entry.Text(AdNames.EmployeeId));
        draft.Add(AttributeNames.FirstName, entry.Text(AdNames.GivenName));
        draft.Add(AttributeNames.LastName, entry.Text(AdNames.Surname));
        draft.Add(AttributeNames.Login, entry.Text(AdNames.SamAccountName));
        draft.Add(AttributeNames.Manager, Manager(entry));
        draft.Add(AttributeNames.MobilePhone, entry.Text(AdNames.Mobile));
        draft.Add(AttributeNames.Name, entry.Text(AdNames.DisplayName) ?? entry.Text(AdNames.CommonName) ?? LeafName(draft.Dn));
        draft.Add(AttributeNames.Phone, entry.Text(AdNames.TelephoneNumber));
        draft.Add(AttributeNames.Title, entry.Text(AdNames.Title));
        foreach (var (theirs, ours) in extras)
        {
            AddMany(draft, ours, Texts(entry, theirs));
        }

        var rid = entry.First(AdNames.PrimaryGroupId);
        draft.PrimaryGroupRid = Utf8Parser.TryParse(rid, out uint value, out var used) && used == rid.Length ? value : null;
        return draft;
    }

    internal EntryDraft? Group(LdapEntry entry)
    {
        if (Begin(entry, EntryKind.Group) is not { } draft)
        {
            return null;
        }

        draft.Sid = AdIdentifiers.Sid(entry.First(AdNames.ObjectSid));
        draft.UsnChanged = entry.Text(AdNames.UsnChanged);
        draft.Add(AttributeNames.Address, draft.Dn);
        draft.Add(AttributeNames.Email, entry.Text(AdNames.Mail));
        draft.Add(AttributeNames.Login, entry.Text(AdNames.SamAccountName));
        draft.Add(AttributeNames.Name, entry.Text(AdNames.CommonName) ?? LeafName(draft.Dn));
        foreach (var (theirs, ours) in groupExtras)
        {
            AddMany(draft, ours, theirs.Equals(AdNames.GroupType, StringComparison.OrdinalIgnoreCase) ? GroupTypes(entry) : Texts(entry, theirs));
        }

        draft.NextMember = AddMembers(entry, draft.Members);
        return draft;
    }

    /// <summary>
    /// Adds the members an entry carries, and gives where they go on when the server cut them (<c>member;range=0-1499</c>), or null when these
    /// were the last (MS-ADTS, section 3.1.1.3.1.3.3).
    /// </summary>
    internal int? AddMembers(LdapEntry entry, List<Guid> members)
    {
        var plain = entry.Values(AdNames.Member);
        if (plain.Count > 0)
        {
            AddLinks(plain, members);
            return null;
        }

        for (var i = 0; i < entry.AttributeCount; i++)
        {
            if (MemberRange.TryParse(entry.Name(i)) is { } range)
            {
                AddLinks(entry.Values(i), members);
                return range.Next;
            }
        }

        return null;
    }

    /// <summary>The ids of what an attribute links to; null when the server gave only a part of them.</summary>
    internal static List<Guid>? Links(LdapEntry entry, string attribute)
    {
        var links = new List<Guid>();
        foreach (var value in entry.Values(attribute))
        {
            if (ExtendedDn.Id(value) is { } id)
            {
                links.Add(id);
            }
        }

        for (var i = 0; i < entry.AttributeCount; i++)
        {
            var name = entry.Name(i);
            if (name.Length > attribute.Length && name[attribute.Length] == ';' && Ascii.EqualsIgnoreCase(name[..attribute.Length], attribute))
            {
                return null;
            }
        }

        return links;
    }

    /// <summary>The name of the level nearest to the entry, as people read it.</summary>
    internal static string? LeafName(string dn) => DistinguishedName.TryParse(dn) is { Depth: > 0 } parsed ? parsed.Leaf.Value : null;

    private EntryDraft? Begin(LdapEntry entry, EntryKind kind)
    {
        if (AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is { } id)
        {
            return new EntryDraft(kind, id, Encoding.UTF8.GetString(ExtendedDn.Plain(entry.Dn)));
        }

        problems.Count(AdProblems.EntryWithoutId);
        return null;
    }

    private void AddLinks(LdapEntry.ValueList values, List<Guid> members)
    {
        members.EnsureCapacity(members.Count + values.Count);
        foreach (var value in values)
        {
            if (Link(value) is { } id)
            {
                members.Add(id);
            }
            else
            {
                problems.Count(AdProblems.MemberUnknown);
            }
        }
    }

    private string? Manager(LdapEntry entry)
    {
        var value = entry.First(AdNames.Manager);
        if (value.IsEmpty)
        {
            return null;
        }

        if (Link(value) is { } id)
        {
            return AdIdentifiers.Anchor(id);
        }

        problems.Count(AdProblems.ManagerUnknown);
        return null;
    }

    private Guid? Link(ReadOnlySpan<byte> name) => ExtendedDn.Id(name) ?? link(ExtendedDn.Plain(name));

    private static ImmutableArray<string> Texts(LdapEntry entry, string attribute)
    {
        var values = entry.Values(attribute);
        if (values.Count == 0)
        {
            return [];
        }

        var texts = new List<string>(values.Count);
        foreach (var value in values)
        {
            texts.Add(Utf8.IsValid(value) ? Encoding.UTF8.GetString(ExtendedDn.Plain(value)) : Convert.ToBase64String(value));
        }

        texts.Sort(StringComparer.Ordinal);
        return [.. texts];
    }

    /// <summary>A group's type in words, as people know it, instead of a number: a filter can leave out lists for mail.</summary>
    private static ImmutableArray<string> GroupTypes(LdapEntry entry) =>
        int.TryParse(entry.Text(AdNames.GroupType), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var type)
            ? [(type & AdNames.SecurityGroup) != 0 ? "security" : "distribution"]
            : [];

    private static void AddMany(EntryDraft draft, string name, ImmutableArray<string> values)
    {
        if (values.Length > 0)
        {
            draft.Add(name, values);
        }
    }
}
