using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SyncEngine.Emulators;

/// <summary>Receives requests: records each, lets a waiting fault happen to it, and sends the answer or cuts the connection.</summary>
internal sealed partial class PyrusServer(
    PyrusEmulatorOptions options, PyrusDispatcher dispatcher, PyrusFaults faults, RequestLog log, PyrusTokens tokens, Func<ReadOnlyMemory<byte>> state)
{
    internal const string AccountsPath = "/api/v4/";
    internal const string ApiPath = "/v4/";
    internal const string ControlPath = "/_emulator/";

    private readonly TaskCompletionSource<int> accountsPort = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests wait until it is known which port is which.</summary>
    internal void Open(int accounts) => accountsPort.TrySetResult(accounts);

    internal async Task HandleAsync(HttpContext context)
    {
        var accounts = context.Connection.LocalPort == await accountsPort.Task.ConfigureAwait(false);
        var whole = context.Request.Path.Value ?? "/";
        if (accounts && whole.StartsWith(ControlPath, StringComparison.Ordinal))
        {
            await SendAsync(context, ControlEndpoints.Answer(context.Request.Method, whole[ControlPath.Length..], log, state)).ConfigureAwait(false);
            return;
        }

        var body = await RequestBody.ReadAsync(context).ConfigureAwait(false);
        var path = Relative(accounts, whole);
        var record = log.Add(context.Request.Method, path ?? whole, context.Request.QueryString.Value ?? "", Redacted(body));
        var fault = faults.Take(record.Method, record.Path);
        if (fault?.Kind == PyrusFaultKind.LoseRequest)
        {
            context.Abort();
            return;
        }

        if (await BeforeEffectAsync(context, fault).ConfigureAwait(false) is { } instead)
        {
            record.Status = instead.Status;
            await SendAsync(context, instead).ConfigureAwait(false);
            return;
        }

        var answer = path is null ? PyrusAnswer.UnknownRoute(whole) : dispatcher.Answer(record.Method, path, context.Request, body);
        await AfterEffectAsync(context, fault, answer, record).ConfigureAwait(false);
    }

    /// <summary>The path below the base, or null when this address does not serve it: in the cloud, accounts only signs in, and the API does not.</summary>
    private string? Relative(bool accounts, string whole)
    {
        var prefix = accounts ? AccountsPath : ApiPath;
        if (!whole.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var path = whole[prefix.Length..].TrimEnd('/');
        return options.SelfHosted || accounts == (path == "auth") ? path : null;
    }

    private async Task<PyrusAnswer?> BeforeEffectAsync(HttpContext context, PyrusFault? fault)
    {
        switch (fault?.Kind)
        {
            case PyrusFaultKind.ServerError:
                return PyrusAnswer.Error(500, "server_error");
            case PyrusFaultKind.BadGateway:
                return PyrusAnswer.Html(502, "502 Bad Gateway");
            case PyrusFaultKind.HtmlPage:
                return PyrusAnswer.Html(200, "Welcome to the office network");
            case PyrusFaultKind.TooManyRequests:
                var seconds = Math.Max(1, (int)Math.Ceiling(fault.Wait.TotalSeconds));
                return PyrusAnswer.Error(429, "too_many_requests") with { Rate = new RateState(false, options.RequestsPerWindow, 0, seconds) };
            case PyrusFaultKind.ExpireTokens:
                tokens.ExpireAll();
                return null;
            case PyrusFaultKind.RevokeTokens:
                tokens.RevokeAll();
                return null;
            case PyrusFaultKind.LoseRights:
                dispatcher.TakeRights();
                return null;
            case PyrusFaultKind.Delay:
                // A client that gives up meanwhile does not undo anything: the request still takes effect.
                await Task.Delay(fault.Wait, options.TimeProvider, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return null;
            default:
                return null;
        }
    }

    private async Task AfterEffectAsync(HttpContext context, PyrusFault? fault, PyrusAnswer answer, RecordedRequest record)
    {
        switch (fault?.Kind)
        {
            case PyrusFaultKind.LoseAnswer:
                context.Abort();
                return;
            case PyrusFaultKind.CutAnswer:
                context.Response.ContentType = answer.ContentType;
                context.Response.ContentLength = answer.Body.Length;
                context.Request.Headers.Remove(HeaderNames.AcceptEncoding);
                await context.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)]).ConfigureAwait(false);
                await context.Response.Body.FlushAsync().ConfigureAwait(false);
                context.Abort();
                return;
            case PyrusFaultKind.ServerErrorAfterEffect:
                answer = PyrusAnswer.Error(500, "server_error");
                break;
            default:
                break;
        }

        record.Status = answer.Status;
        await SendAsync(context, answer).ConfigureAwait(false);
    }

    private async Task SendAsync(HttpContext context, PyrusAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Rate is { } rate)
        {
            response.Headers["X-RateLimit-Limit"] = rate.Limit.ToString(CultureInfo.InvariantCulture);
            response.Headers["X-RateLimit-Remaining"] = rate.Remaining.ToString(CultureInfo.InvariantCulture);
            response.Headers["X-RateLimit-Reset"] = rate.ResetSeconds.ToString(CultureInfo.InvariantCulture);
            if (answer.Status == 429 && options.Behaviour.RetryAfterHeader)
            {
                response.Headers.RetryAfter = rate.ResetSeconds.ToString(CultureInfo.InvariantCulture);
            }
        }

        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Redacted(ReadOnlyMemory<byte> body) => SecretValue().Replace(Encoding.UTF8.GetString(body.Span), "${name}\"***\"");

    [GeneratedRegex("(?<name>\"security_key\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SecretValue();
}
