using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// A connected system cannot be used as configured: unreachable, credentials refused, certificate not trusted, wrong base, rights missing.
/// Thrown before anything was read or written; trouble in the middle of a read is an incomplete receipt instead.
/// </summary>
public sealed class ConnectedSystemException : SyncEngineException
{
    /// <summary>Makes an exception about one system.</summary>
    public ConnectedSystemException(SystemName system, string code, string message, string remedy, Exception? innerException = null)
        : base(code, message, remedy, innerException) => System = system;

    /// <summary>The system it is about.</summary>
    public SystemName System { get; }
}
