using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// Reads a user by hand. What the API's document calls "any" (organizations, phones, relations, external ids) is read whatever its shape; a field that has a type there
/// and comes as something else spoils the user, since what it says is not known.
/// </summary>
/// <param name="texts">Gives the texts that many users have; null makes each anew.</param>
internal sealed class UserJson(TextPool? texts)
{
    /// <exception cref="JsonException">It is no object, or a field has another type.</exception>
    internal GoogleUser Read(ref Utf8JsonReader reader)
    {
        var user = new GoogleUser();
        Begin(ref reader);
        while (Next(ref reader, out var name))
        {
            if (!Take(ref reader, name, user))
            {
                reader.Skip();
            }
        }

        return user;
    }

    private bool Take(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name, GoogleUser user)
    {
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("id"u8):
                user.Id = Text(ref reader);
                return true;
            case 4 when name.SequenceEqual("name"u8):
                user.Name = reader.TokenType == JsonTokenType.Null ? null : Name(ref reader);
                return true;
            case 6 when name.SequenceEqual("phones"u8):
                user.Phones = Values(ref reader);
                return true;
            case 7 when name.SequenceEqual("aliases"u8):
                user.Aliases = Texts(ref reader);
                return true;
            case 8 when name.SequenceEqual("archived"u8):
                user.Archived = Flag(ref reader);
                return true;
            case 9 when name.SequenceEqual("suspended"u8):
                user.Suspended = Flag(ref reader);
                return true;
            case 9 when name.SequenceEqual("relations"u8):
                user.Relations = Values(ref reader);
                return true;
            case 10 when name.SequenceEqual("customerId"u8):
                user.CustomerId = Common(ref reader);
                return true;
            case 11 when name.SequenceEqual("isGuestUser"u8):
                user.IsGuestUser = Flag(ref reader);
                return true;
            case 11 when name.SequenceEqual("orgUnitPath"u8):
                user.OrgUnitPath = Common(ref reader);
                return true;
            case 11 when name.SequenceEqual("externalIds"u8):
                user.ExternalIds = Values(ref reader);
                return true;
            case 12 when name.SequenceEqual("primaryEmail"u8):
                user.PrimaryEmail = Text(ref reader);
                return true;
            case 12 when name.SequenceEqual("deletionTime"u8):
                user.DeletionTime = Text(ref reader);
                return true;
            case 13 when name.SequenceEqual("organizations"u8):
                user.Organizations = Organizations(ref reader);
                return true;
            case 18 when name.SequenceEqual("nonEditableAliases"u8):
                user.NonEditableAliases = Texts(ref reader);
                return true;
            default:
                return false;
        }
    }

    private static GoogleName Name(ref Utf8JsonReader reader)
    {
        var made = new GoogleName();
        Begin(ref reader);
        while (Next(ref reader, out var name))
        {
            if (name.SequenceEqual("givenName"u8))
            {
                made.GivenName = Text(ref reader);
            }
            else if (name.SequenceEqual("familyName"u8))
            {
                made.FamilyName = Text(ref reader);
            }
            else if (name.SequenceEqual("fullName"u8))
            {
                made.FullName = Text(ref reader);
            }
            else if (name.SequenceEqual("displayName"u8))
            {
                made.DisplayName = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return made;
    }

    /// <summary>Organizations: a list, or one that stands for it; anything else in their place is passed over.</summary>
    private List<GoogleOrganization> Organizations(ref Utf8JsonReader reader)
    {
        var found = new List<GoogleOrganization>(1);
        var isList = reader.TokenType == JsonTokenType.StartArray;
        while (Item(ref reader, isList, found.Count))
        {
            var made = new GoogleOrganization();
            while (Next(ref reader, out var name))
            {
                if (name.SequenceEqual("name"u8))
                {
                    made.Name = AnyText(ref reader);
                }
                else if (name.SequenceEqual("title"u8))
                {
                    made.Title = AnyText(ref reader);
                }
                else if (name.SequenceEqual("department"u8))
                {
                    made.Department = AnyText(ref reader);
                }
                else if (name.SequenceEqual("primary"u8))
                {
                    made.Primary = AnyFlag(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            found.Add(made);
        }

        return found;
    }

    /// <summary>Phones, relations, external ids: in the same shapes.</summary>
    private List<GoogleValue> Values(ref Utf8JsonReader reader)
    {
        var found = new List<GoogleValue>(1);
        var isList = reader.TokenType == JsonTokenType.StartArray;
        while (Item(ref reader, isList, found.Count))
        {
            var made = new GoogleValue();
            while (Next(ref reader, out var name))
            {
                if (name.SequenceEqual("value"u8))
                {
                    made.Value = OwnText(ref reader);
                }
                else if (name.SequenceEqual("type"u8))
                {
                    made.Type = AnyText(ref reader);
                }
                else if (name.SequenceEqual("primary"u8))
                {
                    made.Primary = AnyFlag(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            found.Add(made);
        }

        return found;
    }

    /// <summary>Aliases: a list of texts, or one that stands for it.</summary>
    private static List<string> Texts(ref Utf8JsonReader reader)
    {
        var found = new List<string>(1);
        if (reader.TokenType == JsonTokenType.String)
        {
            found.Add(reader.GetString()!);
            return found;
        }

        var isList = reader.TokenType == JsonTokenType.StartArray;
        while (isList && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (OwnText(ref reader) is { } text)
            {
                found.Add(text);
            }
        }

        reader.Skip();
        return found;
    }

    /// <summary>Goes to the next object of a list; or stays on the only one there is, the first time.</summary>
    private static bool Item(ref Utf8JsonReader reader, bool isList, int count)
    {
        if (!isList)
        {
            if (reader.TokenType == JsonTokenType.StartObject && count == 0)
            {
                return true;
            }

            reader.Skip();
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static void Begin(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("What should be an object is none.");
        }
    }

    /// <summary>Goes to the value of the next property; false at the object's end.</summary>
    private static bool Next(ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            name = default;
            return false;
        }

        name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        reader.Read();
        return true;
    }

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new JsonException("What should be a text is none."),
    };

    /// <summary>A text that many users have.</summary>
    private string? Common(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String && texts is not null ? texts.Text(ref reader) : Text(ref reader);

    private static bool Flag(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new JsonException("What should be true or false is neither."),
    };

    /// <summary>A text where any shape is allowed; null when it is none.</summary>
    private static string? OwnText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    /// <summary>The same, of a text that many users have.</summary>
    private string? AnyText(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String && texts is not null ? texts.Text(ref reader) : OwnText(ref reader);

    /// <summary>A flag where any shape is allowed; false when it is none.</summary>
    private static bool AnyFlag(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return reader.TokenType == JsonTokenType.True;
    }
}

/// <summary>The same for the serializer: one user is read as a list of them is.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed class UserConverter : JsonConverter<GoogleUser>
{
    public override GoogleUser Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new UserJson(null).Read(ref reader);

    public override void Write(Utf8JsonWriter writer, GoogleUser value, JsonSerializerOptions options) => throw new NotSupportedException("The adapter writes nothing.");
}
