namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>What kind of trouble a conversation with a server ran into.</summary>
internal enum LdapTrouble
{
    NameNotFound,
    Refused,
    Unreachable,
    ConnectTimeout,
    CertificateUntrusted,
    CertificateNameMismatch,
    CertificateExpired,
    TlsFailed,
    Silent,
    Disconnected,
    Protocol,
    Referral,
    Result,
    KerberosLibraryMissing,
    TicketMissing,
    TicketExpired,
    ClockSkew,
    KdcUnreachable,
    ServicePrincipalUnknown,
    KerberosAccountRefused,
    TicketRefused,
    KerberosFailed,
    SealRefused,
}

/// <summary>Trouble in a conversation with a server. Its message says what happened and with which server; never a password.</summary>
internal class LdapException(LdapTrouble trouble, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    internal LdapTrouble Trouble { get; } = trouble;

    internal static LdapException Protocol(string what) =>
        new(LdapTrouble.Protocol, $"The server's answer is not LDAP: {what}.");
}

/// <summary>The server answered with a result code other than success.</summary>
internal sealed class LdapResultException(string operation, LdapResult result)
    : LdapException(LdapTrouble.Result, $"{operation} ended with {result.Describe()}")
{
    internal LdapResult Result { get; } = result;
}
