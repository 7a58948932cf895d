using System.Text.Json;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>A department of the organisation chart as Pyrus shows it.</summary>
internal sealed record Department(long Id, string? Name, long? ParentId, long? ManagerId, string? ExternalId)
{
    internal static Department? Parse(JsonElement item) => JsonRead.Number(item, "id") is not { } id ? null : new Department(
        id,
        JsonRead.Text(item, "department_name"),
        JsonRead.Number(item, "parent_id"),
        JsonRead.Number(item, "manager_id"),
        JsonRead.Text(item, "external_id"));
}
