using System.Globalization;
using System.Reflection;

namespace SyncEngine.Host;

/// <summary>Reads the shape of a section off the options class it is bound to: a key that the class has is a key that is allowed.</summary>
internal static class OptionsShape
{
    private static readonly ValueShape AnyText = new("a text", static _ => true);

    internal static SectionShape Of(Type options, params (string Key, Shape Shape)[] others)
    {
        var keys = options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (property.Name, Shape: OfProperty(property)))
            .Where(key => key.Shape is not null)
            .ToDictionary(key => key.Name, key => key.Shape!, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, shape) in others)
        {
            keys[key] = shape;
        }

        return new SectionShape(keys);
    }

    private static Shape? OfProperty(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (DictionaryValue(type) is { } value)
        {
            return new MapShape((Shape?)OfValue(value) ?? Of(value));
        }

        if (ListItem(type) is { } item)
        {
            return OfValue(item) is { } shape ? new ListShape(shape) : null;
        }

        if (property.SetMethod?.IsPublic != true)
        {
            return null;
        }

        return (Shape?)OfValue(type) ?? (type.IsClass && type.Namespace?.StartsWith(nameof(SyncEngine), StringComparison.Ordinal) == true ? Of(type) : null);
    }

    private static Type? DictionaryValue(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var generic && (generic == typeof(IDictionary<,>) || generic == typeof(Dictionary<,>))
            ? type.GetGenericArguments()[1]
            : null;

    private static Type? ListItem(Type type) => type.IsArray
        ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() is var generic
            && (generic == typeof(IList<>) || generic == typeof(List<>) || generic == typeof(IReadOnlyList<>) || generic == typeof(ICollection<>))
            ? type.GetGenericArguments()[0]
            : null;

    private static ValueShape? OfValue(Type type)
    {
        if (type == typeof(string))
        {
            return AnyText;
        }

        if (type == typeof(bool))
        {
            return Choice("true", "false");
        }

        if (type.IsEnum)
        {
            return Choice(Enum.GetNames(type));
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return new ValueShape("a whole number", text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
                && (type == typeof(long) || n is >= int.MinValue and <= int.MaxValue));
        }

        if (type == typeof(double))
        {
            return new ValueShape("a number such as 0.5", text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        }

        if (type == typeof(TimeSpan))
        {
            // A bare number would be read as days, which nobody means.
            return new ValueShape(
                "a duration as hours:minutes:seconds such as 02:00:00, with days as 1.00:00:00",
                text => text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _));
        }

        return type == typeof(Uri)
            ? new ValueShape("an address such as https://api.pyrus.com/v4/", text => text.Length == 0 || Uri.TryCreate(text, UriKind.Absolute, out _))
            : null;
    }

    internal static ValueShape Choice(params string[] choices) => new(
        "one of " + string.Join(", ", choices), text => choices.Contains(text, StringComparer.OrdinalIgnoreCase), choices);
}
