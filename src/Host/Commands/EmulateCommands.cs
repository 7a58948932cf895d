using System.CommandLine;
using System.Runtime.InteropServices;
using SyncEngine.Emulators;

namespace SyncEngine.Host;

/// <summary><c>emulate pyrus</c> and <c>emulate gsuite</c>: run an emulator until stopped.</summary>
internal static class EmulateCommands
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var emulate = new Command("emulate", "Stand-ins for connected systems.") { Pyrus(runner, help), GSuite(runner, help) };
        help.Add(emulate, "emulate pyrus --port 8085");
        return emulate;
    }

    private static Command Pyrus(CommandRunner runner, HelpWithExamples help)
    {
        var arguments = new EmulatorArguments();
        var pyrus = new Command("pyrus", "A local Pyrus, for trials: refuses what Pyrus refuses, ends sessions, takes roles away with a block.") { arguments.Port, arguments.Data, arguments.Seed };
        help.Add(pyrus, "emulate pyrus --port 8085 --data pyrus.json");
        runner.Attach(pyrus, (context, parsed, cancellationToken) => UntilStoppedAsync(stop => RunAsync(context, arguments, parsed, stop), cancellationToken));
        return pyrus;

        static async Task RunAsync(CommandContext context, EmulatorArguments arguments, ParseResult parsed, CancellationToken stop)
        {
            await using var emulator = await PyrusEmulator.StartAsync(
                new PyrusEmulatorOptions
                {
                    Port = parsed.GetValue(arguments.Port),
                    DataPath = EmulatorArguments.Path(context, parsed, arguments.Data),
                    SeedPath = EmulatorArguments.Path(context, parsed, arguments.Seed),
                    TimeProvider = context.Around.Time,
                },
                stop);
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

            await StoppedAsync(context, stop);
        }
    }

    private static Command GSuite(CommandRunner runner, HelpWithExamples help)
    {
        var arguments = new EmulatorArguments();
        var gsuite = new Command("gsuite", "A local G Suite (Google's Directory API), for trials: pages, quotas and refusals as Google's, users deleted for twenty days.") { arguments.Port, arguments.Data, arguments.Seed };
        help.Add(gsuite, "emulate gsuite --port 8086 --data gsuite.json");
        runner.Attach(gsuite, (context, parsed, cancellationToken) => UntilStoppedAsync(stop => RunAsync(context, arguments, parsed, stop), cancellationToken));
        return gsuite;

        static async Task RunAsync(CommandContext context, EmulatorArguments arguments, ParseResult parsed, CancellationToken stop)
        {
            await using var emulator = await GSuiteEmulator.StartAsync(
                new GSuiteEmulatorOptions
                {
                    Port = parsed.GetValue(arguments.Port),
                    DataPath = EmulatorArguments.Path(context, parsed, arguments.Data),
                    SeedPath = EmulatorArguments.Path(context, parsed, arguments.Seed),
                    TimeProvider = context.Around.Time,
                },
                stop);
            if (context.Json)
            {
                JsonOutput.WriteLine(
                    context.Around.Out,
                    new { baseUrl = emulator.BaseUrl.ToString(), serviceAccountKeyPath = emulator.ServiceAccountKeyPath, delegatedAdmin = emulator.DelegatedAdmin });
            }
            else
            {
                context.Screen.Line(("G Suite emulator  ", Palette.Strong), (emulator.BaseUrl.ToString(), Palette.Good));
                context.Screen.Line($"  ServiceAccountKeyPath  {emulator.ServiceAccountKeyPath}");
                context.Screen.Line($"  DelegatedAdmin         {emulator.DelegatedAdmin}");
                context.Screen.Line(($"  {Words.Count(emulator.Users.Count, "user", "users")}, {Words.Count(emulator.Groups.Count, "group", "groups")}; Ctrl-C stops it.", Palette.Dim));
            }

            await StoppedAsync(context, stop);
        }
    }

    /// <summary>Runs an emulator with signals caught before its address is announced: who reads that may stop us at once.</summary>
    private static async Task<int> UntilStoppedAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        // The command line must know that we have begun before anybody can know our address: a signal before that would end the process at once.
        await Task.Yield();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await run(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it was still announcing itself, or while the last answers were under way: that is how it is meant to end.
        }

        return ExitCodes.Done;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task StoppedAsync(CommandContext context, CancellationToken cancellationToken)
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

    /// <summary>What every emulator takes.</summary>
    private sealed class EmulatorArguments
    {
        internal EmulatorArguments() => Port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_535)
            {
                result.AddError("--port must be 0 to 65535.");
            }
        });

        internal Option<int> Port { get; } = new("--port") { Description = "The port on 127.0.0.1. Default: a free one.", HelpName = "N" };

        internal Option<string?> Data { get; } = new("--data") { Description = "A file that keeps everything between starts.", HelpName = "FILE" };

        internal Option<string?> Seed { get; } = new("--seed") { Description = "A file to begin with, when there is no data yet.", HelpName = "FILE" };

        internal static string? Path(CommandContext context, ParseResult parsed, Option<string?> option) =>
            parsed.GetValue(option) is { } path ? System.IO.Path.GetFullPath(path, context.Around.WorkingFolder) : null;
    }
}
