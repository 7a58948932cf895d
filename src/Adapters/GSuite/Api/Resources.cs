using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>A user, with the fields that the adapter asks for. Lists may come as one object; see <see cref="LooseListConverter{T}"/>.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record GoogleUser
{
    public string? Id { get; init; }

    public string? PrimaryEmail { get; init; }

    public GoogleName? Name { get; init; }

    public bool Suspended { get; init; }

    public bool Archived { get; init; }

    /// <summary>A guest of the organisation. Newer than the published document of revision 20240709.</summary>
    public bool IsGuestUser { get; init; }

    public string? CustomerId { get; init; }

    /// <summary>Only in the list of deleted users.</summary>
    public string? DeletionTime { get; init; }

    public string? OrgUnitPath { get; init; }

    [JsonConverter(typeof(LooseListConverter<string>))]
    public IReadOnlyList<string>? Aliases { get; init; }

    [JsonConverter(typeof(LooseListConverter<string>))]
    public IReadOnlyList<string>? NonEditableAliases { get; init; }

    [JsonConverter(typeof(LooseListConverter<GoogleOrganization>))]
    public IReadOnlyList<GoogleOrganization>? Organizations { get; init; }

    [JsonConverter(typeof(LooseListConverter<GoogleValue>))]
    public IReadOnlyList<GoogleValue>? Phones { get; init; }

    [JsonConverter(typeof(LooseListConverter<GoogleValue>))]
    public IReadOnlyList<GoogleValue>? Relations { get; init; }

    [JsonConverter(typeof(LooseListConverter<GoogleValue>))]
    public IReadOnlyList<GoogleValue>? ExternalIds { get; init; }
}

/// <summary>A user's name.</summary>
internal sealed record GoogleName(string? GivenName, string? FamilyName, string? FullName, string? DisplayName);

/// <summary>One of the organisations that a user is said to work for.</summary>
internal sealed record GoogleOrganization(string? Name, string? Title, string? Department, bool Primary);

/// <summary>A phone number, a relation or an external id: a value of some type.</summary>
internal sealed record GoogleValue(string? Value, string? Type, bool Primary);

/// <summary>A group.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record GoogleGroup
{
    public string? Id { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    [JsonConverter(typeof(LooseListConverter<string>))]
    public IReadOnlyList<string>? Aliases { get; init; }
}

/// <summary>A member of a group. <see cref="Type"/> is USER, GROUP, CUSTOMER or EXTERNAL.</summary>
internal sealed record GoogleMember(string? Id, string? Type);

/// <summary>An organizational unit.</summary>
internal sealed record GoogleUnit(string? OrgUnitId, string? Name, string? OrgUnitPath, string? ParentOrgUnitId, string? ParentOrgUnitPath);

/// <summary>The answer of the token endpoint.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("expires_in")] long ExpiresIn);
