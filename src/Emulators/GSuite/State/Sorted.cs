namespace SyncEngine.Emulators;

/// <summary>Items in the order of their keys, ordinal, so that a page begins right after the key the page before ended with.</summary>
internal sealed class Sorted<T>
{
    private static readonly Comparer<string> Backwards = Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a));

    private readonly string[] keys;
    private readonly T[] items;
    private readonly IComparer<string> comparer;

    internal Sorted(IEnumerable<T> unsorted, Func<T, string> key, bool descending = false)
    {
        items = [.. unsorted];
        keys = Array.ConvertAll(items, item => key(item));
        comparer = descending ? Backwards : StringComparer.Ordinal;
        Array.Sort(keys, items, comparer);
    }

    internal IEnumerable<(string Key, T Item)> After(string? key)
    {
        var at = key is null ? 0 : Array.BinarySearch(keys, key, comparer);
        for (var i = at < 0 ? ~at : key is null ? 0 : at + 1; i < items.Length; i++)
        {
            yield return (keys[i], items[i]);
        }
    }
}
