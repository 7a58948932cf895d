using System.Diagnostics.CodeAnalysis;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory;

/// <summary>
/// How one Active Directory domain is read: from a domain controller (<see cref="Server"/>), or from an LDIF export of the domain
/// (<see cref="LdifPath"/>). Exactly one of the two is given, except on a Windows machine that is joined to a domain, where neither means
/// that domain.
/// </summary>
public sealed class ActiveDirectoryOptions
{
    /// <summary>The default of <see cref="PageSize"/>, and its maximum: domain controllers give no more at once.</summary>
    public const int PageSizeMax = 1000;

    /// <summary>The default of <see cref="ConnectTimeout"/>: 10 seconds.</summary>
    public static readonly TimeSpan ConnectTimeoutDefault = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="OperationTimeout"/>: 30 seconds.</summary>
    public static readonly TimeSpan OperationTimeoutDefault = TimeSpan.FromSeconds(30);

    /// <summary>The longest time-out that is accepted: 10 minutes.</summary>
    public static readonly TimeSpan TimeoutMax = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The domain controller: <c>ldaps://dc1.corp.example</c> (TLS from the first byte, port 636) or <c>ldap://dc1.corp.example</c>
    /// (StartTLS on port 389). A connection without TLS is never used. The host must be a name in the server's certificate. With
    /// <see cref="SignInMethod.Kerberos"/>, <c>ldap://</c> means port 389 sealed by Kerberos instead of TLS, and the host must be the name that the service
    /// principal <c>ldap/host</c> has. Several, parted by blanks or commas, are tried in their order: the next one when one cannot be reached, not when it
    /// refuses the sign-in. Changes are read from the controller that gave the last ones, if it answers.
    /// </summary>
    public string? Server { get; set; }

    /// <summary>
    /// Where the read begins, for example <c>OU=Staff,DC=corp,DC=example</c>; it covers everything below, so it must hold the groups that are
    /// picked too. Default: the domain.
    /// </summary>
    public string? BaseDn { get; set; }

    /// <summary>
    /// How the account that reads proves who it is. Default <see cref="SignInMethod.Password"/>. With <see cref="SignInMethod.Kerberos"/> neither
    /// <see cref="User"/> nor <see cref="Password"/> is given: the machine's ticket cache or client keytab says who signs in.
    /// </summary>
    public SignInMethod SignIn { get; set; }

    /// <summary>Who reads: <c>svc-sync@corp.example</c>, <c>CORP\svc-sync</c> or a distinguished name. An ordinary account will do.</summary>
    public string? User { get; set; }

    /// <summary>The password of <see cref="User"/>. Sent over TLS only; in no message, log or event.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// The path of a PEM file with the authority that issued the server's certificate (or the server's own certificate, as a pin). When given,
    /// nothing else is trusted. Default: the machine's certificate store.
    /// </summary>
    public string? TrustedCertificate { get; set; }

    /// <summary>The path of an LDIF export of the domain, read instead of a server. The package's README has the command that makes one.</summary>
    public string? LdifPath { get; set; }

    /// <summary>
    /// Whether an LDIF file must prove that it is whole. Default <see cref="ActiveDirectory.LdifEndMarker.Required"/>: a file that was cut off cannot
    /// be told from a whole one, and people who are missing from it would look deleted.
    /// </summary>
    public LdifEndMarker LdifEndMarker { get; set; }

    /// <summary>
    /// Further LDAP attributes of accounts to read, for use in a sync's map, such as <c>physicalDeliveryOfficeName</c>. Each is carried under its own
    /// name, beginning in lower case. Values that are not text are carried in base64.
    /// </summary>
    [SuppressMessage("Usage", "CA2227", Justification = "Options are bound from configuration, and set as a whole by hosts.")]
    public IList<string> Attributes { get; set; } = [];

    /// <summary>
    /// Whether accounts whose time has run out (<c>accountExpires</c>) count as disabled. Default
    /// <see cref="ActiveDirectory.ExpiredAccounts.CountAsEnabled"/>. Accounts that are locked, or whose password has expired or must be changed, are
    /// never disabled for that.
    /// </summary>
    public ExpiredAccounts ExpiredAccounts { get; set; } = ExpiredAccounts.CountAsEnabled;

    /// <summary>How many entries the server is asked for at once: 1 to <see cref="PageSizeMax"/>, default <see cref="PageSizeMax"/>.</summary>
    public int PageSize { get; set; } = PageSizeMax;

    /// <summary>
    /// How long each of name resolution, TCP connection and TLS handshake may take. More than zero, at most <see cref="TimeoutMax"/>, default
    /// <see cref="ConnectTimeoutDefault"/>.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = ConnectTimeoutDefault;

    /// <summary>
    /// How long the server may be silent between two messages. More than zero, at most <see cref="TimeoutMax"/>, default
    /// <see cref="OperationTimeoutDefault"/>.
    /// </summary>
    public TimeSpan OperationTimeout { get; set; } = OperationTimeoutDefault;

    /// <summary>Further attributes of groups, which filters ask for; never configured.</summary>
    internal IList<string> GroupAttributes { get; private set; } = [];

    /// <summary>The same options, with further attributes for fields that are asked for. Those that are no attributes of Active Directory are passed over.</summary>
    internal ActiveDirectoryOptions With(IReadOnlyCollection<SourceField> fields)
    {
        if (fields.Count == 0)
        {
            return this;
        }

        var copy = (ActiveDirectoryOptions)MemberwiseClone();
        copy.Attributes = [.. Attributes.Union(AdFields.AttributesOf(EntryKind.Account, fields), StringComparer.OrdinalIgnoreCase)];
        copy.GroupAttributes = [.. AdFields.AttributesOf(EntryKind.Group, fields)];
        return copy;
    }

    /// <summary>The same options for one of several servers.</summary>
    internal ActiveDirectoryOptions For(string server)
    {
        var copy = (ActiveDirectoryOptions)MemberwiseClone();
        copy.Server = server;
        return copy;
    }
}

/// <summary>What an account is whose time has run out. Active Directory sets no sign of it on the account: it only refuses the sign-in.</summary>
public enum ExpiredAccounts
{
    /// <summary>It counts as what its own disabled bit says.</summary>
    CountAsEnabled = 0,

    /// <summary>It counts as disabled from the moment in <c>accountExpires</c> on, by the clock of this machine.</summary>
    CountAsDisabled = 1,
}

/// <summary>Whether an LDIF file must prove that it is whole.</summary>
public enum LdifEndMarker
{
    /// <summary>Without <c>ldapsearch</c>'s closing lines (result and number of entries) a read of the file is incomplete: nobody is taken for absent.</summary>
    Required = 0,

    /// <summary>A file without closing lines is taken for whole. Closing lines that are there must still be right.</summary>
    Optional = 1,
}
