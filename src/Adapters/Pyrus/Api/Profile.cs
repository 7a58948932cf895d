using System.Text.Json;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>Who the token belongs to.</summary>
internal sealed record Profile(long PersonId, string OrganizationId, string? OrganizationName, string? Email)
{
    /// <summary>Null when the person or the organisation is not named.</summary>
    internal static Profile? Parse(JsonElement item)
    {
        var organization = JsonRead.Find(item, "organization") ?? default;
        var organizationId = JsonRead.Text(item, "organization_id") ?? JsonRead.Text(organization, "organization_id");
        return JsonRead.Number(item, "person_id") is { } person && organizationId is not null
            ? new Profile(person, organizationId, JsonRead.Text(organization, "name"), JsonRead.Text(item, "email"))
            : null;
    }
}
