using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>What is searched for. The same decisions as <see cref="AdClassifier"/>, made by the server.</summary>
internal static class AdFilters
{
    /// <summary>What the schema says of attributes.</summary>
    internal static LdapFilter Attributes { get; } = LdapFilter.Equal(AdNames.ObjectClass, "attributeSchema");

    internal static LdapFilter Any { get; } = LdapFilter.Present(AdNames.ObjectClass);

    /// <summary>People: computers are of class user too, but not of category person.</summary>
    internal static LdapFilter Accounts { get; } = LdapFilter.And(
        LdapFilter.Equal(AdNames.ObjectCategory, "person"), LdapFilter.Equal(AdNames.ObjectClass, "user"));

    internal static LdapFilter Groups { get; } = LdapFilter.Equal(AdNames.ObjectClass, "group");

    /// <summary>Organizational units, and the containers that people see.</summary>
    internal static LdapFilter Units { get; } = LdapFilter.Or(
        LdapFilter.Equal(AdNames.ObjectClass, "organizationalUnit"),
        LdapFilter.And(
            LdapFilter.Equal(AdNames.ObjectClass, "container"),
            LdapFilter.Not(LdapFilter.Equal(AdNames.ShowInAdvancedViewOnly, AdNames.TrueText))));

    /// <summary>
    /// Whatever can have been an account, group or unit, tombstones too: these have lost their category and most other attributes, but not their classes.
    /// </summary>
    internal static LdapFilter Changes { get; } = LdapFilter.Or(
        LdapFilter.Equal(AdNames.ObjectClass, "user"),
        LdapFilter.Equal(AdNames.ObjectClass, "group"),
        LdapFilter.Equal(AdNames.ObjectClass, "organizationalUnit"),
        LdapFilter.Equal(AdNames.ObjectClass, "container"));

    /// <summary>The domain itself and nothing else: for a cookie of now.</summary>
    internal static LdapFilter Domain { get; } = LdapFilter.Equal(AdNames.ObjectClass, "domainDNS");

    internal static LdapFilter ChangedSince(long usn) => LdapFilter.AtLeast(AdNames.UsnChanged, usn);

    internal static LdapFilter Tombstones { get; } = LdapFilter.Equal(AdNames.IsDeleted, AdNames.TrueText);

    /// <summary>Accounts whose time ran out from one moment to another, both included.</summary>
    internal static LdapFilter ExpiredBetween(DateTimeOffset from, DateTimeOffset to) => LdapFilter.And(
        LdapFilter.AtLeast(AdNames.AccountExpires, Math.Max(1, from.ToFileTime())), LdapFilter.AtMost(AdNames.AccountExpires, to.ToFileTime()));

    internal static LdapFilter AnyOf(IEnumerable<Guid> ids) =>
        LdapFilter.Or([.. ids.Select(id => LdapFilter.Equal(AdNames.ObjectGuid, id.ToByteArray()))]);

    /// <summary>A base that finds an object wherever it stands.</summary>
    internal static string BaseOf(Guid id) => $"<GUID={id:D}>";

    /// <summary>The container of a domain's tombstones (MS-ADTS, section 6.1.1.4.2).</summary>
    internal static string DeletedObjectsOf(string domain) => $"<WKGUID=18E2EA80684F11D2B9AA00C04F79F805,{domain}>";

    internal static string BaseOfSid(string sid) => $"<SID={sid}>";
}
