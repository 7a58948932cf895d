using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>
/// What <c>fields</c> selects: names separated by commas, parts of one in parentheses or after a slash, <c>*</c> for all. Lists are looked
/// through. Nothing else is in the answer.
/// </summary>
internal sealed class FieldMask
{
    private readonly Dictionary<string, FieldMask> parts = new(StringComparer.Ordinal);

    private bool all;

    internal static FieldMask Parse(string text, Shape shape)
    {
        var mask = new FieldMask();
        var at = 0;
        mask.Read(text, ref at, shape);
        return at == text.Length ? mask : throw Bad(text);
    }

    /// <summary>Writes the selected parts of a value.</summary>
    internal void Write(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when !all:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    if ((parts.GetValueOrDefault(property.Name) ?? parts.GetValueOrDefault("*")) is { } part)
                    {
                        json.WritePropertyName(property.Name);
                        part.Write(property.Value, json);
                    }
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array when !all:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, json);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static GSuiteRefusal Bad(string what) => GSuiteRefusal.Parameter("fields", $"Invalid field selection {what}");

    private void Read(string text, ref int at, Shape shape)
    {
        ReadOne(text, ref at, shape);
        while (at < text.Length && text[at] == ',')
        {
            at++;
            ReadOne(text, ref at, shape);
        }
    }

    private void ReadBelow(string text, ref int at, Shape shape)
    {
        if (at < text.Length && text[at] == '/')
        {
            at++;
            ReadOne(text, ref at, shape);
        }
        else if (at < text.Length && text[at] == '(')
        {
            at++;
            Read(text, ref at, shape);
            if (at == text.Length || text[at] != ')')
            {
                throw Bad(text);
            }

            at++;
        }
        else
        {
            all = true;
        }
    }

    /// <summary>One name, and what is below it.</summary>
    private void ReadOne(string text, ref int at, Shape shape)
    {
        var name = Name(text, ref at);
        if (name.Length == 0 || (name != "*" && shape.Fields?.ContainsKey(name) == false))
        {
            throw Bad(name.Length == 0 ? text : name);
        }

        if (!parts.TryGetValue(name, out var part))
        {
            parts[name] = part = new FieldMask();
        }

        part.ReadBelow(text, ref at, shape.Fields?.GetValueOrDefault(name) ?? Shape.Open);
    }

    private static string Name(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '*' or '-'))
        {
            at++;
        }

        return text[start..at];
    }
}
