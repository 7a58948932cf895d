namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>Changes cannot be told from the cursor that was given: everything must be read. Its message says why, without personal data.</summary>
internal sealed class FullReadNeededException(string code, string message) : Exception(message)
{
    /// <summary>The stable code of the problem in the receipt.</summary>
    internal string Code { get; } = code;
}
