namespace SyncEngine.Host;

/// <summary>The command was called in a way that makes no sense. Ends with exit code 64.</summary>
internal sealed class UsageException(string message, string remedy) : Exception(message)
{
    internal string Remedy { get; } = remedy;
}
