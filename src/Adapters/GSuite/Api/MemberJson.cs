using System.Text.Json;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>Reads a member of a group by hand: there are as many as all memberships together.</summary>
internal static class MemberJson
{
    /// <exception cref="JsonException">It is no object, or a field has another type.</exception>
    internal static GoogleMember Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A member is an object.");
        }

        var member = new GoogleMember();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isId)
            {
                member.Id = Text(ref reader);
            }
            else if (isType)
            {
                member.Type = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("USER"u8) ? "USER" : Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return member;
    }

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new JsonException("What should be a text is none."),
    };
}
