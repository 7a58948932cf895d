using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>A clean answer.</summary>
/// <param name="Body">Its JSON.</param>
/// <param name="Server">Host and port that answered.</param>
/// <param name="Date">The server's clock, where it says.</param>
/// <param name="Rate">The limits, where it says.</param>
internal sealed record PyrusReply(JsonElement Body, string Server, DateTimeOffset? Date, PyrusRate? Rate);

/// <summary>What the X-RateLimit headers say.</summary>
internal sealed record PyrusRate(int Limit, int Remaining, TimeSpan Reset)
{
    internal static PyrusRate? From(HttpResponseHeaders headers) =>
        Number(headers, "X-RateLimit-Limit") is { } limit && Number(headers, "X-RateLimit-Remaining") is { } remaining
            ? new PyrusRate(limit, remaining, TimeSpan.FromSeconds(Number(headers, "X-RateLimit-Reset") ?? 0))
            : null;

    internal static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
