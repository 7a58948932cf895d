using System.CommandLine;
using System.Runtime.InteropServices;
using SyncEngine.Emulators;

namespace SyncEngine.Host;

/// <summary><c>emulate pyrus</c>: runs an emulator until stopped.</summary>
internal static class EmulateCommands
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1. Default: a free one.", HelpName = "N" };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_535)
            {
                result.AddError("--port must be 0 to 65535.");
            }
        });
        var data = new Option<string?>("--data") { Description = "A file that keeps everything between starts.", HelpName = "FILE" };
        var seed = new Option<string?>("--seed") { Description = "A file to begin with, when there is no data yet.", HelpName = "FILE" };
        var pyrus = new Command("pyrus", "A local Pyrus, for trials: refuses what Pyrus refuses, ends sessions, takes roles away with a block.") { port, data, seed };
        help.Add(pyrus, "emulate pyrus --port 8085 --data pyrus.json");
        runner.Attach(pyrus, (context, parsed, cancellationToken) =>
        {
            var options = new PyrusEmulatorOptions
            {
                Port = parsed.GetValue(port),
                DataPath = Full(context, parsed.GetValue(data)),
                SeedPath = Full(context, parsed.GetValue(seed)),
                TimeProvider = context.Around.Time,
            };
            return RunAsync(context, options, cancellationToken);
        });
        var emulate = new Command("emulate", "Stand-ins for connected systems.") { pyrus };
        help.Add(emulate, "emulate pyrus --port 8085");
        return emulate;
    }

    private static string? Full(CommandContext context, string? path) => path is null ? null : Path.GetFullPath(path, context.Around.WorkingFolder);

    private static async Task<int> RunAsync(CommandContext context, PyrusEmulatorOptions options, CancellationToken cancellationToken)
    {
        // Before the address is announced: who reads it may stop us at once, sooner than the command line listens to signals.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await using var emulator = await PyrusEmulator.StartAsync(options, stop.Token);
        if (context.Json)
        {
            JsonOutput.WriteLine(context.Around.Out, new { baseUrl = emulator.BaseUrl.ToString(), login = emulator.Login, securityKey = emulator.SecurityKey });
        }
        else
        {
            context.Screen.Line(("Pyrus emulator  ", Palette.Strong), (emulator.BaseUrl.ToString(), Palette.Good));
            context.Screen.Line($"  Login        {emulator.Login}");
            context.Screen.Line($"  SecurityKey  {emulator.SecurityKey}");
            context.Screen.Line(($"  {Words.Count(emulator.Members.Count, "member", "members")}; Ctrl-C stops it.", Palette.Dim));
        }

        await UntilStoppedAsync(context, stop.Token);
        return ExitCodes.Done;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task UntilStoppedAsync(CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Around.Time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Being stopped is how an emulator ends.
        }
    }
}
