using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>
/// Brings attribute values into the form in which they are stored and compared. Pure; the same values in any order give the same set. Nearly every
/// value is in that form already: what does not change is handed on, not copied.
/// </summary>
internal static class AttributeNormalizer
{
    /// <summary>The longest value that is kept, in characters. What is longer is no attribute of a person's account.</summary>
    internal const int ValueLengthMax = 4_096;

    internal static AttributeSet Normalize(AttributeSet raw)
    {
        var items = raw.AsSpan();
        for (var i = 0; i < items.Length; i++)
        {
            if (Values(items[i].Value) != items[i].Value)
            {
                return Changed(items);
            }
        }

        return raw;
    }

    /// <summary>Members in ordinal order, each once.</summary>
    internal static ImmutableArray<string> Members(ImmutableArray<string> raw) =>
        raw.IsDefaultOrEmpty ? [] : IsRising(raw.AsSpan()) ? raw : Ordered(raw.ToArray());

    private static AttributeSet Changed(ReadOnlySpan<KeyValuePair<string, ImmutableArray<string>>> items)
    {
        var kept = new List<KeyValuePair<string, ImmutableArray<string>>>(items.Length);
        foreach (ref readonly var item in items)
        {
            var values = Values(item.Value);
            if (values.Length > 0)
            {
                kept.Add(new(item.Key, values));
            }
        }

        return AttributeSet.From(kept);
    }

    private static ImmutableArray<string> Values(ImmutableArray<string> raw)
    {
        if (raw.Length == 1)
        {
            var single = Value(raw[0]);
            return ReferenceEquals(single, raw[0]) ? raw : single is null ? [] : [single];
        }

        return IsCanonical(raw.AsSpan()) ? raw : Ordered([.. raw.Select(Value).OfType<string>()]);
    }

    private static bool IsCanonical(ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            if (!ReferenceEquals(Value(value), value))
            {
                return false;
            }
        }

        return IsRising(values);
    }

    private static bool IsRising(ReadOnlySpan<string> values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (string.CompareOrdinal(values[i - 1], values[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sorts the array, which becomes the answer's own, and drops repetitions.</summary>
    private static ImmutableArray<string> Ordered(string[] values)
    {
        Array.Sort(values, StringComparer.Ordinal);
        var count = 0;
        foreach (var value in values)
        {
            if (count == 0 || value != values[count - 1])
            {
                values[count++] = value;
            }
        }

        return count == values.Length ? ImmutableCollectionsMarshal.AsImmutableArray(values) : [.. values.AsSpan(0, count)];
    }

    private static string? Value(string raw)
    {
        var text = CanonicalText.Of(raw);
        return text is { Length: > ValueLengthMax } ? CanonicalText.Of(text[..ValueLengthMax]) : text;
    }
}
