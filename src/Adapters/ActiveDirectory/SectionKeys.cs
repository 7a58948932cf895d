using Microsoft.Extensions.Configuration;

namespace SyncEngine.Adapters.ActiveDirectory;

/// <summary>Binds a configuration section, and does not let a misspelt key pass for an absent one.</summary>
internal static class SectionKeys
{
    private const string Type = "Type";

    private static readonly string[] Known =
    [
        nameof(ActiveDirectoryOptions.Server), nameof(ActiveDirectoryOptions.BaseDn), nameof(ActiveDirectoryOptions.SignIn), nameof(ActiveDirectoryOptions.User),
        nameof(ActiveDirectoryOptions.Password), nameof(ActiveDirectoryOptions.TrustedCertificate), nameof(ActiveDirectoryOptions.LdifPath),
        nameof(ActiveDirectoryOptions.LdifEndMarker), nameof(ActiveDirectoryOptions.ExpiredAccounts), nameof(ActiveDirectoryOptions.Attributes), nameof(ActiveDirectoryOptions.PageSize),
        nameof(ActiveDirectoryOptions.ConnectTimeout), nameof(ActiveDirectoryOptions.OperationTimeout),
    ];

    internal static void Check(IConfigurationSection section)
    {
        var unknown = section.GetChildren()
            .Select(child => child.Key)
            .Where(key => !Known.Append(Type).Contains(key, StringComparer.OrdinalIgnoreCase))
            .Select(key => $"{section.Path}:{key}")
            .ToArray();
        if (unknown.Length > 0)
        {
            throw new ConfigurationException(
                $"Unknown configuration key: {string.Join(", ", unknown)}.", $"Known here are: {string.Join(", ", Known)}.");
        }
    }

    internal static void Bind(IConfigurationSection section, ActiveDirectoryOptions options)
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException(
                $"A value in {section.Path} cannot be used: {e.Message}",
                "Numbers are written as 1000, times as 00:00:30, LdifEndMarker as Required or Optional, ExpiredAccounts as CountAsEnabled or CountAsDisabled, SignIn as Password or Kerberos.",
                e);
        }
    }
}
