using System.Text;
using System.Text.Json;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// What an answer that is no success says: Google's JSON (<c>error.errors[].reason</c>; the token endpoint's <c>error</c> and
/// <c>error_description</c>), or a text or page of something on the way.
/// </summary>
/// <param name="IsGoogles">Whether it is Google's JSON, so that the refusal is a clean one.</param>
/// <param name="Reason">Google's word for it, or empty.</param>
/// <param name="Said">What is said, shortened.</param>
internal sealed record GoogleRefusal(bool IsGoogles, string Reason, string Said)
{
    private const int TextMax = 300;
    private const int BytesMax = 64 * 1024;

    /// <summary>The reasons that mean "slower", whatever the status: 403 is also the status of "never".</summary>
    private static readonly HashSet<string> QuotaReasons = new(StringComparer.Ordinal)
    {
        "userRateLimitExceeded", "rateLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED",
    };

    /// <summary>Whether it asks to go slower. A bare text counts by its words: Google's front ends refuse without JSON.</summary>
    internal bool IsQuota(int status) => status == 429
        || (status == 403 && (QuotaReasons.Contains(Reason)
            || (!IsGoogles && (Said.Contains("Request rate higher", StringComparison.OrdinalIgnoreCase) || Said.Contains("Quota exceeded", StringComparison.OrdinalIgnoreCase)))));

    /// <summary>
    /// What an answer says. Only what is wholly in Google's shape, and means the status it came with, is Google's: gateways speak JSON with an <c>error</c> too, and their
    /// 404 proves nothing.
    /// </summary>
    internal static GoogleRefusal Parse(int status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.AsMemory(0, Math.Min(body.Length, BytesMax)));
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
            {
                return error.ValueKind == JsonValueKind.Object ? OfApi(status, error) : OfToken(status, json.RootElement, error);
            }
        }
        catch (JsonException)
        {
            // Not Google's: the text is all there is.
        }

        return new GoogleRefusal(false, "", Shortened(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, TextMax * 4)))));
    }

    private static GoogleRefusal OfApi(int status, JsonElement error)
    {
        var reason = First(error, "errors") ?? First(error, "details") ?? Text(error, "status") ?? "";
        var isOfStatus = Property(error, "code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var number) && number == status;
        return new GoogleRefusal(isOfStatus, reason, Shortened(Text(error, "message") ?? ""));
    }

    /// <summary>The token endpoint refuses with these statuses only.</summary>
    private static GoogleRefusal OfToken(int status, JsonElement root, JsonElement error) =>
        new(status is 400 or 401 or 403 && error.ValueKind == JsonValueKind.String, TextOf(error), Shortened(Text(root, "error_description") ?? ""));

    /// <summary>The first reason in a list of errors.</summary>
    private static string? First(JsonElement error, string list) =>
        Property(error, list) is { ValueKind: JsonValueKind.Array } items
            ? items.EnumerateArray().Select(item => Text(item, "reason")).FirstOrDefault(reason => reason is not null)
            : null;

    private static string? Text(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.String } text && TextOf(text) is { Length: > 0 } found ? found : null;

    /// <summary>As it stands there, where it is no valid text.</summary>
    private static string TextOf(JsonElement item)
    {
        try
        {
            return item.ToString();
        }
        catch (InvalidOperationException)
        {
            return item.GetRawText();
        }
    }

    private static JsonElement? Property(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : null;

    private static string Shortened(string text) => string.Concat(text.Take(TextMax).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
