using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>The container of a domain's tombstones. An ordinary account sees the container, but nothing in it.</summary>
internal static class DeletedObjects
{
    /// <summary>Whether the account that reads sees anything there. In a domain in which nothing was deleted yet nobody does.</summary>
    internal static async Task<bool> AreVisibleAsync(LiveSession session, CancellationToken cancellationToken)
    {
        var seen = false;
        var search = new LdapSearch(
            session.Connection,
            new SearchRequest(
                AdFilters.DeletedObjectsOf(session.Domain.Domain.ToString()), SearchScope.OneLevel, AdFilters.Tombstones, SearchRequest.NoAttributes)
            {
                What = "deleted objects",
                Controls = [LdapControl.ShowDeleted, LdapControl.DomainScope],
            },
            pageSize: 1);
        try
        {
            await search.RequestAsync(cancellationToken).ConfigureAwait(false);
            await search.ReadPageAsync(_ => seen = true, cancellationToken).ConfigureAwait(false);
        }
        catch (LdapResultException)
        {
            // Refused: not even the container may be seen.
            return false;
        }

        return seen;
    }
}
