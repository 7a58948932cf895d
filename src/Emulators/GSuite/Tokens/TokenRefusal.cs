namespace SyncEngine.Emulators;

/// <summary>Ends a request for a token with an error answer (RFC 6749). Never leaves the emulator.</summary>
internal sealed class TokenRefusal(int status, string error, string description) : Exception(error)
{
    internal int Status { get; } = status;

    internal string Error { get; } = error;

    internal string Description { get; } = description;

    internal static TokenRefusal Grant(string description) => new(400, "invalid_grant", description);
}
