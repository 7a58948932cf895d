using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>The account as it was before a block: a block takes away roles and department, and an unblock does not give them back.</summary>
internal static class BeforeImage
{
    internal static AttributeSet Of(EntryState account, IEnumerable<EntryState> targetGroups, string? department)
    {
        ImmutableArray<string> roles =
        [
            .. targetGroups
                .Where(g => g.Presence == EntryPresence.Present && g.Members.Contains(account.Key.Anchor, StringComparer.Ordinal))
                .Select(g => g.Key.Anchor)
                .Order(StringComparer.Ordinal),
        ];
        return account.Attributes
            .With(AttributeNames.Roles, roles)
            .With(AttributeNames.Department, department is null ? [] : [department]);
    }
}
