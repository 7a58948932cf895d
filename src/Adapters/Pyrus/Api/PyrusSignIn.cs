using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>A token and the API address it is for. The token never leaves this folder.</summary>
internal sealed class PyrusToken(string value, Uri api)
{
    internal string Value { get; } = value;

    internal Uri Api { get; } = api;
}

/// <summary>
/// One token for the whole process: made when first needed, replaced only after Pyrus refused it. Pyrus allows few tokens for a login and
/// kills the oldest, so signing in often would make two processes push each other out.
/// </summary>
internal sealed class PyrusSignIn(PyrusTransport transport, PyrusOptions options, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly PyrusAddress address = PyrusAddress.From(options.BaseUrl);
    private PyrusToken? current;

    /// <summary>The token, or another one when <paramref name="refused"/> is the one at hand.</summary>
    internal async Task<PyrusToken> TokenAsync(PyrusToken? refused, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (current is null || ReferenceEquals(current, refused))
            {
                current = null;
                current = await SignInAsync(cancellationToken).ConfigureAwait(false);
                Log.SignedIn(logger, address.Auth.Host, current.Api.Host);
            }

            return current;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<PyrusToken> SignInAsync(CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["login"] = options.Login.Trim(), ["security_key"] = options.SecurityKey.Trim() };
        if (options.PersonId is { } person)
        {
            body["person_id"] = person;
        }

        try
        {
            var reply = await transport.SendAsync(HttpMethod.Post, address.Auth, body, token: null, repeatable: true, ticket: null, cancellationToken).ConfigureAwait(false);
            return JsonRead.Text(reply.Body, "access_token") is { } token
                ? new PyrusToken(token, address.ApiAfter(JsonRead.Text(reply.Body, "api_url")))
                : throw new PyrusApiException(PyrusFailure.RouteMissing, $"POST {address.Auth} gave no token");
        }
        catch (PyrusApiException e) when (e.Failure == PyrusFailure.Refused)
        {
            throw new PyrusApiException(PyrusFailure.SignInRefused, e.Message, e) { Status = e.Status, Code = e.Code };
        }
        catch (PyrusApiException e) when (e.Failure == PyrusFailure.AnswerLost)
        {
            // Whatever the caller wanted to do was not sent: that must not look like a lost answer to a write.
            throw new PyrusApiException(PyrusFailure.Unreachable, e.Message, e) { Status = e.Status, Code = e.Code };
        }
    }
}
