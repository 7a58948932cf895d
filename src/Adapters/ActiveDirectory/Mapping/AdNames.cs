using System.Collections.Immutable;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>Active Directory's own names: attributes, classes, bits. They appear in this folder only.</summary>
internal static class AdNames
{
    internal const string ObjectClass = "objectClass";
    internal const string ObjectCategory = "objectCategory";
    internal const string ObjectGuid = "objectGUID";
    internal const string ObjectSid = "objectSid";
    internal const string DistinguishedName = "distinguishedName";
    internal const string CommonName = "cn";
    internal const string DisplayName = "displayName";
    internal const string GivenName = "givenName";
    internal const string Surname = "sn";
    internal const string Mail = "mail";
    internal const string ProxyAddresses = "proxyAddresses";
    internal const string SamAccountName = "sAMAccountName";
    internal const string Title = "title";
    internal const string Department = "department";
    internal const string Company = "company";
    internal const string TelephoneNumber = "telephoneNumber";
    internal const string Mobile = "mobile";
    internal const string EmployeeNumber = "employeeNumber";
    internal const string EmployeeId = "employeeID";
    internal const string Manager = "manager";
    internal const string PrimaryGroupId = "primaryGroupID";
    internal const string UserAccountControl = "userAccountControl";
    internal const string Member = "member";
    internal const string UsnChanged = "uSNChanged";
    internal const string UsnCreated = "uSNCreated";
    internal const string IsDeleted = "isDeleted";
    internal const string LastKnownParent = "lastKnownParent";
    internal const string Name = "name";
    internal const string ParentGuid = "parentGUID";
    internal const string SamAccountType = "sAMAccountType";
    internal const string AccountExpires = "accountExpires";
    internal const string MemberOf = "memberOf";
    internal const string DirectReports = "directReports";
    internal const string InvocationId = "invocationId";
    internal const string TombstoneLifetime = "tombstoneLifetime";
    internal const string ShowInAdvancedViewOnly = "showInAdvancedViewOnly";

    internal const string GroupType = "groupType";
    internal const string AllowedAttributes = "allowedAttributes";
    internal const string LdapDisplayName = "lDAPDisplayName";
    internal const string AttributeSyntax = "attributeSyntax";
    internal const string SystemFlags = "systemFlags";
    internal const string SearchFlags = "searchFlags";
    internal const string LinkId = "linkID";

    internal const string DefaultNamingContext = "defaultNamingContext";
    internal const string DnsHostName = "dnsHostName";
    internal const string SupportedCapabilities = "supportedCapabilities";
    internal const string SupportedControl = "supportedControl";
    internal const string IsSynchronized = "isSynchronized";
    internal const string CurrentTime = "currentTime";
    internal const string ConfigurationNamingContext = "configurationNamingContext";
    internal const string DsServiceName = "dsServiceName";
    internal const string HighestCommittedUsn = "highestCommittedUSN";
    internal const string VendorName = "vendorName";

    /// <summary>The capability that every Active Directory domain controller lists.</summary>
    internal const string ActiveDirectoryCapability = "1.2.840.113556.1.4.800";

    internal const string TrueText = "TRUE";

    /// <summary>Bit of userAccountControl: the account is disabled.</summary>
    internal const int AccountDisabled = 0x2;

    /// <summary>Bit of userAccountControl: an ordinary account, neither a computer's nor a trust's.</summary>
    internal const int NormalAccount = 0x200;

    /// <summary>Bit of groupType: the group can be given rights; without it, it is a list for mail.</summary>
    internal const int SecurityGroup = int.MinValue;

    internal static ImmutableArray<string> AccountAttributes { get; } =
    [
        ObjectClass, ObjectCategory, ObjectGuid, CommonName, DisplayName, GivenName, Surname, Mail, ProxyAddresses, SamAccountName, Title,
        Department, Company, TelephoneNumber, Mobile, EmployeeNumber, EmployeeId, Manager, PrimaryGroupId, UserAccountControl,
    ];

    internal static ImmutableArray<string> GroupAttributes { get; } =
        [ObjectClass, ObjectGuid, ObjectSid, CommonName, SamAccountName, Mail, Member, UsnChanged];

    internal static ImmutableArray<string> SchemaAttributes { get; } = [LdapDisplayName, AttributeSyntax, SystemFlags, SearchFlags, LinkId];

    internal static ImmutableArray<string> PlaceAttributes { get; } = [ObjectClass, ObjectGuid, ShowInAdvancedViewOnly];

    internal static ImmutableArray<string> KindAttributes { get; } = [ObjectClass, ObjectCategory, ObjectGuid, UserAccountControl];

    internal static ImmutableArray<string> RootAttributes { get; } =
    [
        DefaultNamingContext, ConfigurationNamingContext, DnsHostName, DsServiceName, HighestCommittedUsn, SupportedCapabilities, SupportedControl,
        IsSynchronized, CurrentTime, VendorName,
    ];

    /// <summary>
    /// What makes a change one that a record can show, beside the configured attributes. DirSync reports changes of what it is asked for only: without
    /// <c>isDeleted</c> no deletion, without <c>name</c> no move.
    /// </summary>
    internal static ImmutableArray<string> ChangeAttributes { get; } =
    [
        .. AccountAttributes.Union(GroupAttributes, StringComparer.Ordinal).Union(PlaceAttributes, StringComparer.Ordinal),
        AccountExpires, IsDeleted, Name, ParentGuid, SamAccountType,
    ];
}
