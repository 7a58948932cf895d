namespace SyncEngine;

/// <summary>Nobody, or more than one person, answers to what was asked for.</summary>
public sealed class PersonNotFoundException : SyncEngineException
{
    /// <summary>Makes an exception about a text that does not name one person.</summary>
    public PersonNotFoundException(string message, string remedy)
        : base("PersonNotFound", message, remedy)
    {
    }
}
