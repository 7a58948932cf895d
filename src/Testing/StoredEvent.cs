using System.Text.Json;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Testing;

/// <summary>An event as the in-memory store keeps it: its stored name and its JSON, never the object that was appended.</summary>
internal sealed record StoredEvent(
    StreamName Stream, long Version, long Sequence, DateTimeOffset At, EventMetadata Metadata, string Name, string Json)
{
    internal static StoredEvent Of(
        StreamName stream, long version, long sequence, DateTimeOffset at, EventMetadata metadata, IEngineEvent happened) =>
        new(stream, version, sequence, at, metadata, EngineEvents.Map.NameOf(happened.GetType()), StoredJson.Write(happened));

    internal RecordedEvent Read() => new(Stream, Version, Sequence, At, Metadata, Event());

    internal IEngineEvent Event() => (IEngineEvent)JsonSerializer.Deserialize(Json, EngineEvents.Map.TypeOf(Name), EngineJson.Options)!;
}
