using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>What a server says of itself before anyone signs in (RFC 4512, section 5.1).</summary>
internal sealed record RootFacts(string ServerName, string? DomainDn, bool IsActiveDirectory, bool IsSynchronized, DateTimeOffset? Time)
{
    /// <summary>The number of the last change that was written here; each controller counts for itself.</summary>
    internal long? HighestUsn { get; init; }

    /// <summary>The object that stands for this controller's directory service.</summary>
    internal string? ServiceDn { get; init; }

    internal string? ConfigurationDn { get; init; }

    /// <summary>Samba tells its vendor, Windows does not.</summary>
    internal bool IsSamba { get; init; }

    internal static async Task<RootFacts> ReadAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        var facts = new RootFacts(connection.Server.ToString(), null, false, true, null);
        var request = new SearchRequest("", SearchScope.Base, AdFilters.Any, AdNames.RootAttributes) { What = "the server's own description" };
        await LdapSearch.ReadOnceAsync(
            connection,
            request,
            entry => facts = new RootFacts(
                entry.Text(AdNames.DnsHostName) ?? connection.Server.ToString(),
                entry.Text(AdNames.DefaultNamingContext),
                entry.Has(AdNames.SupportedCapabilities, AdNames.ActiveDirectoryCapability)
                    && entry.Has(AdNames.SupportedControl, LdapControl.ExtendedDnOid),
                !entry.Has(AdNames.IsSynchronized, "FALSE"),
                ParseTime(entry.Text(AdNames.CurrentTime)))
            {
                HighestUsn = long.TryParse(entry.Text(AdNames.HighestCommittedUsn), NumberStyles.None, CultureInfo.InvariantCulture, out var usn) ? usn : null,
                ServiceDn = entry.Text(AdNames.DsServiceName),
                ConfigurationDn = entry.Text(AdNames.ConfigurationNamingContext),
                IsSamba = entry.Text(AdNames.VendorName)?.StartsWith("Samba", StringComparison.OrdinalIgnoreCase) == true,
            },
            cancellationToken).ConfigureAwait(false);
        return facts;
    }

    /// <summary>
    /// The id of this controller's database as it is now: another one, or the same one after it was restored from a backup, has another. Null when it may
    /// not be read.
    /// </summary>
    internal async Task<Guid?> ReadInvocationAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        Guid? id = null;
        if (ServiceDn is not null)
        {
            var request = new SearchRequest(ServiceDn, SearchScope.Base, AdFilters.Any, [AdNames.InvocationId])
            {
                What = "the controller's own object",
                Controls = [LdapControl.DomainScope],
            };
            await LdapSearch.ReadOnceAsync(
                connection, request, entry => id = AdIdentifiers.ObjectId(entry.First(AdNames.InvocationId)), cancellationToken).ConfigureAwait(false);
        }

        return id;
    }

    // Generalized time, as in 20261122201500.0Z.
    private static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyyMMddHHmmss.f'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

/// <summary>The domain and the base of a reading.</summary>
/// <param name="Sid">The domain's identifier: what it is, whatever its servers are called.</param>
/// <param name="Domain">The root of the domain.</param>
/// <param name="Base">Where the reading begins.</param>
/// <param name="BaseFacts">The object there.</param>
internal sealed record DomainFacts(string Sid, DistinguishedName Domain, DistinguishedName Base, PlaceFacts BaseFacts)
{
    /// <summary>Whether the base is a unit of its own, not the domain.</summary>
    internal bool BaseIsUnit => BaseFacts.Class != AdClass.Domain;
}
