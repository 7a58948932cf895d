using System.Diagnostics;
using System.Globalization;
using SyncEngine.Emulators;

namespace SyncEngine.Crash;

/// <summary>The process that applies the plan and dies. Disposing kills it, and it ends by itself when this process does.</summary>
internal sealed class VictimProcess : IAsyncDisposable
{
    /// <summary>What the shell and .NET report for a process that SIGKILL ended.</summary>
    internal const int Killed = 128 + 9;

    private readonly Process process;

    private VictimProcess(Process process) => this.process = process;

    /// <summary>Every step it said it passed, in order.</summary>
    internal List<string> Steps { get; } = [];

    /// <summary>Starts one and waits until it is warm.</summary>
    internal static async Task<VictimProcess> StartAsync(string connection, PyrusEmulator pyrus, Rehearsal rehearsal, int atOnce, CancellationToken cancellationToken)
    {
        var victim = new VictimProcess(Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "SyncEngine.Crash.Victim.dll"), connection, pyrus.BaseUrl.ToString(), pyrus.Login, pyrus.SecurityKey, rehearsal.Plan.Id.ToString(), atOnce.ToString(CultureInfo.InvariantCulture), rehearsal.HandsOver.ToString()])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!);
        try
        {
            Assert.Equal("ready", await victim.process.StandardOutput.ReadLineAsync(cancellationToken));
            return victim;
        }
        catch
        {
            await victim.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets it apply the plan. With a step it dies right after that one; with 0 it goes on to its end, or until it is killed.</summary>
    internal Task GoAsync(int dieAt) => process.StandardInput.WriteLineAsync(dieAt.ToString(CultureInfo.InvariantCulture));

    /// <summary>Kills it from outside.</summary>
    internal void Kill() => process.Kill();

    /// <summary>Waits for its end and gives its exit code.</summary>
    internal async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("step ", StringComparison.Ordinal))
            {
                Steps.Add(line["step ".Length..]);
            }
        }

        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
