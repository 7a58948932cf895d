using System.Collections.Frozen;

namespace SyncEngine.Model;

/// <summary>
/// The canonical attribute names that adapters map to and from. Foreign names (<c>sAMAccountName</c>, <c>first_name</c>) appear
/// only in an adapter's <c>Mapping</c> folder. An adapter may add further names; those are carried and compared like the rest.
/// </summary>
public static class AttributeNames
{
    /// <summary>The name of a group or unit; of an account, the name its system shows.</summary>
    public const string Name = "name";

    /// <summary>Given name.</summary>
    public const string FirstName = "firstName";

    /// <summary>Family name.</summary>
    public const string LastName = "lastName";

    /// <summary>Given name in the person's own script, where <see cref="FirstName"/> is written in another.</summary>
    public const string NativeFirstName = "nativeFirstName";

    /// <summary>Family name in the person's own script, where <see cref="LastName"/> is written in another.</summary>
    public const string NativeLastName = "nativeLastName";

    /// <summary>The primary email address as the system gives it; compared through <see cref="EmailKey"/>.</summary>
    public const string Email = "email";

    /// <summary>Further addresses of the same entry (many values).</summary>
    public const string Aliases = "aliases";

    /// <summary>The name a person signs in with (AD: <c>sAMAccountName</c>).</summary>
    public const string Login = "login";

    /// <summary>Job title in a directory.</summary>
    public const string Title = "title";

    /// <summary>Job title in an application.</summary>
    public const string Position = "position";

    /// <summary>The department's name or path as text (of a source), as the source writes it.</summary>
    public const string Department = "department";

    /// <summary>Organisation or legal entity.</summary>
    public const string Company = "company";

    /// <summary>Office telephone.</summary>
    public const string Phone = "phone";

    /// <summary>Mobile telephone.</summary>
    public const string MobilePhone = "mobilePhone";

    /// <summary>The organisation's own number of the person.</summary>
    public const string EmployeeNumber = "employeeNumber";

    /// <summary>Anchor of the person's manager in the same system.</summary>
    public const string Manager = "manager";

    /// <summary>Anchor of the group every account of AD belongs to by its primary group id, beside its ordinary groups.</summary>
    public const string PrimaryGroup = "primaryGroup";

    /// <summary>
    /// How the system addresses the entry for people (AD: the distinguished name). Given for groups, so that a person can pick a
    /// group by it; not for accounts and units, whose place is <c>Parent</c>.
    /// </summary>
    public const string Address = "address";

    /// <summary>The anchor of the source entry that an account was made for, as the target stores it (Pyrus: <c>external_id</c>).</summary>
    public const string ExternalId = "externalId";

    /// <summary>
    /// What kind of account a target holds when it is not a person: <c>bot</c>, <c>external</c>. Absent for ordinary people.
    /// </summary>
    public const string AccountType = "accountType";

    /// <summary>
    /// Marks an account that must never be blocked or bound without its own consent. Values: <c>administrator</c>, <c>self</c>
    /// (the account the engine itself signs in with).
    /// </summary>
    public const string Protection = "protection";

    /// <summary>Anchors of the groups or roles an account holds in a target; recorded in a before-image, since a block takes them away.</summary>
    public const string Roles = "roles";

    /// <summary>In the record of a write to a role: the ids of the accounts that come in or go.</summary>
    public const string Members = "members";

    /// <summary>Why a target's account cannot sign in, beyond being blocked: <c>dismissed</c> where the target knows that state.</summary>
    public const string EmploymentState = "employmentState";

    /// <summary>
    /// <see cref="NotBlocked"/> on a target's account that cannot sign in for another reason alone (<see cref="EmploymentState"/>), so that a block is still to be made.
    /// Absent of all others: those are blocked when they cannot sign in.
    /// </summary>
    public const string Blocked = "blocked";

    /// <summary>The one value of <see cref="Blocked"/>.</summary>
    public const string NotBlocked = "no";

    /// <summary>What every source reads by itself, as far as it has it; further names are an adapter's own.</summary>
    internal static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        Name, FirstName, LastName, NativeFirstName, NativeLastName, Email, Aliases, Login, Title, Position, Department, Company, Phone, MobilePhone, EmployeeNumber,
        Manager, PrimaryGroup, Address, ExternalId, AccountType, Protection, EmploymentState, Blocked);
}
