using System.Collections.Frozen;

namespace SyncEngine.History;

/// <summary>
/// The names under which event types are stored. Storage format: a name, once used, means the same fields for ever; a changed event gets a
/// new name (<c>…_v2</c>) and the old type stays readable. A test approves the table.
/// </summary>
public sealed class EventTypeMap
{
    private readonly FrozenDictionary<string, Type> types;
    private readonly FrozenDictionary<Type, string> names;

    /// <summary>Makes a map; names and types must be unique.</summary>
    public EventTypeMap(IEnumerable<KeyValuePair<string, Type>> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var list = table.ToArray();
        types = list.ToFrozenDictionary(StringComparer.Ordinal);
        names = list.ToFrozenDictionary(p => p.Value, p => p.Key);
    }

    /// <summary>Every name with its type, in ordinal order of names.</summary>
    public IEnumerable<KeyValuePair<string, Type>> All => types.OrderBy(p => p.Key, StringComparer.Ordinal);

    /// <summary>The stored name of an event's type.</summary>
    /// <exception cref="InvalidOperationException">The type is not in the table.</exception>
    public string NameOf(Type type) => names.TryGetValue(type, out var name)
        ? name
        : throw new InvalidOperationException($"Event type '{type}' has no stored name: add it to the table in EngineEvents.");

    /// <summary>The type stored under a name.</summary>
    /// <exception cref="InvalidOperationException">The name is not in the table: the store was written by a newer engine.</exception>
    public Type TypeOf(string name) => types.TryGetValue(name, out var type)
        ? type
        : throw new InvalidOperationException($"Event name '{name}' is unknown to this engine: the store was written by a newer version.");
}
