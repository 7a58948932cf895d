using System.Collections.Immutable;

namespace SyncEngine.Model;

/// <summary>One attribute that differs: what it was and what it is. An empty side means the attribute was or is absent.</summary>
/// <param name="Name">Canonical attribute name.</param>
/// <param name="From">The values before.</param>
/// <param name="To">The values after.</param>
public sealed record AttributeChange(string Name, ImmutableArray<string> From, ImmutableArray<string> To)
{
    /// <summary>The differences that lead from one set to another, in ordinal order of names; empty when they are equal.</summary>
    public static ImmutableArray<AttributeChange> Between(AttributeSet before, AttributeSet after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. before.Select(a => a.Key).Union(after.Select(a => a.Key), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => new AttributeChange(name, before.Values(name), after.Values(name)))
                .Where(change => !change.From.AsSpan().SequenceEqual(change.To.AsSpan())),
        ];
    }

    /// <summary>The set that results from making these changes to one.</summary>
    public static AttributeSet Apply(AttributeSet before, IEnumerable<AttributeChange> changes)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(changes);
        var values = before.ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            values[change.Name] = change.To;
        }

        return AttributeSet.From(values);
    }

    /// <inheritdoc />
    public bool Equals(AttributeChange? other) =>
        other is not null && Name == other.Name
        && From.AsSpan().SequenceEqual(other.From.AsSpan()) && To.AsSpan().SequenceEqual(other.To.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, From.Length, To.Length);
}
