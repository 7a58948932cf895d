using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// Sends one request and says what came of it. Where a quota is used up it waits, longer each time and never as long as another waiter, within a
/// bound. Knows no tokens.
/// </summary>
internal sealed class GoogleTransport(Func<HttpClient> http, GSuiteOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan QuotaWaitFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan QuotaWaitLongest = TimeSpan.FromMinutes(1);

    /// <summary>Sends; <paramref name="request"/> makes it anew for each try.</summary>
    /// <param name="request">Makes the request.</param>
    /// <param name="what">What is asked for, in words that name no person.</param>
    /// <param name="cancellationToken">Ends the request and the waits.</param>
    /// <exception cref="GoogleApiException">There is no clean answer.</exception>
    internal async Task<GoogleReply> SendAsync(Func<HttpRequestMessage> request, string what, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        for (var wait = QuotaWaitFirst; ; wait = Shorter(wait * 2, QuotaWaitLongest))
        {
            using var message = request();
            var where = $"{message.RequestUri!.Host}: {what}";
            using var response = await SendOnceAsync(message, where, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return new GoogleReply(((LentContent)response.Content).Take(), response.Headers.Date);
            }

            var status = (int)response.StatusCode;
            var refusal = GoogleRefusal.Parse(status, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            if (!refusal.IsQuota(status))
            {
                throw Failed(where, response, refusal);
            }

            var pause = Pause(wait, response.Headers.RetryAfter);
            if (waited + pause > options.QuotaWaitMax)
            {
                throw Failure(
                    GoogleFailure.QuotaUsedUp, $"{where} was refused because a quota is used up ({Code(status, refusal)}), and waiting {waited.TotalSeconds:0} s did not help",
                    response, refusal);
            }

            Log.WaitingForQuota(logger, Code(status, refusal), what, pause);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            waited += pause;
        }
    }

    private static GoogleApiException Failed(string where, HttpResponseMessage response, GoogleRefusal refusal)
    {
        var status = (int)response.StatusCode;
        var gave = $"{where} gave {Code(status, refusal)}{(refusal.IsGoogles && refusal.Said.Length > 0 ? $": {refusal.Said.TrimEnd('.')}" : "")}";
        return response.StatusCode switch
        {
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => Failure(GoogleFailure.AnswerLost, gave, response, refusal),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                Failure(GoogleFailure.NotTheApi, $"{gave}, a redirection to '{response.Headers.Location?.ToString().Split('?')[0]}'", response, refusal),
            _ when refusal is { IsGoogles: true, Reason: "dailyLimitExceeded" } => Failure(GoogleFailure.QuotaUsedUp, gave, response, refusal),
            _ when refusal.IsGoogles => Failure(GoogleFailure.Refused, gave, response, refusal),
            HttpStatusCode.Unauthorized => Failure(GoogleFailure.Refused, gave, response, refusal),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => Failure(GoogleFailure.NotTheApi, $"{gave}, and the answer is not Google's", response, refusal),
            _ => Failure(GoogleFailure.AnswerLost, $"{gave} with an answer that is not Google's ({response.Content.Headers.ContentType?.MediaType ?? "no content type"})", response, refusal),
        };
    }

    private static GoogleApiException Failure(GoogleFailure failure, string message, HttpResponseMessage response, GoogleRefusal refusal) =>
        new(failure, message) { Status = (int)response.StatusCode, Reason = refusal.Reason, Said = refusal.Said, ServerTime = response.Headers.Date };

    private static string Code(int status, GoogleRefusal refusal) => FormattableString.Invariant($"{status}{(refusal.Reason.Length > 0 ? " " : "")}{refusal.Reason}");

    /// <summary>At least what the server asks for; by chance up to half as much more, so that waiters do not come back together.</summary>
    private TimeSpan Pause(TimeSpan wait, RetryConditionHeaderValue? asked)
    {
        var least = asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : TimeSpan.Zero);
        return (least > wait ? least : wait) * (1 + (Random.Shared.NextDouble() / 2));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, string where, CancellationToken cancellationToken)
    {
        try
        {
            // The handler has read the whole body when this returns; read "with the content" it would be copied.
            return await http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (FailureOf(e, cancellationToken) is { } failure)
        {
            throw new GoogleApiException(failure, $"{where}: {Reason(e)}", e);
        }
    }

    private static GoogleFailure? FailureOf(Exception e, CancellationToken cancellationToken) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => GoogleFailure.Untrusted,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
            GoogleFailure.Unreachable,
        BrokenCircuitException => GoogleFailure.Unreachable,
        HttpRequestException or TimeoutRejectedException => GoogleFailure.AnswerLost,
        OperationCanceledException when !cancellationToken.IsCancellationRequested => GoogleFailure.AnswerLost,
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
}
