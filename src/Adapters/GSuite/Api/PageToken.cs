using System.Text;
using System.Text.Json;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>Looks for where a list goes on in an answer, without reading the rest.</summary>
internal static class PageToken
{
    /// <exception cref="JsonException">The answer is no JSON object, or not whole; not always seen here, but when its items are read.</exception>
    internal static string? Of(ReadOnlySpan<byte> body)
    {
        if (AtEnd(body) is { Length: > 0 } last)
        {
            return last;
        }

        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The answer is no object.");
        }

        string? token = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals("nextPageToken"u8);
            reader.Read();
            if (wanted && reader.TokenType == JsonTokenType.String)
            {
                token = Text(ref reader);
            }

            reader.Skip();
        }

        // An empty token is none: asked with it, Google would begin again.
        return string.IsNullOrEmpty(token) ? null : token;
    }

    /// <summary>
    /// The token where Google puts it, at the very end: a page need not be walked through before the next one is asked for. The last brace of a whole answer is its own,
    /// so what stands right before it is no property of anything inside; and no text holds a quotation mark that is not escaped.
    /// </summary>
    private static string? AtEnd(ReadOnlySpan<byte> body)
    {
        if (!body.EndsWith("\"}"u8))
        {
            return null;
        }

        var rest = body[..^2];
        var begin = rest.LastIndexOf((byte)'"');
        var token = rest[(begin + 1)..];
        return begin >= 0 && rest[..begin].EndsWith(",\"nextPageToken\":"u8) && !token.Contains((byte)'\\') && Ascii.IsValid(token) ? Encoding.ASCII.GetString(token) : null;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The token is no valid text.", e);
        }
    }
}
