using System.Globalization;
using Microsoft.Extensions.Options;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Adapters.ActiveDirectory.Reading;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory;

/// <summary>Checks the options of one system and collects all failures, with the value found; never the password.</summary>
internal sealed class ActiveDirectoryOptionsValidator(MachineDomain machine) : IValidateOptions<ActiveDirectoryOptions>
{
    private const int AttributeCountMax = 100;
    private static readonly int[] GlobalCatalogPorts = [3268, 3269];

    public ValidateOptionsResult Validate(string? name, ActiveDirectoryOptions options)
    {
        var failures = new List<string>();
        var ldif = !string.IsNullOrWhiteSpace(options.LdifPath);
        var server = !string.IsNullOrWhiteSpace(options.Server);
        if (ldif && server)
        {
            failures.Add($"{nameof(options.Server)} ('{LdapEndpoint.Shown(options.Server)}') and {nameof(options.LdifPath)} ('{options.LdifPath}') are both given: "
                + "give the one that shall be read.");
        }
        else if (!ldif && !server && machine.Name is null)
        {
            failures.Add(NoDomain(nameof(options.Server), nameof(options.LdifPath)));
        }

        if (!ldif)
        {
            Server(options, server, failures);
        }

        if (!string.IsNullOrWhiteSpace(options.BaseDn) && DistinguishedName.TryParse(options.BaseDn) is null)
        {
            failures.Add($"{nameof(options.BaseDn)} is '{options.BaseDn}', which is no distinguished name: write it as OU=Staff,DC=corp,DC=example.");
        }

        if (!Enum.IsDefined(options.LdifEndMarker))
        {
            failures.Add($"{nameof(options.LdifEndMarker)} is '{options.LdifEndMarker}': it must be Required or Optional.");
        }

        if (!Enum.IsDefined(options.ExpiredAccounts))
        {
            failures.Add($"{nameof(options.ExpiredAccounts)} is '{options.ExpiredAccounts}': it must be CountAsEnabled or CountAsDisabled.");
        }

        Attributes(options, failures);
        if (options.PageSize is < 1 or > ActiveDirectoryOptions.PageSizeMax)
        {
            failures.Add(Text($"{nameof(options.PageSize)} is {options.PageSize}: it must be 1 to {ActiveDirectoryOptions.PageSizeMax}."));
        }

        Timeout(nameof(options.ConnectTimeout), options.ConnectTimeout, failures);
        Timeout(nameof(options.OperationTimeout), options.OperationTimeout, failures);
        return failures.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures.Select(f => string.IsNullOrEmpty(name) ? f : $"{name}: {f}"));
    }

    private static string NoDomain(string server, string ldif) =>
        $"No {server} is given and this machine is not in an Active Directory domain. Give the domain controller in {server} "
        + $"(ldaps://dc1.corp.example) with a user and a password; a machine outside the domain reads it just as well. Or give an export in {ldif}.";

    private static void Server(ActiveDirectoryOptions options, bool given, List<string> failures)
    {
        // A list is taken apart at its separators, and a password in it may hold one: what is not shown is everything before the host.
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var server in !given ? [] : options.Server!.Contains('@', StringComparison.Ordinal) ? [options.Server] : ServerList.Of(options))
        {
            if (LdapEndpoint.TryParse(server, options.SignIn) is not { } endpoint)
            {
                failures.Add($"{nameof(options.Server)} is '{LdapEndpoint.Shown(server)}': write it as ldaps://host[:636], or ldap://host[:389] for StartTLS (with Kerberos: for its seal).");
            }
            else if (GlobalCatalogPorts.Contains(endpoint.Port))
            {
                failures.Add($"{nameof(options.Server)} is '{server}': that port is a global catalog, which holds only a part of the attributes. Use 636 or 389.");
            }
            else if (!seen.Add(endpoint.ToString()))
            {
                failures.Add($"{nameof(options.Server)} has '{server}' twice.");
            }
        }

        if (options.SignIn == SignInMethod.Kerberos)
        {
            Kerberos(options, failures);
            return;
        }

        if (options.SignIn != SignInMethod.Password)
        {
            failures.Add($"{nameof(options.SignIn)} is '{options.SignIn}': it must be Password or Kerberos.");
        }

        if (string.IsNullOrWhiteSpace(options.User))
        {
            failures.Add($"{nameof(options.User)} is missing: the account that reads, as svc-sync@corp.example.");
        }

        if (string.IsNullOrEmpty(options.Password))
        {
            failures.Add($"{nameof(options.Password)} is missing: a server takes a sign-in without a password for nobody's, and says success.");
        }
    }

    // What is not used is refused: whoever gives it believes that it counts.
    private static void Kerberos(ActiveDirectoryOptions options, List<string> failures)
    {
        if (!string.IsNullOrEmpty(options.Password))
        {
            failures.Add($"{nameof(options.Password)} is given, but {nameof(options.SignIn)} is Kerberos, which takes a ticket or a keytab of this machine: "
                + "leave the password out.");
        }

        if (!string.IsNullOrWhiteSpace(options.User))
        {
            failures.Add($"{nameof(options.User)} is '{options.User}', but {nameof(options.SignIn)} is Kerberos: the ticket or keytab of this machine says who "
                + "signs in. Leave it out.");
        }

        if (!string.IsNullOrWhiteSpace(options.TrustedCertificate) && ServerList.Of(options) is { Length: > 0 } servers
            && servers.All(server => LdapEndpoint.TryParse(server, options.SignIn) is { Sealed: true }))
        {
            failures.Add($"{nameof(options.TrustedCertificate)} is '{options.TrustedCertificate}', but {nameof(options.Server)} ('{options.Server}') is sealed by "
                + "Kerberos and shows no certificate: leave it out, or write ldaps://.");
        }
    }

    private static void Attributes(ActiveDirectoryOptions options, List<string> failures)
    {
        if (options.Attributes.Count > AttributeCountMax)
        {
            failures.Add(Text($"{nameof(options.Attributes)} has {options.Attributes.Count} names: at most {AttributeCountMax} are accepted."));
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var attribute in options.Attributes)
        {
            if (attribute is null || !AdFields.IsName(attribute))
            {
                failures.Add($"{nameof(options.Attributes)} has '{attribute}', which is no LDAP attribute name.");
            }
            else if (AdFields.Taken.Contains(EntryMapper.CanonicalName(attribute)))
            {
                failures.Add($"{nameof(options.Attributes)} has '{attribute}', but that name is used already: leave it out.");
            }
            else if (!seen.Add(attribute))
            {
                failures.Add($"{nameof(options.Attributes)} has '{attribute}' twice.");
            }
        }
    }

    private static void Timeout(string name, TimeSpan value, List<string> failures)
    {
        if (value <= TimeSpan.Zero || value > ActiveDirectoryOptions.TimeoutMax)
        {
            failures.Add(Text($"{name} is {value}: it must be more than zero and at most {ActiveDirectoryOptions.TimeoutMax}."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
