namespace SyncEngine.DemoCompany.Company;

/// <summary>What is known of somebody before the account is made.</summary>
internal sealed record Newcomer(string FirstName, string LastName, string Place, string Department, string Title)
{
    /// <summary>The log-in name, and the key of the entry, where it does not follow from the name.</summary>
    public string? Login { get; init; }
}
