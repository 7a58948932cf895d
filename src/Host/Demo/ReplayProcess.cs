using System.Diagnostics;
using System.Text.Json;
using SyncEngine.Audit;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>Runs <c>audit replay</c> in another process, under another locale and time zone.</summary>
internal static class ReplayProcess
{
    /// <summary>What the other process said.</summary>
    internal sealed record Proof(int Process, IReadOnlyList<ReplayReport> Reports);

    internal static async Task<Proof> RunAsync(CommandContext context, SyncName sync, CancellationToken cancellationToken)
    {
        var start = Self();
        foreach (var argument in new[] { "audit", "replay", sync.Value, "--all", "--json", "--config", context.Options.Config! })
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in start.Environment.Keys.Where(DemoStage.IsSetting).ToList())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["LC_ALL"] = "tr_TR.UTF-8";
        start.Environment["TZ"] = "Pacific/Auckland";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The second process did not start.");
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new Proof(process.Id, Parse(output, await error));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>This program again: by its own launcher, or by <c>dotnet</c> as this process was.</summary>
    private static ProcessStartInfo Self()
    {
        var program = Environment.ProcessPath ?? "dotnet";
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(ReplayProcess).Assembly.Location);
        }

        return start;
    }

    private static List<ReplayReport> Parse(string output, string error)
    {
        using var document = ParseDocument(output, error);
        if (document.RootElement.TryGetProperty("error", out var failure))
        {
            throw new InvalidOperationException($"The second process failed: {failure.GetProperty("message").GetString()}");
        }

        return
        [
            .. document.RootElement.GetProperty("plans").EnumerateArray().Select(plan => new ReplayReport(
                PlanId.TryParse(plan.GetProperty("plan").GetString())!.Value,
                Fingerprint.Parse(plan.GetProperty("recorded").GetString()),
                Fingerprint.Parse(plan.GetProperty("recomputed").GetString()),
                plan.GetProperty("events").GetInt64(),
                plan.GetProperty("entries").GetInt32(),
                plan.GetProperty("engine").GetString() ?? "")),
        ];
    }

    private static JsonDocument ParseDocument(string output, string error)
    {
        try
        {
            return JsonDocument.Parse(output);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"The second process gave no result. {error.Trim()}", e);
        }
    }
}
