using System.Globalization;
using System.Net.Security;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Says why a sign-in by Kerberos failed: because there is no ticket, or because of the server's answer to it.</summary>
internal static class KerberosTrouble
{
    // Error numbers of MIT's library (krb5.h, krb5_err.et).
    private const int AccountExpired = -1765328383;
    private const int AccountUnknown = -1765328378;
    private const int ServiceUnknown = -1765328377;
    private const int AccountDisabled = -1765328366;
    private const int PasswordExpired = -1765328361;
    private const int KeyWrong = -1765328360;
    private const int TicketExpired = -1765328352;
    private const int TicketNotYetValid = -1765328351;
    private const int ClockSkew = -1765328347;
    private const int CacheNotFound = -1765328243;
    private const int RealmUnknown = -1765328230;
    private const int KdcUnreachable = -1765328228;
    private const int KeyNotFound = -1765328203;
    private const int CacheFileMissing = -1765328189;
    private const int RealmHostUnresolved = -1765328164;

    /// <summary>No ticket was got.</summary>
    internal static LdapException OfTicket(LdapEndpoint server, NegotiateAuthenticationStatusCode status, GssError? error)
    {
        var service = $"ldap/{server.Host}";
        if (error is null)
        {
            return OfStatus(service, status);
        }

        var words = string.Create(CultureInfo.InvariantCulture, $"the Kerberos library says: {error.Words.TrimEnd('.')} ({error.Number})");
        var (trouble, what) = error.Number switch
        {
            ServiceUnknown => (LdapTrouble.ServicePrincipalUnknown, $"Kerberos does not know the service {service}"),
            TicketExpired or TicketNotYetValid => (LdapTrouble.TicketExpired, $"The Kerberos ticket is not valid now; none was got for {service}"),
            ClockSkew => (LdapTrouble.ClockSkew, $"The clocks of this machine and of the KDC are too far apart; no ticket was got for {service}"),
            RealmUnknown or KdcUnreachable or RealmHostUnresolved => (LdapTrouble.KdcUnreachable, $"No KDC answered; no ticket was got for {service}"),
            AccountUnknown or AccountDisabled or AccountExpired or PasswordExpired or KeyWrong => (
                LdapTrouble.KerberosAccountRefused, $"The KDC refuses the account of the keytab; no ticket was got for {service}"),
            CacheNotFound or CacheFileMissing or KeyNotFound => (
                LdapTrouble.TicketMissing, $"There is no Kerberos ticket, and none was got for {service}"),
            _ => (LdapTrouble.KerberosFailed, $"Kerberos gave no ticket for {service}"),
        };
        return new LdapException(trouble, $"{what}: {words}.");
    }

    /// <summary>The server's answer was not the proof of who it is.</summary>
    internal static LdapException OfAnswer(LdapEndpoint server, NegotiateAuthenticationStatusCode status, byte[] token) => KerberosError.Read(token) switch
    {
        KerberosError.ClockSkew => new(
            LdapTrouble.ClockSkew, $"{server} says that its clock and the one of this machine are too far apart (KRB_AP_ERR_SKEW)."),
        KerberosError.TicketExpired or KerberosError.TicketNotYetValid => new(
            LdapTrouble.TicketExpired, $"{server} says that the Kerberos ticket is not valid now."),
        { } number => new(
            LdapTrouble.TicketRefused,
            string.Create(CultureInfo.InvariantCulture, $"{server} refused the Kerberos ticket for ldap/{server.Host} (error {number}).")),
        null => new(LdapTrouble.KerberosFailed, $"{server} did not prove to be ldap/{server.Host} ({status})."),
    };

    // Where the library's own words cannot be had: Windows, macOS.
    private static LdapException OfStatus(string service, NegotiateAuthenticationStatusCode status) => status switch
    {
        NegotiateAuthenticationStatusCode.UnknownCredentials => new(
            LdapTrouble.TicketMissing, $"There is no Kerberos ticket, and none was got for {service} ({status})."),
        NegotiateAuthenticationStatusCode.CredentialsExpired or NegotiateAuthenticationStatusCode.ContextExpired => new(
            LdapTrouble.TicketExpired, $"The Kerberos ticket is not valid now; none was got for {service} ({status})."),
        NegotiateAuthenticationStatusCode.TargetUnknown => new(
            LdapTrouble.ServicePrincipalUnknown, $"Kerberos does not know the service {service} ({status})."),
        NegotiateAuthenticationStatusCode.Unsupported => new(LdapTrouble.KerberosLibraryMissing, $"This machine has no Kerberos ({status})."),
        _ => new(LdapTrouble.KerberosFailed, $"Kerberos gave no ticket for {service} ({status})."),
    };
}
