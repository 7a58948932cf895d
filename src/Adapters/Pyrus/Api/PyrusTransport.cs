using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>
/// Sends one request when the limits allow it, and says what came of it. One that Pyrus refused as one too many (429) was not looked at and is sent again
/// when Pyrus says; knows no tokens. Cancelled, it throws that only where nothing was sent that could be done: a write that was sent has lost its answer.
/// </summary>
internal sealed class PyrusTransport(Func<HttpClient> http, PyrusGate gate, PyrusOptions options, TimeProvider time, ILogger logger)
{
    private const int RefusalsMax = 6;
    private static readonly TimeSpan WaitDefault = TimeSpan.FromSeconds(60);

    /// <summary>A place among the requests that Pyrus counts. Signing in has none: whoever waits for it has a place already.</summary>
    internal PyrusTicket TakeTicket(bool creation) => gate.Take(creation);

    internal async Task<PyrusReply> SendAsync(
        HttpMethod method, Uri url, JsonObject? body, string? token, bool repeatable, PyrusTicket? ticket, CancellationToken cancellationToken)
    {
        for (var refusals = 1; ; refusals++)
        {
            using var request = Request(method, url, body, token, repeatable);
            if (ticket is not null)
            {
                await EnterAsync(ticket, request, cancellationToken).ConfigureAwait(false);
            }

            using var response = await SendOnceAsync(request, ticket, repeatable, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return await PyrusAnswers.ReadAsync(request, response, cancellationToken).ConfigureAwait(false);
            }

            var wait = WaitAsked(response);
            Log.RefusedByLimit(logger, method.Method, url.AbsolutePath, wait);
            if (refusals == RefusalsMax || (ticket is null && wait > options.RateLimitWaitMax))
            {
                throw new PyrusApiException(
                    PyrusFailure.RateLimited,
                    $"{PyrusAnswers.What(request)} was refused as one request too many (429, too_many_requests) {refusals} times, and the next is allowed in {wait.TotalSeconds:0} seconds only")
                { Code = "too_many_requests", Status = 429 };
            }

            if (ticket is null)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task EnterAsync(PyrusTicket ticket, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            await gate.EnterAsync(ticket, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e)
        {
            throw new PyrusApiException(e.Failure, $"{PyrusAnswers.What(request)} was not sent: {e.Message}", e) { Code = e.Code, Status = e.Status };
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

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, PyrusTicket? ticket, bool repeatable, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await http().SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (Exception e) when (Failure(e, repeatable, cancellationToken) is { } failure)
        {
            throw new PyrusApiException(failure, $"{PyrusAnswers.What(request)}: {Reason(e, cancellationToken)}", e);
        }
        finally
        {
            if (ticket is not null)
            {
                Tell(ticket, response);
            }
        }
    }

    /// <summary>Tells the gate before anything else is done with the answer: others may be waiting for what it shows.</summary>
    private void Tell(PyrusTicket ticket, HttpResponseMessage? response)
    {
        var rate = response is null ? null : PyrusRate.From(response.Headers);
        if (response?.StatusCode == HttpStatusCode.TooManyRequests)
        {
            gate.Refused(ticket, WaitAsked(response), rate);
        }
        else if (rate is not null || response?.IsSuccessStatusCode == true)
        {
            gate.Answered(ticket, rate);
        }
        else
        {
            gate.Lost(ticket);
        }
    }

    /// <summary>Null for a read that was cancelled: nothing comes of it. A write that is under way may be done all the same.</summary>
    private static PyrusFailure? Failure(Exception e, bool repeatable, CancellationToken cancellationToken) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => PyrusFailure.Untrusted,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
            PyrusFailure.Unreachable,
        BrokenCircuitException => PyrusFailure.Unreachable,
        HttpRequestException or TimeoutRejectedException => PyrusFailure.AnswerLost,
        OperationCanceledException when !repeatable || !cancellationToken.IsCancellationRequested => PyrusFailure.AnswerLost,
        _ => null,
    };

    private static string Reason(Exception e, CancellationToken cancellationToken) => e switch
    {
        BrokenCircuitException => "not sent, since most requests of the last minutes failed",
        OperationCanceledException when cancellationToken.IsCancellationRequested => "the run was cancelled before the answer came",
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
