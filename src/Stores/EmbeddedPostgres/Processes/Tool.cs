using System.ComponentModel;
using System.Diagnostics;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// Runs one program to its end, as the server's user, with nothing of our environment that PostgreSQL would take for its own, and with a
/// bound on its time.
/// </summary>
internal sealed class Tool(TimeProvider time, TimeSpan timeout)
{
    /// <summary>Runs it and gives what it said.</summary>
    /// <exception cref="Win32Exception">It could not be started: it is missing, or that user may not run it.</exception>
    /// <exception cref="TimeoutException">It took too long and was killed.</exception>
    public async Task<ToolResult> RunAsync(
        ServerUser user, string file, IReadOnlyList<string> arguments, string? input = null, CancellationToken cancellationToken = default)
    {
        using var process = new Process { StartInfo = StartInfo(user, file, arguments) };
        process.Start();
        using var expired = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, cancellationToken);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var error = process.StandardError.ReadToEndAsync(either.Token);
            await FeedAsync(process, input).ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return new ToolResult(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException cause)
        {
            process.Kill(); // not its tree: pg_ctl's child is the server
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"'{file}' did not end within {timeout}.", cause);
        }
    }

    private static ProcessStartInfo StartInfo(ServerUser user, string file, IReadOnlyList<string> arguments)
    {
        var info = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = "/", // ours may be closed to that user
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            info.Environment.Remove(name);
        }

        info.Environment["LC_ALL"] = "C"; // messages are compared; the data's own locale is given to initdb
        if (user.Name is not null)
        {
            info.UserName = user.Name;
            info.Environment["HOME"] = "/";
        }

        return info;
    }

    private static async Task FeedAsync(Process process, string? input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says the rest.
        }
    }
}
