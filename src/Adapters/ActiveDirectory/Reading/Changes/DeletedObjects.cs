using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>The container of a domain's tombstones. Everybody finds it; its own attributes sees only who may look into it.</summary>
internal static class DeletedObjects
{
    internal static async Task<bool> AreVisibleAsync(LdapConnection connection, DomainFacts domain, CancellationToken cancellationToken)
    {
        var readable = false;
        var request = new SearchRequest(
            AdFilters.DeletedObjectsOf(domain.Domain.ToString()), SearchScope.Base, AdFilters.Any, [AdNames.ObjectClass])
        {
            What = "the container of deleted objects",
            Controls = [LdapControl.DomainScope, LdapControl.ShowDeleted],
        };
        await LdapSearch.ReadOnceAsync(
            connection, request, entry => readable = entry.Has(AdNames.ObjectClass, "container"), cancellationToken).ConfigureAwait(false);
        return readable;
    }
}
