using System.Text.RegularExpressions;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>Runs the commands that the package's README gives for Samba, word by word except for the names.</summary>
internal sealed partial class ReadmeRights(SambaDomain domain, string login, string dn, string unit)
{
    /// <summary>The right to see whether people are enabled, in a hardened domain.</summary>
    internal Task GrantStateAsync(CancellationToken cancellationToken) => RunAsync("samba-tool dsacl set --objectdn=OU=Staff", cancellationToken);

    /// <summary>The right to read changes by DirSync.</summary>
    internal Task GrantChangesAsync(CancellationToken cancellationToken) => RunAsync("samba-tool dsacl set --objectdn=DC=corp", cancellationToken);

    /// <summary>The right to look into the container of deleted objects.</summary>
    internal Task GrantDeletionsAsync(CancellationToken cancellationToken) => RunAsync("/usr/bin/python3", cancellationToken);

    private async Task RunAsync(string begin, CancellationToken cancellationToken)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "ActiveDirectory.README.md"), cancellationToken);
        var block = readme.Split("```").Single(b => b.Contains("SVC=CN=svc-sync", StringComparison.Ordinal)).Trim();
        var lines = block.Split('\n');
        var setup = lines.Where(l => Setup().IsMatch(l));
        var first = Array.FindIndex(lines, l => l.StartsWith(begin, StringComparison.Ordinal));
        var command = lines[first].Contains("<<'END'", StringComparison.Ordinal) ? lines[first..] : [lines[first]];
        var script = string.Join('\n', [.. setup, .. command])
            .Replace("CN=svc-sync,OU=Service,DC=corp,DC=example", $"'{dn}'", StringComparison.Ordinal)
            .Replace("svc-sync", login, StringComparison.Ordinal)
            .Replace("--objectdn=OU=Staff,DC=corp,DC=example", $"--objectdn='{unit}'", StringComparison.Ordinal)
            .Replace("DC=corp,DC=example", SambaDomain.BaseDn, StringComparison.Ordinal)
            .Replace("=$SVC", "=\"$SVC\"", StringComparison.Ordinal);
        await Command.RunAsync(
            "bash",
            ["-euc", script + "\n"],
            cancellationToken,
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["SMB_CONF_PATH"] = domain.SettingsFile });
    }

    [GeneratedRegex("^(SVC|SID)=", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Setup();
}
