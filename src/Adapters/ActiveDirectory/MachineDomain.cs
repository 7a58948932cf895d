namespace SyncEngine.Adapters.ActiveDirectory;

/// <summary>The domain this machine signs its user in to: known on Windows only, where the sign-in leaves its DNS name behind.</summary>
internal sealed class MachineDomain
{
    private readonly Func<string?> find;

    internal MachineDomain(Func<string?> find) => this.find = find;

    /// <summary>What the system says.</summary>
    internal static MachineDomain System { get; } = new(() =>
        OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("USERDNSDOMAIN") : null);

    /// <summary>The domain's DNS name, or null on a machine that is in none.</summary>
    internal string? Name => find() is { Length: > 0 } name ? name : null;
}
