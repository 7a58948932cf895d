using System.Net;
using System.Text.Json;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>Tells a clean answer from a refusal, and both from something that says nothing (a proxy's page, a broken server).</summary>
internal static class PyrusAnswers
{
    private const int TextMax = 300;

    internal static string What(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";

    internal static async Task<PyrusReply> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var body = Parse(bytes);
        var code = body is { } json ? JsonRead.Text(json, "error_code") : null;
        var failed = body is { } answer && (code is not null || JsonRead.Find(answer, "error") is not null);
        if (response.IsSuccessStatusCode && body is { } clean && !failed)
        {
            return new PyrusReply(clean, request.RequestUri!.Authority, response.Headers.Date, PyrusRate.From(response.Headers));
        }

        throw Failed(request, response, body, failed, code);
    }

    private static PyrusApiException Failed(HttpRequestMessage request, HttpResponseMessage response, JsonElement? body, bool failed, string? code)
    {
        var status = (int)response.StatusCode;
        var what = $"{What(request)} gave {status}";
        var said = body is { } json && JsonRead.Text(json, "error") is { } text ? $": {Shortened(text)}" : "";
        var (failure, message) = response.StatusCode switch
        {
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => (PyrusFailure.AnswerLost, $"{what}{(code is null ? "" : $" {code}")}{said}"),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                (PyrusFailure.RouteMissing, $"{what}, a redirection to '{response.Headers.Location?.ToString().Split('?')[0]}'"),
            _ when failed => (PyrusFailure.Refused, $"{what} {code ?? "without a code"}{said}"),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => (PyrusFailure.RouteMissing, $"{what}: this address does not have it"),
            HttpStatusCode.Unauthorized => (PyrusFailure.Refused, what),
            _ => (PyrusFailure.AnswerLost, $"{what} with a body that is not from Pyrus ({response.Content.Headers.ContentType?.MediaType ?? "no content type"})"),
        };
        return new PyrusApiException(failure, message) { Status = status, Code = code ?? (failed ? "unknown_error" : "") };
    }

    private static JsonElement? Parse(byte[] bytes)
    {
        try
        {
            return JsonElement.Parse(bytes) is { ValueKind: JsonValueKind.Object } json ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Shortened(string text) =>
        string.Concat(text.Take(TextMax).Select(c => char.IsControl(c) ? ' ' : c));
}
