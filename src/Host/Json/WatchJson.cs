namespace SyncEngine.Host;

/// <summary>One thing that happened while the console watched, one line each.</summary>
internal sealed record WatchJson(int Schema, DateTimeOffset At, string Sync, string Kind, string Text, string? Plan, int Rows)
{
    internal static WatchJson Of(WatchEvent happened) =>
        new(JsonOutput.Schema, happened.At, happened.Sync.Value, happened.Kind, happened.Text, happened.Plan?.ToString(), happened.Rows);
}
