using System.Diagnostics;
using System.Text;

namespace SyncEngine.Host.Tests;

/// <summary>The console as a user starts it: another process.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly TaskCompletionSource<string> firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(output, line.Data, first: true);
        process.ErrorDataReceived += (_, line) => Take(error, line.Data, first: false);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    internal int Id => process.Id;

    /// <summary>The first line of standard output.</summary>
    internal Task<string> FirstLineAsync() => firstLine.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);

    internal static HostProcess Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "syncengine.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new HostProcess(start);
    }

    internal static async Task<ConsoleRun> RunAsync(string folder, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        await using var host = Start(folder, environment, args);
        return await host.EndAsync();
    }

    /// <summary>As Ctrl-C at a terminal.</summary>
    internal void Interrupt() => Signal("INT");

    /// <summary>As a machine that loses its power: nothing of the process runs any more.</summary>
    internal void Kill() => Signal("KILL");

    /// <summary>Everything on standard output so far.</summary>
    internal string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>As a service manager stops a service.</summary>
    internal void Terminate() => Signal("TERM");

    internal async Task<ConsoleRun> EndAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Deadline);
        await process.WaitForExitAsync(timeout.Token);
        process.WaitForExit(); // the readers too
        return new ConsoleRun(process.ExitCode, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Take(StringBuilder text, string? line, bool first)
    {
        if (line is null)
        {
            return;
        }

        lock (text)
        {
            text.Append(line).Append('\n');
        }

        if (first)
        {
            firstLine.TrySetResult(line);
        }
    }
}
