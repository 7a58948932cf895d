using System.Buffers.Text;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>What an object of the directory is, for us.</summary>
internal enum AdClass : byte
{
    Other,
    Account,
    Group,
    OrganizationalUnit,
    Container,
    Domain,
    Computer,
    Contact,
    ForeignSecurityPrincipal,
}

/// <summary>Tells objects apart by their classes. Pure.</summary>
internal static class AdClassifier
{
    internal static AdClass Of(LdapEntry entry)
    {
        // Most derived first: a computer is a user too.
        if (entry.Has(AdNames.ObjectClass, "computer"))
        {
            return AdClass.Computer;
        }

        if (entry.Has(AdNames.ObjectClass, "user"))
        {
            return IsPerson(entry) ? AdClass.Account : AdClass.Other;
        }

        return entry switch
        {
            _ when entry.Has(AdNames.ObjectClass, "group") => AdClass.Group,
            _ when entry.Has(AdNames.ObjectClass, "organizationalUnit") => AdClass.OrganizationalUnit,
            _ when entry.Has(AdNames.ObjectClass, "domainDNS") => AdClass.Domain,
            _ when entry.Has(AdNames.ObjectClass, "container") || entry.Has(AdNames.ObjectClass, "builtinDomain") => AdClass.Container,
            _ when entry.Has(AdNames.ObjectClass, "contact") => AdClass.Contact,
            _ when entry.Has(AdNames.ObjectClass, "foreignSecurityPrincipal") => AdClass.ForeignSecurityPrincipal,
            _ => AdClass.Other,
        };
    }

    /// <summary>The kind of record an object gives, or null when it gives none.</summary>
    internal static EntryKind? KindOf(AdClass objectClass) => objectClass switch
    {
        AdClass.Account => EntryKind.Account,
        AdClass.Group => EntryKind.Group,
        AdClass.OrganizationalUnit or AdClass.Container => EntryKind.Unit,
        _ => null,
    };

    /// <summary>Whether a container is one of the system's own, which people don't see.</summary>
    internal static bool IsHidden(LdapEntry entry) => entry.Has(AdNames.ShowInAdvancedViewOnly, AdNames.TrueText);

    /// <summary>Whether <see cref="AdFilters.Units"/> finds it.</summary>
    internal static bool IsListed(LdapEntry entry) =>
        entry.Has(AdNames.ObjectClass, "organizationalUnit") || (entry.Has(AdNames.ObjectClass, "container") && !IsHidden(entry));

    /// <summary>The flags of an account, or null when they were not given.</summary>
    internal static int? Flags(LdapEntry entry)
    {
        var text = entry.First(AdNames.UserAccountControl);
        return Utf8Parser.TryParse(text, out int flags, out var used) && used == text.Length ? flags : null;
    }

    /// <summary>
    /// When the account's time runs out: null when the attribute was not given, <see cref="DateTimeOffset.MaxValue"/> for never, which Active Directory
    /// writes in two ways (0, and the largest number there is).
    /// </summary>
    internal static DateTimeOffset? Expiry(LdapEntry entry)
    {
        var text = entry.First(AdNames.AccountExpires);
        if (!Utf8Parser.TryParse(text, out long time, out var used) || used != text.Length)
        {
            return null;
        }

        return time <= 0 || time > DateTimeOffset.MaxValue.ToFileTime() ? DateTimeOffset.MaxValue : DateTimeOffset.FromFileTime(time);
    }

    private static bool IsPerson(LdapEntry entry)
    {
        // A tombstone has lost its category; an export may lack it.
        var category = ExtendedDn.Plain(entry.First(AdNames.ObjectCategory));
        if (!category.IsEmpty && !IsPersonCategory(category))
        {
            return false;
        }

        return Flags(entry) is not { } flags || (flags & AdNames.NormalAccount) != 0;
    }

    private static bool IsPersonCategory(ReadOnlySpan<byte> category)
    {
        const string Usual = "CN=Person,";
        return (category.Length > Usual.Length && Ascii.EqualsIgnoreCase(category[..Usual.Length], Usual))
            || (DistinguishedName.TryParse(Encoding.UTF8.GetString(category)) is { Depth: > 0 } dn
                && dn.Leaf.Value.Equals("Person", StringComparison.OrdinalIgnoreCase));
    }
}
