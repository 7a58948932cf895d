using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Says what is wrong when a domain cannot be used as configured: what, where, and what to do. One code for each cause.</summary>
internal static class StartTrouble
{
    internal static ConnectedSystemException Explain(SystemName system, ActiveDirectoryOptions options, LdapEndpoint server, LdapException trouble)
    {
        if (trouble is LdapResultException refused)
        {
            return BindTrouble.Explain(system, options, server, refused);
        }

        var (code, remedy) = KerberosRemedies.Of(server, trouble.Trouble) ?? trouble.Trouble switch
        {
            LdapTrouble.NameNotFound => (
                "ServerNotFound",
                $"Check the host name in Server ('{options.Server}'), and that this machine uses a DNS server that knows the domain."),
            LdapTrouble.Refused => (
                "ConnectionRefused",
                $"Check the port in Server ('{options.Server}': LDAPS is 636, LDAP with StartTLS 389), and that the domain controller is running."),
            LdapTrouble.Unreachable or LdapTrouble.ConnectTimeout => (
                "ServerUnreachable", "Check the network and firewalls between this machine and the domain controller."),
            LdapTrouble.CertificateUntrusted => (
                "CertificateUntrusted",
                "Give the certificate of the issuing authority (PEM) in TrustedCertificate, or install it in this machine's store."),
            LdapTrouble.CertificateNameMismatch => (
                "CertificateNameMismatch", "Use in Server a name that the certificate is for, or have a certificate issued for this name."),
            LdapTrouble.CertificateExpired => (
                "CertificateExpired", "Renew the domain controller's certificate, and check the clock of this machine."),
            LdapTrouble.TlsFailed => (
                "TlsFailed",
                "Check that the port speaks TLS (LDAPS is 636, LDAP with StartTLS 389) and that the domain controller has a certificate."),
            LdapTrouble.Silent => ("ServerSilent", "The server accepts but does not answer: check its load and health, or raise OperationTimeout."),
            LdapTrouble.Disconnected => ("ServerDisconnected", "The server closed the connection: check its log, and what stands between."),
            LdapTrouble.Referral => ("Referral", "Give the domain controller of the domain that shall be read: references are not followed."),
            _ => ("ProtocolError", "Check that Server is a domain controller's LDAP port."),
        };
        return new ConnectedSystemException(system, code, trouble.Message, remedy, trouble);
    }

    internal static ConnectedSystemException NotActiveDirectory(SystemName system, LdapEndpoint server) => new(
        system,
        "NotActiveDirectory",
        $"{server} speaks LDAP but is not an Active Directory domain controller.",
        "Give a domain controller in Server.");

    internal static ConnectedSystemException BaseOutside(SystemName system, string? baseDn, string domainDn) => new(
        system,
        "BaseOutsideDomain",
        $"BaseDn '{baseDn}' is not inside the domain of this server, {domainDn}.",
        $"Give a BaseDn that ends in {domainDn}, or the domain controller of the other domain; each domain is a source of its own.");

    internal static ConnectedSystemException BaseNotFound(SystemName system, string baseDn, RootFacts root) => new(
        system,
        "BaseNotFound",
        $"BaseDn '{baseDn}' does not exist at {root.ServerName}, or the account that reads may not see it.",
        "Check the spelling of BaseDn, and whether the unit was renamed or moved.");

    internal static ConnectedSystemException DomainUnreadable(SystemName system, string domainDn, string who) => new(
        system,
        "RightsMissing",
        $"{who} may not read the domain object {domainDn} (its objectSid).",
        "Let the account that reads be an ordinary member of the domain's authenticated users.");
}
