namespace SyncEngine.EndToEnd;

/// <summary>Somebody as the personnel department knows him or her, whichever directory it is typed into.</summary>
/// <param name="Login">What the person is called in the stories; the first address is made of it.</param>
/// <param name="First">Given name.</param>
/// <param name="Last">Family name.</param>
internal sealed record Employee(string Login, string First, string Last)
{
    internal string Email { get; init; } = $"{Login}@{CompanyDirectory.Domain}";

    internal string? Title { get; init; }

    internal string? Department { get; init; }

    /// <summary>The manager's login.</summary>
    internal string? Manager { get; init; }
}
