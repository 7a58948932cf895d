using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Looks up single objects of a live directory: places by name, groups by identifier.</summary>
internal static class LivePlaces
{
    /// <summary>The object behind a DN, or null when there is none that may be seen.</summary>
    internal static async ValueTask<PlaceFacts?> ReadAsync(
        LdapConnection connection, string dn, string what, CancellationToken cancellationToken, Action<LdapEntry>? look = null)
    {
        PlaceFacts? facts = null;
        var request = new SearchRequest(dn, SearchScope.Base, AdFilters.Any, AdNames.PlaceAttributes)
        {
            What = what,
            Controls = [LdapControl.DomainScope],
        };
        await LdapSearch.ReadOnceAsync(
            connection,
            request,
            entry =>
            {
                facts = Of(entry);
                look?.Invoke(entry);
            },
            cancellationToken).ConfigureAwait(false);
        return facts;
    }

    /// <summary>An entry as a place, or null when it came without its id.</summary>
    internal static PlaceFacts? Of(LdapEntry entry) => AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is { } id
        ? new PlaceFacts(id, AdClassifier.Of(entry), AdClassifier.IsListed(entry))
        : null;

    /// <summary>
    /// The object behind a DN that a person wrote, with its name as the server writes it: servers take other spellings for the same name, in case, composition
    /// and blanks, and what stands below it is spelled their way.
    /// </summary>
    internal static async ValueTask<(PlaceFacts Facts, DistinguishedName Name)?> ReadAsSpelledAsync(
        LdapConnection connection, string dn, string what, CancellationToken cancellationToken)
    {
        DistinguishedName? name = null;
        var facts = await ReadAsync(
            connection, dn, what, cancellationToken, entry => name = DistinguishedName.TryParse(Encoding.UTF8.GetString(entry.Dn))).ConfigureAwait(false);
        return facts is not null && name is not null ? (facts, name) : null;
    }

    /// <summary>The id of the object with a security identifier, or null.</summary>
    internal static async ValueTask<Guid?> IdOfSidAsync(LdapConnection connection, string sid, CancellationToken cancellationToken) =>
        await ReadAsync(connection, AdFilters.BaseOfSid(sid), "a primary group", cancellationToken).ConfigureAwait(false) is { } facts
            ? facts.Id
            : null;
}
