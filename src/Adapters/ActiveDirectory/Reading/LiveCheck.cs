using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>The steps of a check of a domain controller: name, port, certificate, credentials, base, what is visible, clock.</summary>
internal sealed class LiveCheck(SystemName system, ActiveDirectoryOptions options, TimeProvider time)
{
    private static readonly TimeSpan ExpiryWarning = TimeSpan.FromDays(30);
    private static readonly TimeSpan ClockWarning = TimeSpan.FromMinutes(5);
    private readonly CheckSteps steps = new(system, options);
    private readonly LdapEndpoint server = LiveSession.Endpoint(options);
    private readonly LdapTimeouts timeouts = LiveSession.Timeouts(options);
    private IPAddress[] addresses = [];
    private Socket? socket;
    private LdapConnection? connection;
    private KerberosContext? kerberos;
    private byte[] firstToken = [];
    private RootFacts? root;
    private DomainFacts? domain;

    /// <summary>Whether a step is one of those whose failure makes a reading try the next server.</summary>
    internal static bool IsBeforeSignIn(string check) => check is "name" or "reachable" or "certificate";

    internal async IAsyncEnumerable<CheckResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string Name, Func<CancellationToken, Task<CheckResult>> Step)[] secure = server.Sealed ? [] : [("certificate", CertificateAsync)];
        (string Name, Func<CancellationToken, Task<CheckResult>> Step)[] ticket =
            options.SignIn == SignInMethod.Kerberos ? [("ticket", TicketAsync)] : [];
        (string Name, Func<CancellationToken, Task<CheckResult>> Step)[] all =
        [
            ("name", NameAsync), ("reachable", ReachableAsync), .. secure, .. ticket, ("credentials", CredentialsAsync),
            ("base", BaseAsync), ("visible", VisibleAsync),
            ("changes", token => Rights().ChangesAsync(token)), ("deletions", token => Rights().DeletionsAsync(token)),
            ("clock", ClockAsync),
        ];
        try
        {
            foreach (var (name, step) in all)
            {
                yield return await steps.RunAsync(name, () => step(cancellationToken)).ConfigureAwait(false);
                if (steps.Failed)
                {
                    yield break;
                }
            }
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            kerberos?.Dispose();
            socket?.Dispose();
        }
    }

    private RightsCheck Rights() => new(steps, connection!, domain!, SignIn.Who(options));

    private async Task<CheckResult> NameAsync(CancellationToken cancellationToken)
    {
        addresses = await LdapSocket.ResolveAsync(server, timeouts, time, cancellationToken).ConfigureAwait(false);
        return steps.Ok("name", $"{server.Host} is {string.Join(", ", addresses.Select(a => a.ToString()))}");
    }

    private async Task<CheckResult> ReachableAsync(CancellationToken cancellationToken)
    {
        socket = await LdapSocket.ConnectAsync(server, addresses, timeouts, time, cancellationToken).ConfigureAwait(false);
        return steps.Ok("reachable", $"{server} accepts connections");
    }

    private async Task<CheckResult> CertificateAsync(CancellationToken cancellationToken)
    {
        await SecureAsync(LiveSession.Trust(system, options), cancellationToken).ConfigureAwait(false);
        if (LdapTls.Certificate(connection!.Tls!) is not { } certificate)
        {
            return steps.Ok("certificate", $"{server} is trusted");
        }

        var facts = CertificateTrust.Facts(certificate);
        return certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime < ExpiryWarning
            ? steps.Warning("certificate", $"trusted, but expires soon: {facts}", "Renew the domain controller's certificate.")
            : steps.Ok("certificate", $"trusted: {facts}");
    }

    private async Task SecureAsync(CertificateTrust trust, CancellationToken cancellationToken) =>
        connection = await LdapConnection.SecureAsync(socket!, server, trust, timeouts, time, cancellationToken).ConfigureAwait(false);

    private async Task<CheckResult> TicketAsync(CancellationToken cancellationToken)
    {
        if (server.Sealed)
        {
            await SecureAsync(CertificateTrust.System, cancellationToken).ConfigureAwait(false);
        }

        kerberos = SignIn.Context(connection!, options, time);
        firstToken = await kerberos.BeginAsync(cancellationToken).ConfigureAwait(false);
        var whose = await kerberos.DescribeAsync(cancellationToken).ConfigureAwait(false);
        return steps.Ok("ticket", $"Kerberos gave a ticket for ldap/{server.Host}{(whose is null ? "" : $" to {whose}")}");
    }

    private async Task<CheckResult> CredentialsAsync(CancellationToken cancellationToken)
    {
        if (kerberos is not null)
        {
            if (await KerberosSignIn.RunAsync(connection!, kerberos, firstToken, cancellationToken).ConfigureAwait(false))
            {
                kerberos = null;
                return steps.Ok("credentials", "the account of the Kerberos ticket may sign in; the conversation is sealed");
            }

            return steps.Ok("credentials", "the account of the Kerberos ticket may sign in, inside TLS");
        }

        await connection!.BindAsync(options.User!, options.Password!, cancellationToken).ConfigureAwait(false);
        return steps.Ok("credentials", $"'{options.User}' may sign in");
    }

    private async Task<CheckResult> BaseAsync(CancellationToken cancellationToken)
    {
        root = await RootFacts.ReadAsync(connection!, cancellationToken).ConfigureAwait(false);
        domain = await LiveSession.ReadDomainAsync(system, options, connection!, root, cancellationToken).ConfigureAwait(false);
        return root.IsSynchronized
            ? steps.Ok("base", $"{domain.Base} at {root.ServerName}, domain {domain.Sid}")
            : steps.Warning(
                "base", $"{domain.Base} at {root.ServerName}, which has not caught up with the other domain controllers (isSynchronized: FALSE)",
                "Check the domain's replication, or use another domain controller.");
    }

    private async Task<CheckResult> VisibleAsync(CancellationToken cancellationToken)
    {
        var withoutState = 0;
        var accounts = await CountAsync(
            "accounts", AdFilters.Accounts, entry => withoutState += AdClassifier.Flags(entry) is null ? 1 : 0, cancellationToken).ConfigureAwait(false);
        var groups = await CountAsync("groups", AdFilters.Groups, _ => { }, cancellationToken).ConfigureAwait(false);
        var units = await CountAsync("units", AdFilters.Units, _ => { }, cancellationToken).ConfigureAwait(false);
        var found = string.Create(CultureInfo.InvariantCulture, $"{accounts} accounts, {groups} groups, {units} units");
        if (accounts == 0)
        {
            return steps.Failure("visible", $"{found} below {domain!.Base}", "Check BaseDn, and what the account that reads may see.");
        }

        return withoutState == 0
            ? steps.Ok("visible", found)
            : steps.Failure(
                "visible",
                string.Create(CultureInfo.InvariantCulture, $"{found}; of {withoutState} accounts it cannot be seen whether they are disabled"),
                "Grant the account that reads the right 'Read Account Restrictions' (userAccountControl).");
    }

    private async Task<int> CountAsync(string what, LdapFilter filter, Action<LdapEntry> look, CancellationToken cancellationToken)
    {
        var count = 0;
        var search = new LdapSearch(
            connection!,
            new SearchRequest(domain!.Base.ToString(), SearchScope.Subtree, filter, [AdNames.UserAccountControl])
            {
                What = what,
                Controls = [LdapControl.DomainScope],
            },
            options.PageSize);
        await search.ReadAllAsync(
            entry =>
            {
                count++;
                look(entry);
            },
            cancellationToken).ConfigureAwait(false);
        return count;
    }

    private Task<CheckResult> ClockAsync(CancellationToken cancellationToken)
    {
        if (root!.Time is not { } theirs)
        {
            return Task.FromResult(steps.Warning("clock", "the server does not tell its time", "Compare the clocks by hand."));
        }

        var apart = (time.GetUtcNow() - theirs).Duration();
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{apart.TotalSeconds:0} s apart: {root.ServerName} and this machine");
        return Task.FromResult(apart <= ClockWarning
            ? steps.Ok("clock", seconds)
            : steps.Warning("clock", seconds, "Set the clock of this machine or of the domain controller: certificates, Kerberos and logs rely on it."));
    }
}
