namespace SyncEngine.Audit;

/// <summary>What a search takes as a pattern, for hosts that want to say so before anything else.</summary>
public static class SearchRules
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int PatternLengthMax = SearchPattern.LengthMax;

    /// <summary>Does nothing when a pattern can be searched for.</summary>
    /// <exception cref="SearchException">It is no regular expression, is too long, or needs look-around or back-references.</exception>
    public static void EnsurePattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _ = new SearchPattern(pattern);
    }
}
