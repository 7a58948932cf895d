using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>Starts the server over data that is there, joins one that runs, and stops it. Called under the set-up lock.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ClusterControl(
    ClusterLayout layout, PostgresBinaries binaries, ServerUser user, Tool tool, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetriesMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Has it running: true when it was started now, false when it ran already.</summary>
    public async Task<bool> StartAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        if (await IsRunningAsync(options.StartTimeout, cancellationToken).ConfigureAwait(false))
        {
            DemandSocket();
            Log.Joined(logger, layout.Data);
            return false;
        }

        ServerSettings.Write(layout, options.Durable);
        ServerLog.Bound(layout.ServerLog);
        ClusterFolders.Close(layout.Data);
        await LaunchAsync(options.StartTimeout, cancellationToken).ConfigureAwait(false);
        Log.Started(logger, layout.Data);
        return true;
    }

    /// <summary>Stops it if it runs: in order, and when that takes too long, at once.</summary>
    public async Task StopAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (PostmasterFile.TryRead(layout.Data)?.IsAlive() != true)
        {
            return;
        }

        var stopped = await ControlAsync(["stop", "-m", "fast", .. Waiting(timeout)], cancellationToken).ConfigureAwait(false);
        if (stopped.ExitCode != 0 && PostmasterFile.TryRead(layout.Data)?.IsAlive() == true)
        {
            Log.StopForced(logger, layout.Data, timeout);
            await ControlAsync(["stop", "-m", "immediate", .. Waiting(timeout)], cancellationToken).ConfigureAwait(false);
        }

        Log.Stopped(logger, layout.Data);
    }

    /// <summary>Whether it runs; waits out one that is just starting (its host was killed) or stopping.</summary>
    private async Task<bool> IsRunningAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (PostmasterFile.TryRead(layout.Data) is { } file && file.IsAlive())
        {
            if (file.State is "ready")
            {
                return true;
            }

            if (time.GetElapsedTime(start) > timeout)
            {
                throw Failed($"It has been '{file.State}' for {timeout} (process {file.Pid}).");
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private async Task LaunchAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            RemoveStaleFiles();
            var offset = ServerLog.Length(layout.ServerLog);
            var result = await ControlAsync(["start", "-l", Below(layout.ServerLog), .. Waiting(timeout)], cancellationToken).ConfigureAwait(false);
            if (result.ExitCode == 0)
            {
                return;
            }

            var said = ServerLog.Since(layout.ServerLog, offset) is { Length: > 0 } words ? words : result.Said;
            if (!IsPassing(said) || time.GetElapsedTime(start) > RetriesMax)
            {
                throw Failed(said);
            }

            Log.StartRetried(logger, said);
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What a killed server leaves for a moment: a process not yet reaped, children not yet gone. All else stays as it is.</summary>
    private static bool IsPassing(string said) =>
        (said.Contains("lock file", StringComparison.Ordinal) && said.Contains("already exists", StringComparison.Ordinal))
        || said.Contains("pre-existing shared memory", StringComparison.Ordinal);

    /// <summary>
    /// Removes lock files that name a process which is not this server: PostgreSQL would refuse to start for as long as that process
    /// lives. Safe even if a child of the old server lives: the new one sees its shared memory and refuses.
    /// </summary>
    private void RemoveStaleFiles()
    {
        if (PostmasterFile.TryRead(layout.Data) is { } file)
        {
            Log.StalePidRemoved(logger, file.Path, file.Pid);
            File.Delete(file.Path);
        }

        File.Delete(layout.Socket + ".lock");
        File.Delete(layout.Socket);
    }

    /// <summary>
    /// Runs pg_ctl with its words going to the server's log: the server inherits what pg_ctl has, and a pipe of ours would stay open with
    /// it. From within the folder, since pg_ctl puts paths into a command line of the shell where it should not: quotes and dollars would act.
    /// </summary>
    private async Task<ToolResult> ControlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        const string script = "cd -- \"$1\" || exit; log=$2; shift 2; exec \"$@\" >>\"$log\" 2>&1";
        return await tool.RunAsync(
            user,
            "/bin/sh",
            ["-c", script, "sh", layout.Folder, Below(layout.ServerLog), binaries.PgCtl, .. arguments, "-D", Below(layout.Data)],
            cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private string Below(string path) => Path.GetRelativePath(layout.Folder, path);

    private static string[] Waiting(TimeSpan timeout) =>
        ["-w", "-s", "-t", Math.Ceiling(timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)];

    private void DemandSocket()
    {
        if (!File.Exists(layout.Socket))
        {
            throw Failed($"It runs, but its socket '{layout.Socket}' is gone.");
        }
    }

    private EmbeddedPostgresException Failed(string said) => new(
        EmbeddedPostgresException.StartFailed,
        $"The embedded PostgreSQL {binaries.Version} in '{layout.Data}' did not start. {said}",
        $"See '{layout.ServerLog}'. 'wrong ownership' means it was made by another user: run as that user (as root: SYNCENGINE_PG_USER)."
        + $" To stop it by hand, as its user: {binaries.PgCtl} stop -m fast -D '{layout.Data}'.");
}
