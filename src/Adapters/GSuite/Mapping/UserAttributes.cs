using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Mapping;

/// <summary>Collects a user's attributes without memory of its own. They come in the order of their names, so that nothing has to be sorted.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct UserAttributes
{
    private Items items;
    private int count;

    /// <summary>Takes an attribute, unless it has no value.</summary>
    internal void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Put(name, [value]);
        }
    }

    /// <summary>The same with any number of values.</summary>
    internal void Put(string name, ImmutableArray<string> values)
    {
        if (!values.IsEmpty)
        {
            items[count++] = new(name, values);
        }
    }

    [UnscopedRef]
    internal readonly AttributeSet ToSet() => AttributeSet.From(((ReadOnlySpan<KeyValuePair<string, ImmutableArray<string>>>)items)[..count]);

    /// <summary>Room for all that a user can have: see <see cref="UserMapping.Names"/>.</summary>
    [InlineArray(13)]
    private struct Items
    {
        private KeyValuePair<string, ImmutableArray<string>> first;
    }
}
