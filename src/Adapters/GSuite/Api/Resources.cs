using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SyncEngine.Adapters.GSuite.Api;

// The properties can be set: the reader fills those faster than what is set by a constructor or init-only.

/// <summary>A user, with the fields that the adapter asks for; read by <see cref="UserJson"/>.</summary>
[JsonConverter(typeof(UserConverter))]
internal sealed record GoogleUser
{
    public string? Id { get; set; }

    public string? PrimaryEmail { get; set; }

    public GoogleName? Name { get; set; }

    public bool Suspended { get; set; }

    public bool Archived { get; set; }

    /// <summary>A guest of the organisation. Newer than the published document of revision 20240709.</summary>
    public bool IsGuestUser { get; set; }

    public string? CustomerId { get; set; }

    /// <summary>Only in the list of deleted users.</summary>
    public string? DeletionTime { get; set; }

    public string? OrgUnitPath { get; set; }

    public IReadOnlyList<string>? Aliases { get; set; }

    public IReadOnlyList<string>? NonEditableAliases { get; set; }

    public IReadOnlyList<GoogleOrganization>? Organizations { get; set; }

    public IReadOnlyList<GoogleValue>? Phones { get; set; }

    public IReadOnlyList<GoogleValue>? Relations { get; set; }

    public IReadOnlyList<GoogleValue>? ExternalIds { get; set; }
}

/// <summary>A user's name.</summary>
internal sealed record GoogleName
{
    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? FullName { get; set; }

    public string? DisplayName { get; set; }
}

/// <summary>One of the organisations that a user is said to work for.</summary>
internal sealed record GoogleOrganization
{
    public string? Name { get; set; }

    public string? Title { get; set; }

    public string? Department { get; set; }

    public bool Primary { get; set; }
}

/// <summary>A phone number, a relation or an external id: a value of some type.</summary>
internal sealed record GoogleValue
{
    public string? Value { get; set; }

    public string? Type { get; set; }

    public bool Primary { get; set; }
}

/// <summary>A group.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record GoogleGroup
{
    public string? Id { get; set; }

    public string? Email { get; set; }

    public string? Name { get; set; }

    [JsonConverter(typeof(LooseListConverter<string>))]
    public IReadOnlyList<string>? Aliases { get; set; }
}

/// <summary>A member of a group. <see cref="Type"/> is USER, GROUP, CUSTOMER or EXTERNAL.</summary>
internal sealed record GoogleMember
{
    public string? Id { get; set; }

    public string? Type { get; set; }
}

/// <summary>An organizational unit.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record GoogleUnit
{
    public string? OrgUnitId { get; set; }

    public string? Name { get; set; }

    public string? OrgUnitPath { get; set; }

    public string? ParentOrgUnitId { get; set; }

    public string? ParentOrgUnitPath { get; set; }
}

/// <summary>The answer of the token endpoint.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("expires_in")] long ExpiresIn);
