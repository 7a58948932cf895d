using System.Diagnostics;
using System.Text.Json;

namespace SyncEngine.Bench.Runner;

/// <summary>This program once more, as a process of its own that measures one piece.</summary>
internal static class PieceProcess
{
    internal const string Command = "piece";

    internal static async Task<PieceResult> RunAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<PieceResult>(output.TrimEnd().Split('\n')[^1])!
                : throw new BenchException($"The piece '{arguments.Piece}' ended with code {process.ExitCode}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    internal static Process Start(PieceArguments arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };

        // Started by dotnet or by its own executable.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(PieceProcess).Assembly.Location);
        }

        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(arguments.ToJson());
        return Process.Start(start)!;
    }
}

/// <summary>A measurement that cannot be made, or a result that is not right.</summary>
internal sealed class BenchException(string message) : Exception(message);
