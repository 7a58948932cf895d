using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>Sends one request and says what came of it. Waits where Pyrus asks to (429: the request was not looked at), knows no tokens.</summary>
internal sealed class PyrusTransport(Func<HttpClient> http, PyrusOptions options, TimeProvider time, ILogger logger)
{
    private const int WaitsMax = 5;
    private static readonly TimeSpan WaitDefault = TimeSpan.FromSeconds(60);

    internal async Task<PyrusReply> SendAsync(
        HttpMethod method, Uri url, JsonObject? body, string? token, bool repeatable, CancellationToken cancellationToken)
    {
        for (var waits = 0; ; waits++)
        {
            using var request = Request(method, url, body, token, repeatable);
            using var response = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return await PyrusAnswers.ReadAsync(request, response, cancellationToken).ConfigureAwait(false);
            }

            var wait = WaitAsked(response);
            if (wait > options.RateLimitWaitMax || waits == WaitsMax)
            {
                throw new PyrusApiException(
                    PyrusFailure.RateLimited,
                    $"{PyrusAnswers.What(request)} was refused as one request too many (429, too_many_requests), and the next is allowed in {wait.TotalSeconds:0} seconds only")
                { Code = "too_many_requests", Status = 429 };
            }

            Log.WaitingForRateLimit(logger, method.Method, url.AbsolutePath, wait);
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri url, JsonObject? body, string? token, bool repeatable)
    {
        var request = new HttpRequestMessage(method, url);
        request.Options.Set(PyrusHttp.Repeatable, repeatable);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, PyrusJsonContext.Default.JsonObject));
            request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        }
        else if (!repeatable)
        {
            // The platform's handler repeats a request without content on its own when a kept connection turns out to be closed.
            // With content, even empty, it does not.
            request.Content = new ByteArrayContent([]);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http().SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure(e, cancellationToken) is { } failure)
        {
            throw new PyrusApiException(failure, $"{PyrusAnswers.What(request)}: {Reason(e)}", e);
        }
    }

    private static PyrusFailure? Failure(Exception e, CancellationToken cancellationToken) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => PyrusFailure.Untrusted,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
            PyrusFailure.Unreachable,
        BrokenCircuitException => PyrusFailure.Unreachable,
        HttpRequestException or TimeoutRejectedException => PyrusFailure.AnswerLost,
        OperationCanceledException when !cancellationToken.IsCancellationRequested => PyrusFailure.AnswerLost,
        _ => null,
    };

    private static string Reason(Exception e) => e switch
    {
        BrokenCircuitException => "not sent, since most requests of the last minutes failed",
        TimeoutRejectedException or OperationCanceledException => "no answer within the time allowed",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "the answer is larger than allowed (ResponseMegabytesMax)",
        { InnerException: { } inner } => $"{e.Message} ({inner.Message})",
        _ => e.Message,
    };

    private static TimeSpan WaitAsked(HttpResponseMessage response)
    {
        if (PyrusRate.Number(response.Headers, "X-RateLimit-Reset") is { } seconds)
        {
            return TimeSpan.FromSeconds(Math.Max(1, seconds));
        }

        return response.Headers.RetryAfter?.Delta is { } delta && delta > TimeSpan.Zero ? delta : WaitDefault;
    }
}
