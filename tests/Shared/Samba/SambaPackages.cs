namespace SyncEngine.TestSupport.Samba;

/// <summary>What must be installed. Missing packages fail a test with the line that installs them; they never skip it.</summary>
public static class SambaPackages
{
    /// <summary>The line that installs everything on Debian or Ubuntu.</summary>
    public const string InstallLine =
        "apt-get install -y --no-install-recommends samba samba-ad-dc samba-ad-provision samba-dsdb-modules python3-samba ldap-utils zstd";

    // Not the python3 of the path: Debian's modules belong to Debian's interpreter.
    internal const string Python = "/usr/bin/python3";

    internal const string SambaTool = "/usr/bin/samba-tool";

    internal static string Samba { get; } = File.Exists("/usr/sbin/samba") ? "/usr/sbin/samba" : "samba";

    /// <summary>Runs Samba's Python as root, or as the root of a namespace of its own.</summary>
    internal static Task<string> RunPythonAsync(string[] arguments, CancellationToken cancellationToken) => Environment.IsPrivilegedProcess
        ? Command.RunAsync(Python, arguments, cancellationToken, limit: TimeSpan.FromHours(1))
        : Command.RunAsync("unshare", ["-Ur", Python, .. arguments], cancellationToken, limit: TimeSpan.FromHours(1));

    internal static void Require()
    {
        (string What, bool Present)[] needed =
        [
            ("Linux", OperatingSystem.IsLinux()),
            ("samba (the domain controller)", File.Exists("/usr/sbin/samba")),
            ("python3-samba", File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/samba")),
            ("samba-ad-provision", Directory.Exists("/usr/share/samba/setup")),
            ("samba-dsdb-modules", Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Any(d => Directory.Exists(d + "/samba/ldb"))),
            ("ldap-utils", File.Exists("/usr/bin/ldapmodify")),
            ("zstd", File.Exists("/usr/bin/zstd")),
        ];
        var missing = needed.Where(n => !n.Present).Select(n => n.What).ToArray();
        if (missing.Length > 0)
        {
            throw new InvalidOperationException(
                $"These tests bring up a real Active Directory domain and need: {string.Join(", ", missing)}. Install with: {InstallLine}");
        }
    }
}
