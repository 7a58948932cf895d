using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Says for the receipt why a reading that had begun did not come to its end.</summary>
internal static class ReadTrouble
{
    internal static ReadProblem Of(LdapException trouble, string server)
    {
        var code = trouble switch
        {
            LdapResultException { Result.Code: LdapResultCode.SizeLimitExceeded or LdapResultCode.AdminLimitExceeded } => "SizeLimit",
            LdapResultException { Result.Code: LdapResultCode.TimeLimitExceeded } => "TimeLimit",
            LdapResultException { Result.Code: LdapResultCode.Referral } => "Referral",
            LdapResultException => "ServerRefused",
            { Trouble: LdapTrouble.Silent } => "ServerSilent",
            { Trouble: LdapTrouble.Disconnected } => "ConnectionLost",
            { Trouble: LdapTrouble.Referral } => "Referral",
            _ => "ProtocolError",
        };
        return new ReadProblem(code, $"{server}: {trouble.Message.TrimEnd('.')}. What was not read counts as unknown, not as gone.");
    }
}
