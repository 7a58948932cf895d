namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// One page of a list. Where the list goes on is known before the items are read, so that the next page can be asked for first.
/// </summary>
/// <param name="nextPageToken">Where the list goes on, or null at its end.</param>
/// <param name="read">Reads the items.</param>
internal sealed class Page<T>(string? nextPageToken, Func<IReadOnlyList<T?>> read)
    where T : class
{
    private IReadOnlyList<T?>? items;

    /// <summary>A page whose items are known.</summary>
    internal Page(IReadOnlyList<T?> items, string? nextPageToken)
        : this(nextPageToken, () => items)
    {
    }

    internal string? NextPageToken => nextPageToken;

    /// <summary>
    /// The items; none when the answer has no such key, as Google leaves it out. Those that cannot be understood are null: they are counted, and spoil no
    /// other.
    /// </summary>
    /// <exception cref="GoogleApiException">The answer has another shape than a page.</exception>
    internal IReadOnlyList<T?> Items => items ??= read();
}
