using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>Brings attribute values into the form in which they are stored and compared. Pure; the same values in any order give the same set.</summary>
internal static class AttributeNormalizer
{
    /// <summary>The longest value that is kept, in characters. What is longer is no attribute of a person's account.</summary>
    internal const int ValueLengthMax = 4_096;

    internal static AttributeSet Normalize(AttributeSet raw) =>
        AttributeSet.From(raw.Select(a => KeyValuePair.Create(a.Key, Values(a.Value))));

    private static ImmutableArray<string> Values(ImmutableArray<string> raw)
    {
        if (raw.Length == 1)
        {
            return Value(raw[0]) is { } single ? [single] : [];
        }

        return [.. raw.Select(Value).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static string? Value(string raw)
    {
        var text = CanonicalText.Of(raw);
        return text is { Length: > ValueLengthMax } ? CanonicalText.Of(text[..ValueLengthMax]) : text;
    }
}
