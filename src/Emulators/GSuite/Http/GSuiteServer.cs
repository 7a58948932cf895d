using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SyncEngine.Emulators;

/// <summary>Receives requests: records each, lets a waiting fault happen to it, and sends the answer or cuts the connection.</summary>
internal sealed partial class GSuiteServer(GSuiteServices services, GSuiteDispatcher dispatcher, GSuiteFaults faults, RequestLog log, Func<ReadOnlyMemory<byte>> state, Action<ReadOnlyMemory<byte>> change)
{
    private const string ControlPath = "/_emulator/";

    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests wait until the token endpoint knows its address.</summary>
    internal void Open() => opened.TrySetResult();

    internal async Task HandleAsync(HttpContext context)
    {
        await opened.Task.ConfigureAwait(false);
        var whole = context.Request.Path.Value ?? "/";
        if (whole.StartsWith(ControlPath, StringComparison.Ordinal))
        {
            await SendAsync(context, Control(context.Request.Method, whole[ControlPath.Length..], await RequestBody.ReadAsync(context).ConfigureAwait(false))).ConfigureAwait(false);
            return;
        }

        var body = await RequestBody.ReadAsync(context).ConfigureAwait(false);
        var path = whole.TrimStart('/');
        var shown = path.StartsWith(GSuiteRoutes.Prefix, StringComparison.Ordinal) ? path[GSuiteRoutes.Prefix.Length..] : path;
        var record = log.Add(context.Request.Method, shown, Redacted(context.Request.QueryString.Value ?? ""), Redacted(Encoding.UTF8.GetString(body.Span)));
        var fault = faults.Take(record.Method, record.Path, Uri.UnescapeDataString(record.Query));
        if (fault?.Kind == GSuiteFaultKind.LoseRequest)
        {
            context.Abort();
            return;
        }

        var answer = Instead(fault) ?? await DispatchAsync(context, fault, path, body).ConfigureAwait(false);
        switch (fault?.Kind)
        {
            case GSuiteFaultKind.LoseAnswer:
                context.Abort();
                return;
            case GSuiteFaultKind.CutAnswer:
                await CutAsync(context, answer).ConfigureAwait(false);
                return;
            default:
                record.Status = answer.Status;
                await SendAsync(context, answer).ConfigureAwait(false);
                return;
        }
    }

    private async Task<GSuiteAnswer> DispatchAsync(HttpContext context, GSuiteFault? fault, string path, ReadOnlyMemory<byte> body)
    {
        switch (fault?.Kind)
        {
            case GSuiteFaultKind.Delay:
                // A client that gives up meanwhile does not undo anything: the request still takes effect.
                await Task.Delay(fault.Wait, services.Options.TimeProvider, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case GSuiteFaultKind.ExpireTokens:
                services.Tokens.ExpireAll();
                break;
            case GSuiteFaultKind.ExpirePageTokens:
                services.Pages.ExpireAll();
                break;
            default:
                break;
        }

        return dispatcher.Answer(context.Request.Method, path, context.Request, body);
    }

    private static GSuiteAnswer? Instead(GSuiteFault? fault) => fault?.Kind switch
    {
        GSuiteFaultKind.ServerError => Error(new GSuiteRefusal(500, "internalError", "Internal error encountered.") { Code = "INTERNAL" }),
        GSuiteFaultKind.BackendError => Error(new GSuiteRefusal(503, "backendError", "Service unavailable. Please try again") { Code = "UNAVAILABLE" }),
        GSuiteFaultKind.BadGateway => GSuiteAnswer.Html(502, "Error 502 (Server Error)!!1"),
        GSuiteFaultKind.HtmlPage => GSuiteAnswer.Html(200, "Welcome to the office network"),
        GSuiteFaultKind.PlainText => GSuiteAnswer.Text(503, "Quota exceeded for the current request"),
        GSuiteFaultKind.UserRateLimit => Error(GSuiteRefusal.UserRateLimit()) with { RetryAfter = fault.Wait },
        GSuiteFaultKind.QuotaExceeded => Error(new GSuiteRefusal(403, "quotaExceeded", "Request rate higher than configured.") { Domain = "usageLimits" }) with { RetryAfter = fault.Wait },
        GSuiteFaultKind.RateLimit => Error(new GSuiteRefusal(429, "rateLimitExceeded", "Rate Limit Exceeded") { Domain = "usageLimits", Code = "RESOURCE_EXHAUSTED" }) with { RetryAfter = fault.Wait },
        GSuiteFaultKind.DailyLimit => Error(new GSuiteRefusal(403, "dailyLimitExceeded", "Daily Limit Exceeded") { Domain = "usageLimits" }),
        GSuiteFaultKind.Forbidden => Error(GSuiteRefusal.Forbidden()),
        GSuiteFaultKind.NotFound => Error(GSuiteRefusal.NotFound("groupKey")),
        _ => null,
    };

    private static GSuiteAnswer Error(GSuiteRefusal refusal) => GSuiteAnswer.Error(refusal);

    private static async Task CutAsync(HttpContext context, GSuiteAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = Math.Max(1, answer.Body.Length);
        context.Request.Headers.Remove(HeaderNames.AcceptEncoding);
        await context.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)]).ConfigureAwait(false);
        await context.Response.Body.FlushAsync().ConfigureAwait(false);
        context.Abort();
    }

    private async Task SendAsync(HttpContext context, GSuiteAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;

        // The server's clock is the emulator's, also where a client compares it with its own.
        response.Headers.Date = HeaderUtilities.FormatDate(services.Options.TimeProvider.GetUtcNow());
        if (answer.ETag is { } etag)
        {
            response.Headers.ETag = etag;
        }

        if (answer.Status == 401)
        {
            response.Headers.WWWAuthenticate = "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"";
        }

        if (answer.RetryAfter is { } wait && services.Options.Behaviour.RetryAfterHeader)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (answer.Status is 204 or 304)
        {
            return;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private GSuiteAnswer Control(string method, string path, ReadOnlyMemory<byte> body)
    {
        switch (method, path)
        {
            case ("GET", "requests"):
                return GSuiteAnswer.Json(200, json => RequestLogJson.Write(json, log.Snapshot()));
            case ("DELETE", "requests"):
                log.Clear();
                return GSuiteAnswer.Json(200, json => RequestLogJson.Write(json, []));
            case ("GET", "state"):
                return new GSuiteAnswer(200, state());
            case ("PUT", "state"):
                return Changed(body);
            default:
                return GSuiteAnswer.Html(404, "Error 404 (Not Found)");
        }
    }

    private GSuiteAnswer Changed(ReadOnlyMemory<byte> body)
    {
        try
        {
            change(body);
            return new GSuiteAnswer(200, state());
        }
        catch (ConfigurationException error)
        {
            return GSuiteAnswer.Text(400, $"{error.Message} {error.Remedy}");
        }
        catch (ArgumentException error)
        {
            return GSuiteAnswer.Text(400, error.Message);
        }
    }

    private static string Redacted(string text) => Secret().Replace(text, "${name}=***");

    [GeneratedRegex("(?<name>assertion|access_token)=[^&]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Secret();
}
