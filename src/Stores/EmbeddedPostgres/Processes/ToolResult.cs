namespace SyncEngine.EmbeddedPostgres;

/// <summary>How a program ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>What it said, for a message: its errors, else its output, without empty lines.</summary>
    public string Said => string.Join('\n', (Error.Trim().Length > 0 ? Error : Output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
