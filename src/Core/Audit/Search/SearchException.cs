namespace SyncEngine.Audit;

/// <summary>A pattern cannot be searched for. What was shown before stays as it is.</summary>
public sealed class SearchException : SyncEngineException
{
    /// <summary>Makes an exception about a pattern.</summary>
    public SearchException(string code, string message, string remedy)
        : base(code, message, remedy)
    {
    }
}
