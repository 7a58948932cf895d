using System.Text.Json;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>A role as Pyrus shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ExternalId">Its id in a foreign system.</param>
/// <param name="Banned">Blocked.</param>
/// <param name="Fired">Deleted.</param>
/// <param name="MemberIds">Its members, or null when they could not be read.</param>
internal sealed record Role(long Id, string? Name, string? ExternalId, bool Banned, bool Fired, IReadOnlyList<long>? MemberIds)
{
    internal static Role? Parse(JsonElement item) => JsonRead.Number(item, "id") is not { } id ? null : new Role(
        id,
        JsonRead.Text(item, "name"),
        JsonRead.Text(item, "external_id"),
        JsonRead.Flag(item, "banned"),
        JsonRead.Flag(item, "fired"),
        JsonRead.Numbers(item, "member_ids"));
}
