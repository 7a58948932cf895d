using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SyncEngine.Model;

/// <summary>
/// Canonical attributes of an entry: names in ordinal order, each with one or more values. Equal when names and values are equal.
/// An attribute without a value is not in the set: empty and absent are the same.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "An attribute set is the field's own word; it is a map, not a list.")]
public sealed class AttributeSet : IEquatable<AttributeSet>, IEnumerable<KeyValuePair<string, ImmutableArray<string>>>
{
    private readonly KeyValuePair<string, ImmutableArray<string>>[] items;

    private AttributeSet(KeyValuePair<string, ImmutableArray<string>>[] items) => this.items = items;

    /// <summary>The set without attributes.</summary>
    public static AttributeSet Empty { get; } = new([]);

    /// <summary>How many attributes there are.</summary>
    public int Count => items.Length;

    /// <summary>The only or first value of an attribute, or null when it is absent.</summary>
    public string? this[string name] => Find(name) is { } index ? items[index].Value[0] : null;

    /// <summary>Makes a set. Empty values and attributes without a value are left out.</summary>
    /// <exception cref="ArgumentException">A name is given twice.</exception>
    public static AttributeSet From(IEnumerable<KeyValuePair<string, ImmutableArray<string>>> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        if (attributes is AttributeSet set)
        {
            return set;
        }

        var kept = new KeyValuePair<string, ImmutableArray<string>>[attributes.TryGetNonEnumeratedCount(out var given) ? given : 16];
        var count = 0;
        foreach (var (name, values) in attributes)
        {
            if (WithoutEmpty(values) is { IsEmpty: false } some)
            {
                if (count == kept.Length)
                {
                    Array.Resize(ref kept, Math.Max(16, count * 2));
                }

                kept[count++] = new(name, some);
            }
        }

        Array.Resize(ref kept, count);
        return Ordered(kept);
    }

    /// <summary>Makes a set of attributes that lie together: quicker, since nothing is copied twice. Otherwise the same.</summary>
    /// <exception cref="ArgumentException">A name is given twice.</exception>
    public static AttributeSet From(ReadOnlySpan<KeyValuePair<string, ImmutableArray<string>>> attributes)
    {
        var kept = new KeyValuePair<string, ImmutableArray<string>>[attributes.Length];
        var count = 0;
        foreach (ref readonly var attribute in attributes)
        {
            if (WithoutEmpty(attribute.Value) is { IsEmpty: false } some)
            {
                kept[count++] = new(attribute.Key, some);
            }
        }

        Array.Resize(ref kept, count);
        return Ordered(kept);
    }

    /// <summary>Makes a set of single values. Null and empty values are left out.</summary>
    public static AttributeSet Of(params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var list = new List<KeyValuePair<string, ImmutableArray<string>>>(attributes.Length);
        foreach (var (name, value) in attributes)
        {
            if (!string.IsNullOrEmpty(value))
            {
                list.Add(new(name, [value]));
            }
        }

        return From(list);
    }

    /// <summary>All values of an attribute; empty when it is absent.</summary>
    public ImmutableArray<string> Values(string name) => Find(name) is { } index ? items[index].Value : [];

    /// <summary>This set with one attribute set to the values given, or removed when there are none.</summary>
    public AttributeSet With(string name, params ImmutableArray<string> values)
    {
        var place = 0;
        while (place < items.Length && string.CompareOrdinal(items[place].Key, name) < 0)
        {
            place++;
        }

        var after = items.AsSpan(place);
        after = !after.IsEmpty && after[0].Key == name ? after[1..] : after;
        ReadOnlySpan<KeyValuePair<string, ImmutableArray<string>>> own = WithoutEmpty(values) is { IsEmpty: false } some ? [new(name, some)] : [];
        return Ordered([.. items.AsSpan(0, place), .. own, .. after]);
    }

    /// <inheritdoc />
    public bool Equals(AttributeSet? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || items.Length != other.items.Length)
        {
            return false;
        }

        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Key != other.items[i].Key || !items[i].Value.AsSpan().SequenceEqual(other.items[i].Value.AsSpan()))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as AttributeSet);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (name, values) in items)
        {
            hash.Add(name, StringComparer.Ordinal);
            foreach (var value in values)
            {
                hash.Add(value, StringComparer.Ordinal);
            }
        }

        return hash.ToHashCode();
    }

    /// <summary>Names and values, for messages and the debugger. May hold personal data: do not log it.</summary>
    public override string ToString() => string.Join("; ", items.Select(a => $"{a.Key}={string.Join(", ", a.Value)}"));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, ImmutableArray<string>>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, ImmutableArray<string>>>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The attributes in their order, to walk over them without an enumerator on the heap.</summary>
    internal ReadOnlySpan<KeyValuePair<string, ImmutableArray<string>>> AsSpan() => items;

    private static ImmutableArray<string> WithoutEmpty(ImmutableArray<string> values)
    {
        if (values.IsDefaultOrEmpty)
        {
            return [];
        }

        foreach (var value in values)
        {
            if (string.IsNullOrEmpty(value))
            {
                return [.. values.Where(v => !string.IsNullOrEmpty(v))];
            }
        }

        return values;
    }

    /// <summary>Puts attributes with values in order, where they are not, and makes the set.</summary>
    private static AttributeSet Ordered(KeyValuePair<string, ImmutableArray<string>>[] attributes)
    {
        var isOrdered = true;
        for (var i = 1; i < attributes.Length && isOrdered; i++)
        {
            isOrdered = string.CompareOrdinal(attributes[i - 1].Key, attributes[i].Key) < 0;
        }

        if (!isOrdered)
        {
            Array.Sort(attributes, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            for (var i = 1; i < attributes.Length; i++)
            {
                if (attributes[i - 1].Key == attributes[i].Key)
                {
                    throw new ArgumentException($"Attribute '{attributes[i].Key}' is given twice.", nameof(attributes));
                }
            }
        }

        return attributes.Length == 0 ? Empty : new AttributeSet(attributes);
    }

    private int? Find(string name)
    {
        var low = 0;
        var high = items.Length - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var order = string.CompareOrdinal(items[middle].Key, name);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return null;
    }
}
