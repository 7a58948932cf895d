using System.Text.Json;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>Looks for where a list goes on in an answer, without reading the rest.</summary>
internal static class PageToken
{
    /// <exception cref="JsonException">The answer is no JSON object, or not whole.</exception>
    internal static string? Of(ReadOnlySpan<byte> body)
    {
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
