namespace SyncEngine.Testing;

/// <summary>How one write to a <see cref="ScriptedTarget"/> goes wrong.</summary>
public sealed class ScriptedFault
{
    private ScriptedFault(ScriptedFaultKind kind, string code, string message, Exception? exception = null) =>
        (Kind, Code, Message, Exception) = (kind, code, message, exception);

    /// <summary>The answer is lost, and the write was not done.</summary>
    public static ScriptedFault LoseBefore { get; } = new(ScriptedFaultKind.LoseBefore, "", "The script lost the request.");

    /// <summary>The write is done, and the answer is lost.</summary>
    public static ScriptedFault LoseAfter { get; } = new(ScriptedFaultKind.LoseAfter, "", "The script lost the answer.");

    internal ScriptedFaultKind Kind { get; }

    internal string Code { get; }

    internal string Message { get; }

    internal Exception? Exception { get; }

    /// <summary>The target refuses with its own code; nothing is done.</summary>
    public static ScriptedFault Refuse(string code, string message = "The script refuses.") => new(ScriptedFaultKind.Refuse, code, message);

    /// <summary>The write throws and is not done: the target as a whole is lost, or the process dies.</summary>
    public static ScriptedFault Throw(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(ScriptedFaultKind.ThrowBefore, "", exception.Message, exception);
    }

    /// <summary>The write is done, then it throws: the process dies between the effect and its record.</summary>
    public static ScriptedFault ThrowAfter(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(ScriptedFaultKind.ThrowAfter, "", exception.Message, exception);
    }
}

/// <summary>The kinds of <see cref="ScriptedFault"/>.</summary>
internal enum ScriptedFaultKind
{
    LoseBefore,
    LoseAfter,
    Refuse,
    ThrowBefore,
    ThrowAfter,
}
