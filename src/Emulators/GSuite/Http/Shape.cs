namespace SyncEngine.Emulators;

/// <summary>The fields an answer can have, so that a selection of an unknown one is refused. Null fields leave everything open.</summary>
internal sealed record Shape(IReadOnlyDictionary<string, Shape>? Fields)
{
    private const string UserFields =
        "addresses agreedToTerms aliases archived changePasswordAtNextLogin creationTime customSchemas customerId deletionTime emails etag externalIds "
        + "gender hashFunction id ims includeInGlobalAddressList ipWhitelisted isAdmin isDelegatedAdmin isEnforcedIn2Sv isEnrolledIn2Sv isMailboxSetup "
        + "keywords kind languages lastLoginTime locations nonEditableAliases notes orgUnitPath organizations password phones posixAccounts primaryEmail "
        + "recoveryEmail recoveryPhone relations sshPublicKeys suspended suspensionReason thumbnailPhotoEtag thumbnailPhotoUrl websites";

    /// <summary>What newer revisions of the API have beyond the discovery document the emulator follows.</summary>
    internal const string NewerUserFields = "archivalTime guestAccountInfo isGuestUser suspensionTime";

    internal static readonly Shape Open = new((IReadOnlyDictionary<string, Shape>?)null);
    internal static readonly Shape User = Of(UserFields + ' ' + NewerUserFields, ("name", Of("displayName familyName fullName givenName")));
    internal static readonly Shape Users = List("users", User, "trigger_event");
    internal static readonly Shape Group = Of("adminCreated aliases description directMembersCount email etag id kind name nonEditableAliases");
    internal static readonly Shape Groups = List("groups", Group);
    internal static readonly Shape Member = Of("delivery_settings email etag id kind role status type");
    internal static readonly Shape Members = List("members", Member);
    internal static readonly Shape HasMember = Of("isMember");
    internal static readonly Shape OrgUnit = Of("blockInheritance description etag kind name orgUnitId orgUnitPath parentOrgUnitId parentOrgUnitPath");
    internal static readonly Shape OrgUnits = Of("etag kind", ("organizationUnits", OrgUnit));
    internal static readonly Shape Domain = Of("creationTime domainAliases domainName etag isPrimary kind verified");
    internal static readonly Shape Domains = Of("etag kind", ("domains", Domain));
    internal static readonly Shape Customer = Of("alternateEmail customerCreationTime customerDomain etag id kind language phoneNumber postalAddress");
    internal static readonly Shape Channel = Of("address expiration id kind params payload resourceId resourceUri token type");

    private static Shape List(string name, Shape item, string more = "") => Of($"etag kind nextPageToken {more}", (name, item));

    private static Shape Of(string names, params ReadOnlySpan<(string Name, Shape Shape)> nested)
    {
        var fields = names.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(n => n, _ => Open, StringComparer.Ordinal);
        foreach (var (name, shape) in nested)
        {
            fields.Add(name, shape);
        }

        return new Shape(fields);
    }
}
