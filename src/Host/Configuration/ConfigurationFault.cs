namespace SyncEngine.Host;

/// <summary>One mistake of a configuration.</summary>
/// <param name="Text">What is wrong, and what is allowed.</param>
/// <param name="Key">The key whose value cannot be used; null when the mistake is not of one key.</param>
/// <param name="Meant">The key that was probably meant, when the key is misspelt.</param>
internal sealed record ConfigurationFault(string Text, string? Key = null, string? Meant = null)
{
    /// <summary>Whether the mistake takes more away than one setting of one system or sync: what is said of the rest would often be untrue then.</summary>
    internal bool IsWide => Key is null || !Key.Contains(':', StringComparison.Ordinal);

    internal bool Covers(string key) =>
        Key is not null && key.StartsWith(Key, StringComparison.OrdinalIgnoreCase) && (key.Length == Key.Length || key[Key.Length] == ':');

    /// <summary>Whether something that is said of the options may be so only because this value was left out.</summary>
    internal bool Explains(string text)
    {
        if (IsWide)
        {
            return true;
        }

        var parts = Key!.Split(':').Where(part => !part.All(char.IsAsciiDigit)).ToArray();
        return parts.Length < 3 ? Says(parts[^1]) : Says(parts[1]) && (Says(parts[^1]) || (Meant is not null && Says(Meant)) || Says(" is missing"));

        bool Says(string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
    }
}
