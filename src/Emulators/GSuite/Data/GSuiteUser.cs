using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>One user of the emulated customer, deleted ones included for as long as the product keeps them.</summary>
public sealed record GSuiteUser
{
    /// <summary>The immutable id, a text of digits; empty in a seed means the next free one.</summary>
    public string Id { get; init; } = "";

    /// <summary>The address, unique among users, aliases and groups ignoring case; it may change.</summary>
    public string PrimaryEmail { get; init; } = "";

    /// <summary>Given name.</summary>
    public string GivenName { get; init; } = "";

    /// <summary>Family name.</summary>
    public string FamilyName { get; init; } = "";

    /// <summary>The name to show instead of the full name; null for none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Cannot sign in, by an administrator or by Google.</summary>
    public bool Suspended { get; init; }

    /// <summary>Why, shown only while suspended: <c>ADMIN</c>, <c>ABUSE</c>, <c>UNDER13</c>, <c>WEB_LOGIN_REQUIRED</c> and others.</summary>
    public string? SuspensionReason { get; init; }

    /// <summary>Kept without a sign-in under an archive licence.</summary>
    public bool Archived { get; init; }

    /// <summary>A guest of the customer, as newer revisions of the API have them; shown only when true.</summary>
    public bool IsGuestUser { get; init; }

    /// <summary>The path of the unit the user is in; <c>/</c> (the default) is the root.</summary>
    public string OrgUnitPath { get; init; } = "/";

    /// <summary>Further addresses in the customer's domains.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Further addresses outside the customer's domains.</summary>
    public IReadOnlyList<string> NonEditableAliases { get; init; } = [];

    /// <summary>Where the user works, and as what.</summary>
    public IReadOnlyList<GSuiteOrganization> Organizations { get; init; } = [];

    /// <summary>Telephones.</summary>
    public IReadOnlyList<GSuiteTyped> Phones { get; init; } = [];

    /// <summary>Relations; the manager's value is an address, which nobody checks.</summary>
    public IReadOnlyList<GSuiteTyped> Relations { get; init; } = [];

    /// <summary>Ids in other systems; the one of type <c>organization</c> is the employee number.</summary>
    public IReadOnlyList<GSuiteTyped> ExternalIds { get; init; } = [];

    /// <summary>A super administrator: may use the whole API.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>An administrator of some things: may read everything here, may not create or bring back users.</summary>
    public bool IsDelegatedAdmin { get; init; }

    /// <summary>When the account was made, UTC; null takes the time of seeding.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the user last signed in, UTC; null for never, which the API shows as 1970.</summary>
    public DateTimeOffset? LastLoginTime { get; init; }

    /// <summary>When the user was deleted, UTC; null for one who is there.</summary>
    public DateTimeOffset? DeletionTime { get; init; }

    /// <summary>Fields of custom schemas: schema, then field; shown only when the projection asks for them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> CustomSchemas { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Any other field of the answer, written as it is, in place of what the emulator would write: for shapes that only some tenants have.</summary>
    public IReadOnlyDictionary<string, JsonElement> More { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>How often the user changed; the etag follows it. Set by the emulator.</summary>
    public long Version { get; init; }

    internal bool IsDeleted => DeletionTime is not null;

    internal string FullName => $"{GivenName} {FamilyName}".Trim();

    /// <summary>The id only: a user holds personal data.</summary>
    public override string ToString() => $"G Suite user {Id}";
}
