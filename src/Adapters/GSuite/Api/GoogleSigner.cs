using Google.Apis.Auth.OAuth2;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// Who signs in: a service account that can sign, by its key file or by the host's credentials. Reading keys and reaching the host's credentials is
/// Google's library's; nothing of it is seen outside of this class. The key never leaves it.
/// </summary>
internal sealed class GoogleSigner(string serviceAccount, string? keyId, Uri tokenUri, IBlobSigner signer)
{
    private const string TokenUriDefault = "https://oauth2.googleapis.com/token";

    /// <summary>The service account's email.</summary>
    internal string ServiceAccount => serviceAccount;

    /// <summary>The key's id, when there is a key file.</summary>
    internal string? KeyId => keyId;

    /// <summary>Where tokens are given.</summary>
    internal Uri TokenUri => tokenUri;

    /// <summary>Loads the key file, or the host's credentials when the path is empty.</summary>
    /// <exception cref="GoogleApiException"><see cref="GoogleFailure.NoCredentials"/>, with a code of ours as its reason.</exception>
    internal static async Task<GoogleSigner> LoadAsync(string? keyPath, CancellationToken cancellationToken)
    {
        var signer = string.IsNullOrWhiteSpace(keyPath)
            ? await OfHostAsync(cancellationToken).ConfigureAwait(false)
            : await OfFileAsync(keyPath.Trim(), cancellationToken).ConfigureAwait(false);
        return signer.TokenUri.Scheme == Uri.UriSchemeHttps || signer.TokenUri.IsLoopback
            ? signer
            : throw Nothing("KeyUnusable", $"the key's token_uri is '{signer.TokenUri}', and only https is allowed", null);
    }

    /// <summary>Signs with RSA and SHA-256.</summary>
    internal async Task<byte[]> SignAsync(byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            return Convert.FromBase64String(await signer.SignBlobAsync(data, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Nothing("SigningFailed", $"'{serviceAccount}' cannot sign: {e.Message}", e);
        }
    }

    private static async Task<GoogleSigner> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var stream = File.OpenRead(path);
            await using var _ = stream.ConfigureAwait(false);
            var key = await CredentialFactory.FromStreamAsync<ServiceAccountCredential>(stream, cancellationToken).ConfigureAwait(false);
            return Of(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Nothing("KeyUnreadable", $"the key file '{path}' cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is not (OperationCanceledException or GoogleApiException))
        {
            // Any exception at all comes out of the parsers of JSON, PEM and ASN.1. What they say may quote the file: it is not repeated.
            throw Nothing("KeyUnusable", $"'{path}' is not the JSON key of a service account, or its private key is damaged", e);
        }
    }

    private static async Task<GoogleSigner> OfHostAsync(CancellationToken cancellationToken)
    {
        try
        {
            var credential = await GoogleCredential.GetApplicationDefaultAsync(cancellationToken).ConfigureAwait(false);
            return credential.UnderlyingCredential switch
            {
                ServiceAccountCredential key => Of(key),
                ComputeCredential machine => new GoogleSigner(
                    await machine.GetDefaultServiceAccountEmailAsync(cancellationToken).ConfigureAwait(false), null, new Uri(TokenUriDefault), machine),
                ImpersonatedCredential other when other.TargetPrincipal is { } account => new GoogleSigner(account, null, new Uri(TokenUriDefault), other),
                var unknown => throw Nothing(
                    "HostCredentialsUnusable", $"the credentials of this host ({unknown.GetType().Name}) are not of a service account that can sign", null),
            };
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            throw Nothing("HostCredentialsMissing", "there is no key file in the configuration, and this host has no credentials of Google", e);
        }
    }

    private static GoogleSigner Of(ServiceAccountCredential key) => string.IsNullOrWhiteSpace(key.Id) || key.Key is null
        ? throw Nothing("KeyUnusable", "the key has no client_email or no private_key", null)
        : new GoogleSigner(key.Id, key.KeyId, new Uri(string.IsNullOrWhiteSpace(key.TokenServerUrl) ? TokenUriDefault : key.TokenServerUrl), key);

    private static GoogleApiException Nothing(string code, string message, Exception? cause) =>
        new(GoogleFailure.NoCredentials, message, cause) { Reason = code };
}
