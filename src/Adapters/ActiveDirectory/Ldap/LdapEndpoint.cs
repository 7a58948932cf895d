using System.Globalization;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Where a server listens and how the conversation becomes private there: by TLS, or by the seal of Kerberos. There is no other way.</summary>
/// <param name="Host">A host name or address; the certificate must be for it.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="StartTls">False: TLS from the first byte (LDAPS). True: the conversation begins in clear and is upgraded before anything is said.</param>
/// <param name="Sealed">True: no TLS; the sign-in by Kerberos comes first, and seals everything after it.</param>
internal sealed record LdapEndpoint(string Host, int Port, bool StartTls, bool Sealed = false)
{
    internal const int LdapsPort = 636;
    internal const int LdapPort = 389;

    /// <summary>
    /// Reads <c>ldaps://host[:636]</c> or <c>ldap://host[:389]</c>; null when the text is neither. What <c>ldap</c> means depends on the sign-in:
    /// StartTLS with a password, the seal of Kerberos with a ticket.
    /// </summary>
    internal static LdapEndpoint? TryParse(string? text, SignInMethod signIn = SignInMethod.Password)
    {
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var uri) || uri.Host.Length == 0
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.AbsolutePath.Trim('/').Length > 0)
        {
            return null;
        }

        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host.Trim('[', ']') : uri.IdnHost;
        return uri.Scheme.ToUpperInvariant() switch
        {
            "LDAPS" => new LdapEndpoint(host, uri.Port > 0 ? uri.Port : LdapsPort, StartTls: false),
            "LDAP" => new LdapEndpoint(
                host, uri.Port > 0 ? uri.Port : LdapPort, StartTls: signIn != SignInMethod.Kerberos, Sealed: signIn == SignInMethod.Kerberos),
            _ => null,
        };
    }

    /// <summary>A text that was given for a server, for messages: without what stands before the host, where people put passwords.</summary>
    internal static string Shown(string? text)
    {
        var at = text?.LastIndexOf('@') ?? -1;
        if (at < 0)
        {
            return text ?? "";
        }

        var scheme = text!.IndexOf("://", StringComparison.Ordinal);
        return $"{(scheme >= 0 && scheme < at ? text[..(scheme + 3)] : "")}…{text[at..]}";
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}

/// <summary>How long each wait may take.</summary>
/// <param name="Connect">Name resolution, the TCP connection and the TLS handshake: each.</param>
/// <param name="Operation">The wait for each single message of the server.</param>
internal sealed record LdapTimeouts(TimeSpan Connect, TimeSpan Operation);
