namespace SyncEngine.Host;

/// <summary>Which keys hold secrets: their values are never shown.</summary>
internal static class Secrets
{
    private static readonly string[] Parts = ["password", "secret", "securitykey", "token", "connectionstring"];

    /// <summary>Whether the last part of a key's path names a secret.</summary>
    internal static bool IsSecret(string path)
    {
        var name = path[(path.LastIndexOf(':') + 1)..];
        return Parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
    }
}
