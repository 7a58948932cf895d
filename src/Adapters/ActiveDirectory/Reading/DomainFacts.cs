using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>What a server says of itself before anyone signs in (RFC 4512, section 5.1).</summary>
internal sealed record RootFacts(string ServerName, string? DomainDn, bool IsActiveDirectory, bool IsSynchronized, DateTimeOffset? Time)
{
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
                ParseTime(entry.Text(AdNames.CurrentTime))),
            cancellationToken).ConfigureAwait(false);
        return facts;
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
