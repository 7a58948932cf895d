using System.Collections.Immutable;
using System.Security.Cryptography;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// A signed-in connection to a domain controller whose domain and base are known: everything a wrong configuration can spoil has been tried.
/// </summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private LiveSession(
        LdapConnection connection, RootFacts root, Guid? invocation, DomainFacts domain, ActiveDirectoryOptions options, DateTimeOffset now)
    {
        Connection = connection;
        Root = root;
        Invocation = invocation;
        Domain = domain;
        Options = options;
        Now = now;
    }

    internal LdapConnection Connection { get; }

    internal RootFacts Root { get; }

    /// <summary>The id of the controller's database, where it may be read.</summary>
    internal Guid? Invocation { get; }

    internal DomainFacts Domain { get; }

    /// <summary>The options, with this one server.</summary>
    internal ActiveDirectoryOptions Options { get; }

    /// <summary>When the session began, by the clock of this machine.</summary>
    internal DateTimeOffset Now { get; }

    /// <summary>The moment at which accounts whose time has run out count as disabled; null when they do not.</summary>
    internal DateTimeOffset? ExpiredAt => Options.ExpiredAccounts == ExpiredAccounts.CountAsDisabled ? Now : null;

    /// <summary>Servers that were tried before this one, and what was wrong with each.</summary>
    internal ImmutableArray<ReadProblem> Skipped { get; init; } = [];

    /// <summary>What is read of accounts.</summary>
    internal ImmutableArray<string> AccountAttributes =>
    [
        .. AdNames.AccountAttributes.Concat(Options.Attributes).Concat(ExpiredAt is null ? [] : [AdNames.AccountExpires])
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>What is read of groups.</summary>
    internal ImmutableArray<string> GroupAttributes => [.. AdNames.GroupAttributes.Union(Options.GroupAttributes, StringComparer.OrdinalIgnoreCase)];

    /// <summary>What is read of an entry that can be anything, deleted too.</summary>
    internal ImmutableArray<string> EntryAttributes =>
    [
        .. AccountAttributes.Concat(GroupAttributes).Concat(AdNames.PlaceAttributes).Append(AdNames.IsDeleted)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Opens a session with one server; <see cref="ServerList"/> chooses among several.</summary>
    /// <exception cref="ConnectedSystemException">It cannot be used as configured; nothing was read.</exception>
    internal static async Task<LiveSession> OpenAsync(
        SystemName system, ActiveDirectoryOptions options, TimeProvider time, ImmutableArray<ReadProblem> skipped, CancellationToken cancellationToken)
    {
        var server = Endpoint(options);
        var trust = Trust(system, options);
        LdapConnection? connection = null;
        try
        {
            connection = await LdapConnection.OpenAsync(server, trust, Timeouts(options), time, cancellationToken).ConfigureAwait(false);
            await SignIn.RunAsync(connection, options, time, cancellationToken).ConfigureAwait(false);
            var root = await RootFacts.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var domain = await ReadDomainAsync(system, options, connection, root, cancellationToken).ConfigureAwait(false);
            var invocation = await root.ReadInvocationAsync(connection, cancellationToken).ConfigureAwait(false);
            return new LiveSession(connection, root, invocation, domain, options, time.GetUtcNow()) { Skipped = skipped };
        }
        catch (Exception e)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            if (e is LdapException trouble)
            {
                throw StartTrouble.Explain(system, options, server, trouble);
            }

            throw;
        }
    }

    internal static LdapEndpoint Endpoint(ActiveDirectoryOptions options) =>
        LdapEndpoint.TryParse(options.Server, options.SignIn)
        ?? (options.SignIn == SignInMethod.Kerberos
            ? new LdapEndpoint(MachineDomain.System.Name ?? "", LdapEndpoint.LdapPort, StartTls: false, Sealed: true)
            : new LdapEndpoint(MachineDomain.System.Name ?? "", LdapEndpoint.LdapsPort, StartTls: false));

    internal static LdapTimeouts Timeouts(ActiveDirectoryOptions options) => new(options.ConnectTimeout, options.OperationTimeout);

    internal static CertificateTrust Trust(SystemName system, ActiveDirectoryOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.TrustedCertificate))
        {
            return CertificateTrust.System;
        }

        try
        {
            return CertificateTrust.File(options.TrustedCertificate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConnectedSystemException(
                system,
                "TrustedCertificateUnreadable",
                $"The certificate file '{options.TrustedCertificate}' cannot be used: {e.Message}",
                "Give the path of a PEM file with the certificate of the authority that issued the server's certificate.",
                e);
        }
    }

    /// <summary>Finds the domain and the base.</summary>
    internal static async Task<DomainFacts> ReadDomainAsync(
        SystemName system, ActiveDirectoryOptions options, LdapConnection connection, RootFacts root, CancellationToken cancellationToken)
    {
        var text = string.IsNullOrWhiteSpace(options.BaseDn) ? root.DomainDn : options.BaseDn;
        if (!root.IsActiveDirectory || root.DomainDn is null || DistinguishedName.TryParse(root.DomainDn) is not { } domain)
        {
            throw StartTrouble.NotActiveDirectory(system, connection.Server);
        }

        if (DistinguishedName.TryParse(text) is not { Depth: > 0 } start || !start.IsWithin(domain))
        {
            throw StartTrouble.BaseOutside(system, text, root.DomainDn);
        }

        var sid = await ReadSidAsync(connection, root.DomainDn, cancellationToken).ConfigureAwait(false)
            ?? throw StartTrouble.DomainUnreadable(system, root.DomainDn, SignIn.Who(options));
        var (facts, name) = await LivePlaces.ReadAsSpelledAsync(connection, start.ToString(), "the base", cancellationToken).ConfigureAwait(false)
            ?? throw StartTrouble.BaseNotFound(system, text!, root);
        return new DomainFacts(sid, domain, name, facts);
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static async Task<string?> ReadSidAsync(LdapConnection connection, string domainDn, CancellationToken cancellationToken)
    {
        string? sid = null;
        var request = new SearchRequest(domainDn, SearchScope.Base, AdFilters.Any, [AdNames.ObjectSid])
        {
            What = "the domain",
            Controls = [LdapControl.DomainScope],
        };
        await LdapSearch.ReadOnceAsync(
            connection, request, entry => sid = AdIdentifiers.Sid(entry.First(AdNames.ObjectSid)), cancellationToken).ConfigureAwait(false);
        return sid;
    }
}
