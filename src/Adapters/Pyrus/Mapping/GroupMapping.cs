using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>A role as a record of the engine.</summary>
internal static class GroupMapping
{
    internal static SourceRecord ToRecord(Role role) => new()
    {
        Kind = EntryKind.Group,
        Anchor = AccountMapping.Text(role.Id),
        Enabled = !role.Banned,
        Deleted = role.Fired,
        Attributes = AttributeSet.Of((AttributeNames.Name, role.Name), (AttributeNames.ExternalId, role.ExternalId)),
        Members = [.. (role.MemberIds ?? []).Distinct().Order().Select(AccountMapping.Text)],
        MembersComplete = role.MemberIds is not null,
    };
}
