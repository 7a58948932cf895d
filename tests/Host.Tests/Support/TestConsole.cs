using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Host.Tests;

/// <summary>Calls the console in this process, with surroundings of the test's own.</summary>
internal sealed class TestConsole
{
    internal FakeTimeProvider Time { get; init; } = new(new DateTimeOffset(2026, 11, 22, 20, 15, 0, TimeSpan.Zero));

    internal Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    internal string WorkingFolder { get; init; } = Path.GetTempPath();

    internal string ConfigurationFolder { get; init; } = "/nowhere";

    /// <summary>The width of the screen; null for output that goes to a file.</summary>
    internal int? Columns { get; set; }

    /// <summary>What a person types; null when there is no terminal.</summary>
    internal string? Typed { get; set; }

    internal Func<CommandContext, CancellationToken, Task<EngineSession>> OpenEngine { get; init; } = EngineComposition.OpenAsync;

    internal async Task<ConsoleRun> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await ConsoleProgram.RunAsync(args, Around(output, error), TestContext.Current.CancellationToken);
        return new ConsoleRun(code, output.ToString(), error.ToString());
    }

    internal Surroundings Around(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        In = new StringReader(Typed ?? ""),
        InIsTerminal = Typed is not null,
        Columns = Columns,
        Environment = Environment,
        WorkingFolder = WorkingFolder,
        ConfigurationFolder = ConfigurationFolder,
        UserName = "anna",
        Time = Time,
        OpenEngine = OpenEngine,
    };
}
