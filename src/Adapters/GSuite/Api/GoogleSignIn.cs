using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>A token. Its value never leaves this folder.</summary>
internal sealed class GoogleToken(string value, DateTimeOffset renewAt)
{
    internal string Value { get; } = value;

    internal DateTimeOffset RenewAt { get; } = renewAt;
}

/// <summary>One token for the whole process: made when first needed, renewed before it ends or when it was refused.</summary>
internal sealed class GoogleSignIn(GoogleTransport transport, GSuiteOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim gate = new(1, 1);
    private GoogleSigner? signer;
    private GoogleToken? current;

    /// <summary>The token, or another one when <paramref name="refused"/> is the one at hand.</summary>
    internal async Task<GoogleToken> TokenAsync(GoogleToken? refused, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (current is null || ReferenceEquals(current, refused) || time.GetUtcNow() >= current.RenewAt)
            {
                current = null;
                current = (await SignInAsync(GoogleScopes.All, cancellationToken).ConfigureAwait(false)).Token;
            }

            return current;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Who signs in: read anew each time, so that a check sees the file as it is now.</summary>
    internal Task<GoogleSigner> LoadSignerAsync(CancellationToken cancellationToken) => GoogleSigner.LoadAsync(options.ServiceAccountKeyPath, cancellationToken);

    /// <summary>Asks for a token with some scopes only; for checks.</summary>
    internal async Task<(GoogleToken Token, DateTimeOffset? ServerTime)> SignInAsync(IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        var known = signer ??= await LoadSignerAsync(cancellationToken).ConfigureAwait(false);
        var assertion = await Assertion.MakeAsync(known, options.DelegatedAdmin.Trim(), scopes, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        try
        {
            using var reply = await transport.SendAsync(() => Request(known.TokenUri, assertion), "a token", cancellationToken).ConfigureAwait(false);
            return (Token(reply, known), reply.ServerTime);
        }
        catch (GoogleApiException e) when (e.Failure == GoogleFailure.Refused)
        {
            // The key may have been replaced by another one meanwhile: the next try looks.
            signer = null;
            throw new GoogleApiException(GoogleFailure.SignInRefused, e.Message, e) { Status = e.Status, Reason = e.Reason, Said = e.Said, ServerTime = e.ServerTime };
        }
    }

    public void Dispose() => gate.Dispose();

    private static HttpRequestMessage Request(Uri tokenUri, string assertion) => new(HttpMethod.Post, tokenUri)
    {
        Content = new FormUrlEncodedContent([new("grant_type", GrantType), new("assertion", assertion)]),
    };

    private GoogleToken Token(GoogleReply reply, GoogleSigner known)
    {
        TokenAnswer? answer;
        try
        {
            answer = JsonSerializer.Deserialize(reply.Body, GoogleJson.Default.TokenAnswer);
        }
        catch (JsonException e)
        {
            throw new GoogleApiException(GoogleFailure.NotTheApi, $"{known.TokenUri.Host}: a token: the answer is not a token endpoint's", e);
        }

        if (answer?.AccessToken is not { Length: > 0 } value)
        {
            throw new GoogleApiException(GoogleFailure.NotTheApi, $"{known.TokenUri.Host}: a token: the answer has none");
        }

        // A token that lives shorter than the usual hour is renewed halfway.
        var lifetime = TimeSpan.FromSeconds(Math.Clamp(answer.ExpiresIn, 0, 86_400));
        Log.SignedIn(logger, known.TokenUri.Host, known.ServiceAccount, lifetime);
        return new GoogleToken(value, time.GetUtcNow() + (lifetime > Early * 2 ? lifetime - Early : lifetime / 2));
    }
}
