using System.Text.Json;
using SyncEngine.Audit;

namespace SyncEngine.Host;

/// <summary>One event of a person's story.</summary>
internal sealed record HistoryJson(DateTimeOffset At, string Type, string Run, string Actor, string Text, string Stream, JsonElement Data)
{
    internal static IEnumerable<HistoryJson> Of(PersonHistory history) => history.Items.Select(item => new HistoryJson(
        item.At, item.Type, item.Run.ToString(), item.Actor.Name, item.Text, item.Stream.Value, item.Data));
}
