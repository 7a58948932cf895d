using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// The rights that a reading of changes needs beyond those of every account. Without them everything still works, by a longer way: so they are warnings.
/// </summary>
internal sealed class RightsCheck(CheckSteps steps, LdapConnection connection, DomainFacts domain, string who)
{
    /// <summary>Whether the account may look into the container of deleted objects.</summary>
    internal async Task<CheckResult> DeletionsAsync(CancellationToken cancellationToken)
    {
        return await DeletedObjects.AreVisibleAsync(connection, domain, cancellationToken).ConfigureAwait(false)
            ? steps.Ok("deletions", $"{who} sees deleted objects")
            : steps.Warning(
                "deletions",
                $"{who} may not look into CN=Deleted Objects,{domain.Domain}: a reading of changes would miss who was deleted; only a full reading finds out",
                "Grant the account that reads 'List Contents' and 'Read All Properties' on CN=Deleted Objects; the package's README has the commands.");
    }

    /// <summary>Whether the account may ask for all changes by DirSync, and what is done otherwise.</summary>
    internal async Task<CheckResult> ChangesAsync(CancellationToken cancellationToken)
    {
        const int ObjectSecurity = 1;
        if (await RefusalAsync(0, cancellationToken).ConfigureAwait(false) is not { } refusal)
        {
            return steps.Ok("changes", $"{who} may read changes by DirSync");
        }

        var instead = await RefusalAsync(ObjectSecurity, cancellationToken).ConfigureAwait(false) is null
            ? "those that it may see are read by DirSync instead"
            : "they are read by uSNChanged instead";
        return steps.Warning(
            "changes",
            $"{who} may not replicate changes of {domain.Domain} ({refusal}): {instead}",
            "Grant the account that reads 'Replicating Directory Changes' on the domain; the package's README has the commands.");
    }

    /// <summary>Asks by DirSync for the domain's own object only, which costs nothing: null, or the name of the refusal.</summary>
    private async Task<string?> RefusalAsync(int flags, CancellationToken cancellationToken)
    {
        var request = new SearchRequest(domain.Domain.ToString(), SearchScope.Subtree, AdFilters.Domain, [AdNames.ObjectGuid])
        {
            What = "a reading of changes",
            Controls = [LdapControl.DirSync(flags, [])],
        };
        try
        {
            await LdapSearch.ReadOnceAsync(connection, request, _ => { }, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (LdapResultException e) when (
            e.Result.Code is LdapResultCode.InsufficientAccessRights or LdapResultCode.UnavailableCriticalExtension or LdapResultCode.UnwillingToPerform)
        {
            return e.Result.Name;
        }
    }
}
