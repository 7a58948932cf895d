namespace SyncEngine;

/// <summary>The configuration has an unknown key, a missing or a bad value. The message names the key and what is allowed, never a secret.</summary>
public sealed class ConfigurationException : SyncEngineException
{
    /// <summary>Makes an exception about one or more keys.</summary>
    public ConfigurationException(string message, string remedy, Exception? innerException = null)
        : base("Configuration", message, remedy, innerException)
    {
    }
}
