using System.Buffers;
using System.Net.Security;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>The seal of a Kerberos sign-in.</summary>
internal sealed class KerberosSeal(NegotiateAuthentication context) : Seal
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    internal override ReadOnlySpan<byte> Wrap(ReadOnlySpan<byte> plain)
    {
        buffer.ResetWrittenCount();
        var status = context.Wrap(plain, buffer, requestEncryption: true, out var encrypted);
        return status == NegotiateAuthenticationStatusCode.Completed && encrypted
            ? buffer.WrittenSpan
            : throw new LdapException(LdapTrouble.SealRefused, $"A request could not be sealed ({status}): nothing is sent in clear.");
    }

    internal override void Unwrap(ReadOnlySpan<byte> sealedBytes, IBufferWriter<byte> plain)
    {
        var status = context.Unwrap(sealedBytes, plain, out var encrypted);
        if (status != NegotiateAuthenticationStatusCode.Completed || !encrypted)
        {
            throw new LdapException(
                LdapTrouble.SealRefused, $"The server sent what is not sealed as agreed ({(encrypted ? status.ToString() : "not encrypted")}): it is not believed.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        context.Dispose();
        base.Dispose(disposing);
    }
}
