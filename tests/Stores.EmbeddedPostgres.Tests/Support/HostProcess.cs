using System.Diagnostics;
using System.Globalization;

namespace SyncEngine.EmbeddedPostgres.Tests;

/// <summary>Another host of the embedded server, in a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private const string Ready = "ready ";
    private readonly Process process;

    private HostProcess(Process process) => this.process = process;

    /// <summary>The shell's way, so that a number fits both kill and /proc.</summary>
    public string Pid => process.Id.ToString(CultureInfo.InvariantCulture);

    public static HostProcess Start(string argument)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SyncEngine.EmbeddedPostgres.TestHost.dll"), argument])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new HostProcess(Process.Start(info)!);
    }

    /// <summary>Waits until it is in; gives its connection string.</summary>
    public async Task<string> ReadyAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(Ready, line);
        return line![Ready.Length..];
    }

    /// <summary>Has it leave in order, and waits for its end.</summary>
    public async Task LeaveAsync()
    {
        process.StandardInput.Close();
        Assert.Equal("stopped", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }
}
