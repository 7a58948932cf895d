using System.Text.Json;

namespace SyncEngine.Host.Tests;

/// <summary>What one call of the console did.</summary>
internal sealed record ConsoleRun(int ExitCode, string Out, string Error)
{
    internal JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public override string ToString() => $"exit {ExitCode}\n--- out\n{Out}\n--- error\n{Error}";
}
