using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>The signed statement by which a service account asks for a token in an administrator's name (RFC 7523).</summary>
internal static class Assertion
{
    /// <summary>The longest life that Google takes.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    internal static async Task<string> MakeAsync(
        GoogleSigner signer, string subject, IEnumerable<string> scopes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new AssertionHeader("RS256", "JWT", signer.KeyId), GoogleJson.Default.AssertionHeader);
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new AssertionClaims(
                signer.ServiceAccount, subject, string.Join(' ', scopes), signer.TokenUri.AbsoluteUri, now.ToUnixTimeSeconds(), (now + Lifetime).ToUnixTimeSeconds()),
            GoogleJson.Default.AssertionClaims);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        var signature = await signer.SignAsync(Encoding.ASCII.GetBytes(signed), cancellationToken).ConfigureAwait(false);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}

/// <summary>The head of an assertion.</summary>
internal sealed record AssertionHeader(string Alg, string Typ, string? Kid);

/// <summary>What an assertion says: who asks, in whose name, for what, where, and for how long.</summary>
internal sealed record AssertionClaims(string Iss, string Sub, string Scope, string Aud, long Iat, long Exp);
