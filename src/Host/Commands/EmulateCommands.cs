using System.CommandLine;
using System.Runtime.InteropServices;
using SyncEngine.Emulators;

namespace SyncEngine.Host;

/// <summary><c>emulate pyrus</c> and <c>emulate gsuite</c>: run an emulator until stopped.</summary>
internal static class EmulateCommands
{
    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var pyrus = Emulator(runner, "pyrus", "A local Pyrus, for trials: refuses what Pyrus refuses, ends sessions, takes roles away with a block.", StartPyrusAsync);
        var gsuite = Emulator(
            runner, "gsuite", "A local G Suite (Google's Directory API), for trials: pages, quotas and refusals as Google's, users deleted for twenty days.", StartGSuiteAsync);
        var emulate = new Command("emulate", "Stand-ins for connected systems.") { pyrus, gsuite };
        help.Add(emulate, "emulate pyrus --port 8085");
        help.Add(pyrus, "emulate pyrus --port 8085 --data pyrus.json");
        help.Add(gsuite, "emulate gsuite --port 8086 --data gsuite.json");
        return emulate;
    }

    private static Command Emulator(CommandRunner runner, string name, string description, Func<EmulatorWish, CancellationToken, Task<Announcement>> start)
    {
        var arguments = new EmulatorArguments();
        var command = new Command(name, description) { arguments.Port, arguments.Data, arguments.Seed };
        runner.Attach(command, (context, parsed, cancellationToken) => UntilStoppedAsync(stop => RunAsync(context, arguments.Of(context, parsed), start, stop), cancellationToken));
        return command;
    }

    private static async Task RunAsync(
        CommandContext context, EmulatorWish wish, Func<EmulatorWish, CancellationToken, Task<Announcement>> start, CancellationToken stop)
    {
        var begun = await start(wish, stop);
        await using var emulator = begun.Emulator;
        if (context.Json)
        {
            JsonOutput.WriteLine(context.Around.Out, begun.Json);
        }
        else
        {
            var width = begun.ToSignIn.Max(line => line.Name.Length) + 2;
            context.Screen.Line(($"{begun.Title}  ", Palette.Strong), (begun.BaseUrl.ToString(), Palette.Good));
            foreach (var (field, value) in begun.ToSignIn)
            {
                context.Screen.Line($"  {field.PadRight(width)}{value}");
            }

            context.Screen.Line(($"  {begun.Holds}; Ctrl-C stops it.", Palette.Dim));
        }

        await StoppedAsync(context, stop);
    }

    private static async Task<Announcement> StartPyrusAsync(EmulatorWish wish, CancellationToken stop)
    {
        var emulator = await PyrusEmulator.StartAsync(
            new PyrusEmulatorOptions { Port = wish.Port, DataPath = wish.DataPath, SeedPath = wish.SeedPath, TimeProvider = wish.Time }, stop);
        return new Announcement(
            emulator, "Pyrus emulator", emulator.BaseUrl, [("Login", emulator.Login), ("SecurityKey", emulator.SecurityKey)],
            Words.Count(emulator.Members.Count, "member", "members"),
            new { baseUrl = emulator.BaseUrl.ToString(), login = emulator.Login, securityKey = emulator.SecurityKey });
    }

    private static async Task<Announcement> StartGSuiteAsync(EmulatorWish wish, CancellationToken stop)
    {
        var emulator = await GSuiteEmulator.StartAsync(
            new GSuiteEmulatorOptions { Port = wish.Port, DataPath = wish.DataPath, SeedPath = wish.SeedPath, TimeProvider = wish.Time }, stop);
        return new Announcement(
            emulator, "G Suite emulator", emulator.BaseUrl,
            [("ServiceAccountKeyPath", emulator.ServiceAccountKeyPath), ("DelegatedAdmin", emulator.DelegatedAdmin)],
            $"{Words.Count(emulator.Users.Count, "user", "users")}, {Words.Count(emulator.Groups.Count, "group", "groups")}",
            new { baseUrl = emulator.BaseUrl.ToString(), serviceAccountKeyPath = emulator.ServiceAccountKeyPath, delegatedAdmin = emulator.DelegatedAdmin });
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

        internal EmulatorWish Of(CommandContext context, ParseResult parsed) =>
            new(parsed.GetValue(Port), Path(context, parsed, Data), Path(context, parsed, Seed), context.Around.Time);

        private static string? Path(CommandContext context, ParseResult parsed, Option<string?> option) =>
            parsed.GetValue(option) is { } path ? System.IO.Path.GetFullPath(path, context.Around.WorkingFolder) : null;
    }

    /// <summary>How an emulator is to be started.</summary>
    private sealed record EmulatorWish(int Port, string? DataPath, string? SeedPath, TimeProvider Time);

    /// <summary>An emulator that runs, and what there is to say of it.</summary>
    /// <param name="Emulator">What ends it.</param>
    /// <param name="Title">What it is called.</param>
    /// <param name="BaseUrl">Where it is.</param>
    /// <param name="ToSignIn">What a configuration needs to sign in, by option.</param>
    /// <param name="Holds">What is in it.</param>
    /// <param name="Json">The same for scripts.</param>
    private sealed record Announcement(
        IAsyncDisposable Emulator, string Title, Uri BaseUrl, (string Name, string Value)[] ToSignIn, string Holds, object Json);
}
