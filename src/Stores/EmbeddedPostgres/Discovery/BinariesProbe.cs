using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>Asks a folder's server for its version, as the user it would run as; that also proves the user may run it.</summary>
internal sealed partial class BinariesProbe(Tool tool, ServerUser user)
{
    /// <summary>The programs of a folder, or why they cannot be used.</summary>
    public async Task<(PostgresBinaries? Found, string? Trouble)> AskAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            var result = await tool.RunAsync(
                user, Path.Combine(folder, "postgres"), ["--version"], cancellationToken: cancellationToken).ConfigureAwait(false);
            var match = VersionText().Match(result.Output);
            return result.ExitCode == 0 && match.Success
                ? (new PostgresBinaries(folder, int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture), match.Value), null)
                : (null, $"'postgres --version' failed: {result.Said}");
        }
        catch (Exception error) when (error is Win32Exception or TimeoutException)
        {
            return (null, $"{user.Text} cannot run it: {error.Message}");
        }
    }

    [GeneratedRegex("(?<major>[0-9]+)[.0-9a-z]*", RegexOptions.NonBacktracking)]
    private static partial Regex VersionText();
}
