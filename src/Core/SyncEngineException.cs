namespace SyncEngine;

/// <summary>
/// The root of every exception the engine and its adapters throw for a reason a person can act on. The message says what happened, to
/// what, what was expected, and what to do; it never holds a secret. Expected outcomes (an incomplete read, a refused change) are values,
/// not exceptions.
/// </summary>
public abstract class SyncEngineException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">A stable code for scripts, in upper camel case.</param>
    /// <param name="message">What happened, to what.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    protected SyncEngineException(string code, string message, string remedy, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Remedy = remedy;
    }

    /// <summary>A stable code for scripts, such as <c>WrongPassword</c>.</summary>
    public string Code { get; }

    /// <summary>What to do about it, in one sentence.</summary>
    public string Remedy { get; }
}
