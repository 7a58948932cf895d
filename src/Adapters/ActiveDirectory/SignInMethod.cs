namespace SyncEngine.Adapters.ActiveDirectory;

/// <summary>How the account that reads proves who it is.</summary>
public enum SignInMethod
{
    /// <summary>By name and password, over TLS only.</summary>
    Password = 0,

    /// <summary>
    /// By a Kerberos ticket, which the machine's Kerberos library finds or gets: from the ticket cache (<c>KRB5CCNAME</c>), or with a client keytab
    /// (<c>KRB5_CLIENT_KTNAME</c>); on Windows from the signed-in account. No password is configured.
    /// </summary>
    Kerberos = 1,
}
