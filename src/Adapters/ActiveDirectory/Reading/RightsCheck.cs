using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// The rights that a reading of changes needs beyond those of every account. Without them everything still works, by a longer way: so they are warnings.
/// </summary>
internal sealed class RightsCheck(CheckSteps steps, LdapConnection connection, DomainFacts domain, string who)
{
    /// <summary>Whether the account may look into the container of deleted objects: it then sees the container's own attributes.</summary>
    internal async Task<CheckResult> DeletionsAsync(CancellationToken cancellationToken)
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
        return readable
            ? steps.Ok("deletions", $"{who} sees deleted objects")
            : steps.Warning(
                "deletions",
                $"{who} may not look into CN=Deleted Objects,{domain.Domain}: a reading of changes would miss who was deleted; only a full reading finds out",
                "Grant the account that reads 'List Contents' and 'Read All Properties' on CN=Deleted Objects; the package's README has the commands.");
    }

    /// <summary>Whether the account may ask for changes by DirSync: asked for the domain's own object only, which costs nothing.</summary>
    internal async Task<CheckResult> ChangesAsync(CancellationToken cancellationToken)
    {
        var request = new SearchRequest(domain.Domain.ToString(), SearchScope.Subtree, AdFilters.Domain, [AdNames.ObjectGuid])
        {
            What = "a reading of changes",
            Controls = [LdapControl.DirSync(0, [])],
        };
        try
        {
            await LdapSearch.ReadOnceAsync(connection, request, _ => { }, cancellationToken).ConfigureAwait(false);
            return steps.Ok("changes", $"{who} may read changes by DirSync");
        }
        catch (LdapResultException e) when (e.Result.Code is LdapResultCode.InsufficientAccessRights or LdapResultCode.UnavailableCriticalExtension)
        {
            return steps.Warning(
                "changes",
                $"{who} may not read changes of {domain.Domain} by DirSync ({e.Result.Name}): they are read by uSNChanged instead, which sees less",
                "Grant the account that reads 'Replicating Directory Changes' on the domain; the package's README has the commands.");
        }
    }
}
