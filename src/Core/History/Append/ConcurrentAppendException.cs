using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>Another writer appended to the same stream first. Nothing of the batch was stored; reading again and deciding anew is safe.</summary>
public sealed class ConcurrentAppendException : SyncEngineException
{
    /// <summary>Makes an exception about one stream.</summary>
    public ConcurrentAppendException(StreamName stream, long expectedVersion, Exception? innerException = null)
        : base(
            "ConcurrentAppend",
            $"Stream '{stream}' was expected at version {expectedVersion}, but another writer was first.",
            "Run it again; it begins from what is stored now.",
            innerException) => Stream = stream;

    /// <summary>The stream concerned.</summary>
    public StreamName Stream { get; }
}
