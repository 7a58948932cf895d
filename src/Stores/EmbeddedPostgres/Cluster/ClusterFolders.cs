using System.ComponentModel;
using System.Globalization;
using System.Runtime.Versioning;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>Makes the folders with the right owners and modes, and says early when the server's user could not reach them.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ClusterFolders(Tool tool, ServerUser user)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A folder that others may pass through, as the server's user must when it is not ours.</summary>
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private UnixFileMode Ours => user.Name is null ? OwnerOnly : Passable;

    /// <summary>Makes a folder of this process's own, on the way to the server's.</summary>
    public void MakeOurs(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, Ours);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresException.Unreachable,
                $"The folder '{folder}' for the embedded server's data cannot be made: {error.Message}",
                "Give a data path that you may write to (Store:DataPath), or a connection string (Store:ConnectionString).",
                error);
        }
    }

    /// <summary>
    /// Makes a folder that only the server's user may enter. Under another name until it is given away: a start that is cancelled or killed
    /// between the two would leave one that the server may not use, and no later start would mend.
    /// </summary>
    public async Task MakeServersAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var unfinished = $"{folder}.new-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]}";
        Directory.CreateDirectory(unfinished, OwnerOnly);
        try
        {
            await GiveAsync(unfinished, cancellationToken).ConfigureAwait(false);
            Directory.Move(unfinished, folder);
        }
        catch
        {
            Directory.Delete(unfinished);
            throw;
        }
    }

    /// <summary>The server refuses data that others may read: close it to them.</summary>
    public static void Close(string folder)
    {
        if (File.GetUnixFileMode(folder) != OwnerOnly)
        {
            File.SetUnixFileMode(folder, OwnerOnly);
        }
    }

    /// <summary>
    /// A folder in a place that everybody writes to may have been made by somebody else first: it must be the server's user's own, no link,
    /// and closed to others.
    /// </summary>
    public async Task DemandOwnAsync(string folder, CancellationToken cancellationToken)
    {
        var result = await AskAsync("[ ! -L \"$1\" ] && [ -O \"$1\" ]", [folder], cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0 || File.GetUnixFileMode(folder) != OwnerOnly)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresException.Unreachable,
                $"The folder '{folder}' for the embedded server's socket is there already, and is not {user.Text}'s alone.",
                "Remove it, or give a shorter data path without commas and colons (Store:DataPath): then the socket stays beside the data.");
        }
    }

    /// <summary>Whether the server's user can get to a folder of ours.</summary>
    public async Task DemandReachableAsync(string folder, CancellationToken cancellationToken)
    {
        if (user.Name is null)
        {
            return;
        }

        var result = await AskAsync(
            "for d in \"$@\"; do [ -x \"$d\" ] || { printf %s \"$d\"; exit 1; }; done", Above(folder), cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresException.Unreachable,
                $"This process runs as root, so the embedded server runs as {user.Text}, who may not enter '{result.Output}'.",
                $"Give another data path (Store:DataPath; the default is /var/lib/syncengine/postgres), open that folder (chmod o+x '{result.Output}'),"
                + " or run the host as an ordinary user.");
        }
    }

    private async Task<ToolResult> AskAsync(string script, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await tool.RunAsync(user, "/bin/sh", ["-c", script, "sh", .. arguments], cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception error)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresException.Unreachable,
                $"This process is root, or looks like it (a user namespace, a restricted container), but may not become {user.Text}: {error.Message}.",
                "Run the host as an ordinary user, or give a connection string (Store:ConnectionString).",
                error);
        }
    }

    private async Task GiveAsync(string path, CancellationToken cancellationToken)
    {
        if (user.Name is { } name)
        {
            var result = await tool.RunAsync(ServerUser.Self, "chown", ["--", name + ":", path], cancellationToken: cancellationToken).ConfigureAwait(false);
            if (result.ExitCode != 0)
            {
                throw new EmbeddedPostgresException(
                    EmbeddedPostgresException.Unreachable,
                    $"'{path}' could not be given to {user.Text}: {result.Said}",
                    "Give a data path on a file system that knows owners (Store:DataPath).");
            }
        }
    }

    private static IEnumerable<string> Above(string folder)
    {
        var parent = Path.GetDirectoryName(folder);
        return parent is null ? [folder] : [.. Above(parent), folder];
    }
}
