using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>
/// Who stands below a unit that was renamed or moved. A server reports the unit only, but groups below it have another address now, containers may count
/// that did not, and where the base is not the whole domain everyone may have come into it or left it.
/// </summary>
internal static class UnitsBelow
{
    /// <summary>Below more than this many a full reading is less work.</summary>
    internal const int CountMax = 5_000;

    /// <summary>The ids of what is below, the unit itself included if the filter finds it.</summary>
    /// <exception cref="FullReadNeededException">They are too many.</exception>
    internal static async Task<List<Guid>> ReadAsync(
        LiveSession session, DistinguishedName unit, Guid id, bool everyone, CancellationToken cancellationToken)
    {
        var found = new List<Guid>();
        var filter = everyone
            ? LdapFilter.Or(AdFilters.Accounts, AdFilters.Groups, AdFilters.Units)
            : LdapFilter.Or(AdFilters.Groups, AdFilters.Units);
        var search = new LdapSearch(
            session.Connection,
            new SearchRequest(AdFilters.BaseOf(id), SearchScope.Subtree, filter, [AdNames.ObjectGuid])
            {
                What = "what stands below a renamed unit",
                Controls = [LdapControl.DomainScope],
            },
            session.Options.PageSize);
        while (!search.Finished)
        {
            await search.RequestAsync(cancellationToken).ConfigureAwait(false);
            await search.ReadPageAsync(
                entry =>
                {
                    if (AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is { } below)
                    {
                        found.Add(below);
                    }
                },
                cancellationToken).ConfigureAwait(false);
            if (found.Count > CountMax)
            {
                throw new FullReadNeededException(
                    "LargeUnitChanged",
                    $"'{unit}' was renamed, moved or changed otherwise, and more than {CountMax} entries below it would have to be read again.");
            }
        }

        return found;
    }
}
