using System.Globalization;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Result codes the client tells apart (RFC 4511, appendix A).</summary>
internal enum LdapResultCode
{
    Success = 0,
    OperationsError = 1,
    ProtocolError = 2,
    TimeLimitExceeded = 3,
    SizeLimitExceeded = 4,
    AuthMethodNotSupported = 7,
    StrongerAuthRequired = 8,
    Referral = 10,
    AdminLimitExceeded = 11,
    UnavailableCriticalExtension = 12,
    ConfidentialityRequired = 13,
    SaslBindInProgress = 14,
    NoSuchAttribute = 16,
    ConstraintViolation = 19,
    InvalidAttributeSyntax = 21,
    NoSuchObject = 32,
    InvalidDnSyntax = 34,
    InvalidCredentials = 49,
    InsufficientAccessRights = 50,
    Busy = 51,
    Unavailable = 52,
    UnwillingToPerform = 53,
    Other = 80,
}

/// <summary>How an operation ended: code, and the server's own words.</summary>
internal readonly record struct LdapResult(LdapResultCode Code, string Diagnostic)
{
    private const int DiagnosticLengthMax = 200;

    /// <summary>Reads the three fields every LDAP result begins with.</summary>
    internal static LdapResult Read(ref BerReader reader)
    {
        var code = reader.ReadInteger(BerReader.Enumerated);
        reader.Read(BerReader.OctetString);
        var diagnostic = Encoding.UTF8.GetString(reader.Bytes(reader.Read(BerReader.OctetString)));
        return new LdapResult((LdapResultCode)code, Clean(diagnostic));
    }

    /// <summary><c>noSuchObject (32): the server's words</c>.</summary>
    internal string Describe() => Diagnostic.Length == 0 ? Name : $"{Name}: {Diagnostic}";

    internal string Name
    {
        get
        {
            var number = ((int)Code).ToString(CultureInfo.InvariantCulture);
            var name = Enum.GetName(Code);
            return name is null ? $"result code {number}" : $"{char.ToLowerInvariant(name[0])}{name[1..]} ({number})";
        }
    }

    // Servers end their text with line feeds and NULs, and Samba puts whole stack positions into it.
    private static string Clean(string text)
    {
        var clean = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return clean.Length <= DiagnosticLengthMax ? clean : clean[..DiagnosticLengthMax] + "…";
    }
}
