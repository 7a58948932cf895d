using System.Globalization;
using System.Runtime.Versioning;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// The server's <c>postmaster.pid</c>: its process, data folder, start time, port, socket folder, address, shared memory and state, a line
/// each. The server trusts the process number alone; where processes get the same numbers again (containers) that number is often somebody
/// else's, so the process is looked at.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed record PostmasterFile(string Path, int Pid, string State)
{
    private const int StateLine = 7;

    /// <summary>Reads it; null when there is none or it says nothing.</summary>
    public static PostmasterFile? TryRead(string data)
    {
        var path = System.IO.Path.Combine(data, "postmaster.pid");
        try
        {
            var lines = File.ReadAllLines(path);
            return lines.Length > 0 && int.TryParse(lines[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                ? new PostmasterFile(path, pid, lines.Length > StateLine ? lines[StateLine].Trim() : "starting")
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether that process is there and is the server of this very folder.</summary>
    public bool IsAlive()
    {
        if (!Directory.Exists("/proc/self"))
        {
            return IsProcessNamedPostgres();
        }

        try
        {
            var folder = File.ResolveLinkTarget($"/proc/{Pid}/cwd", returnFinalTarget: false);
            return folder?.FullName == RealPath.Of(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // gone, dead but not yet reaped, or another user's and so not this folder's
        }
    }

    /// <summary>macOS has no /proc; its process numbers come round rarely.</summary>
    private bool IsProcessNamedPostgres()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(Pid);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
