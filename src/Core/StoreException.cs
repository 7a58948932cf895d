namespace SyncEngine;

/// <summary>
/// The store cannot be used: unreachable, sign-in refused, database missing, server too old, schema of another version, rights missing, or
/// a value that it cannot keep. Nothing of the operation was stored. The message names server and database, never the password.
/// </summary>
public sealed class StoreException : SyncEngineException
{
    /// <summary>Makes an exception about the store.</summary>
    /// <param name="code">A stable code in upper camel case, such as <c>StoreUnreachable</c>.</param>
    /// <param name="message">What happened, to what.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public StoreException(string code, string message, string remedy, Exception? innerException = null)
        : base(code, message, remedy, innerException)
    {
    }
}
