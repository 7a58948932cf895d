namespace SyncEngine;

/// <summary>An exception, filter or pick that makes no sense, or that is not there.</summary>
public sealed class RuleException : SyncEngineException
{
    /// <summary>Makes an exception about a sync's rules.</summary>
    public RuleException(string code, string message, string remedy)
        : base(code, message, remedy)
    {
    }
}
