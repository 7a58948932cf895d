using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Says why a server refused: Active Directory hides the real cause of a refused sign-in in its text, as <c>data 52e</c>.</summary>
internal static class BindTrouble
{
    internal static ConnectedSystemException Explain(
        SystemName system, ActiveDirectoryOptions options, LdapEndpoint server, LdapResultException refused)
    {
        var who = SignIn.Who(options);
        var (code, message, remedy) = refused.Result.Code switch
        {
            LdapResultCode.InvalidCredentials or LdapResultCode.AuthMethodNotSupported or LdapResultCode.StrongerAuthRequired
                or LdapResultCode.UnwillingToPerform when options.SignIn == SignInMethod.Kerberos => KerberosRemedies.Refused(server, refused),
            LdapResultCode.InvalidCredentials => Credentials(options.User, server, refused.Result.Diagnostic),
            LdapResultCode.StrongerAuthRequired or LdapResultCode.ConfidentialityRequired => (
                "StrongAuthRequired",
                $"{server} does not accept a sign-in with a password on this connection ({refused.Result.Name}).",
                "Allow simple bind over TLS on the domain controller, or use its LDAPS port (ldaps://…:636)."),
            LdapResultCode.InsufficientAccessRights => (
                "RightsMissing",
                $"{who} lacks a right at {server}: {refused.Message}.",
                "Give the account that reads the rights named in the package's README."),
            LdapResultCode.InvalidDnSyntax => (
                "BaseNotFound",
                $"{server} does not take BaseDn '{options.BaseDn}' for a distinguished name ({refused.Result.Name}).",
                "Write BaseDn as OU=Staff,DC=corp,DC=example."),
            LdapResultCode.Busy or LdapResultCode.Unavailable => (
                "ServerUnavailable", $"{server} is not able to answer now: {refused.Result.Name}.", "Try again later, or use another domain controller."),
            _ => ("ServerRefused", $"{refused.Message}.", "See the server's log; the code is explained in RFC 4511, appendix A."),
        };
        return new ConnectedSystemException(system, code, message, remedy, refused);
    }

    /// <summary>The sub-code in a text like <c>80090308: LdapErr: DSID-0C09…, comment: AcceptSecurityContext error, data 52e, v4563</c>.</summary>
    internal static string? SubCode(string diagnostic)
    {
        const string Mark = "data ";
        var at = diagnostic.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = diagnostic[(at + Mark.Length)..];
        var length = rest.TakeWhile(char.IsAsciiHexDigit).Count();
        return length > 0 ? rest[..length].ToLowerInvariant() : null;
    }

    private static (string Code, string Message, string Remedy) Credentials(string? user, LdapEndpoint server, string diagnostic)
    {
        var sub = SubCode(diagnostic);
        var (code, why, remedy) = sub switch
        {
            "525" => ("WrongCredentials", "there is no such account", "Check User."),
            "530" => ("SignInNotAllowed", "the account may not sign in at this hour", "Change the logon hours of the account that reads."),
            "531" => ("SignInNotAllowed", "the account may not sign in from this machine", "Change the logon workstations of the account that reads."),
            "532" => ("PasswordExpired", "the password has expired", "Set a new password, and let the password of the account that reads never expire."),
            "533" => ("AccountDisabled", "the account is disabled", "Enable the account that reads."),
            "701" => ("AccountExpired", "the account has expired", "Extend the account that reads."),
            "773" => ("PasswordMustChange", "the password must be changed at the next sign-in", "Set the password of the account that reads, without that option."),
            "775" => ("AccountLocked", "the account is locked after wrong passwords", "Unlock it, and look for who else uses its old password."),
            _ => ("WrongCredentials", "name or password is wrong", "Check User (as svc-sync@corp.example or CORP\\svc-sync) and Password."),
        };
        var given = sub is null ? "invalidCredentials (49)" : $"invalidCredentials (49), data {sub}";
        return (code, $"{server} refused the sign-in of '{user}': {why} ({given}).", remedy);
    }
}
