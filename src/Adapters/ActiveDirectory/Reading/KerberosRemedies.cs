using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>What to do when a sign-in by Kerberos does not succeed. One code for each cause.</summary>
internal static class KerberosRemedies
{
    /// <summary>Code and remedy; null for trouble that has nothing to do with Kerberos.</summary>
    internal static (string Code, string Remedy)? Of(LdapEndpoint server, LdapTrouble trouble) => trouble switch
    {
        LdapTrouble.KerberosLibraryMissing => (
            "KerberosLibraryMissing", "Install MIT's Kerberos library (Debian, Ubuntu: libgssapi-krb5-2; Red Hat: krb5-libs), or use SignIn Password."),
        LdapTrouble.TicketMissing => (
            "TicketMissing",
            "Give the process a client keytab (KRB5_CLIENT_KTNAME) or a ticket cache (KRB5CCNAME) of the account that reads, readable for its user; "
            + "'klist' and 'klist -k' show what is there."),
        LdapTrouble.TicketExpired => (
            "TicketExpired", "Renew the ticket (kinit), or give the process a client keytab (KRB5_CLIENT_KTNAME), with which it gets tickets by itself."),
        LdapTrouble.ClockSkew => (
            "ClockSkew", "Set the clock of this machine (NTP, from the domain controllers): Kerberos allows five minutes."),
        LdapTrouble.KdcUnreachable => (
            "KdcUnreachable",
            "Check that krb5.conf (KRB5_CONFIG) or DNS names the domain controllers as KDCs of the realm, and that port 88 is open from this machine, TCP and UDP."),
        LdapTrouble.ServicePrincipalUnknown => (
            "ServicePrincipalUnknown",
            $"Write in Server the domain controller's full host name, as its account has it in servicePrincipalName (ldap/dc1.corp.example); 'ldap/{server.Host}' "
            + "is in no account, or in several (setspn -X)."),
        LdapTrouble.KerberosAccountRefused => (
            "KerberosAccountRefused",
            "Check that the account of the keytab exists, is enabled and not expired, and make the keytab anew: a changed password makes the old one useless."),
        LdapTrouble.TicketRefused => ("TicketRefused", TicketRefusedRemedy(server)),
        LdapTrouble.KerberosFailed => (
            "KerberosFailed", "Try 'kinit' and 'kvno' with this account and service on this machine; KRB5_TRACE=/dev/stderr shows each step."),
        LdapTrouble.SealRefused => (
            "SealRefused", "Use a domain controller that signs and seals (every Active Directory does), and look for what stands between it and this machine."),
        _ => null,
    };

    /// <summary>The server's refusal of a ticket.</summary>
    internal static (string Code, string Message, string Remedy) Refused(LdapEndpoint server, LdapResultException refused) => refused.Result.Code switch
    {
        LdapResultCode.InvalidCredentials => (
            "TicketRefused",
            $"{server} refused the sign-in by Kerberos ({refused.Result.Describe()}).",
            TicketRefusedRemedy(server)),
        LdapResultCode.AuthMethodNotSupported => (
            "KerberosNotOffered", $"{server} does not take a sign-in by Kerberos ({refused.Result.Name}).", "Give an Active Directory domain controller in Server."),
        _ => (
            "KerberosInsideTls",
            $"{server} does not take a sign-in by Kerberos inside TLS ({refused.Result.Describe()}).",
            $"Write Server as ldap://{server.Host}: with Kerberos that is port 389, sealed by Kerberos instead of TLS."),
    };

    private static string TicketRefusedRemedy(LdapEndpoint server) =>
        $"Check that ldap/{server.Host} is a servicePrincipalName of this very domain controller, that its clock is right, and that the account may sign in.";
}
