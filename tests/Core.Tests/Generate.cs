using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Tests;

/// <summary>Generators that all property tests share. Small alphabets, so that repetitions and returns really happen.</summary>
internal static class Generate
{
    internal static readonly Gen<string> Text = Gen.OneOf(
        Consts("", " ", "a", "Ada", "Иванов", "Zoe\u0308", "Zoë", "\u00a0x ", "😀", "İ", "I", "a\nb", "ǅ"),
        Gen.String[0, 12]);

    internal static readonly Gen<AttributeSet> Attributes = Gen.Select(
        Consts(AttributeNames.Name, AttributeNames.Title, AttributeNames.Email, AttributeNames.Aliases), Text.Array[0, 3])
        .List[0, 4]
        .Select(list => AttributeSet.From(list.DistinctBy(a => a.Item1).Select(a => KeyValuePair.Create(a.Item1, a.Item2.ToImmutableArray()))));

    internal static readonly Gen<SourceRecord> Records = Gen.Select(
        Attributes, Gen.Bool, Consts<string?>(null, "ou-1", "ou-2"), Consts("m1", "m2", "m3").List[0, 3], Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))))
        .Select((attributes, enabled, parent, members, whole) => new SourceRecord
        {
            Kind = EntryKind.Group,
            Anchor = "g-1",
            Attributes = attributes,
            Enabled = enabled,
            Parent = parent,
            Members = [.. members],
            MembersComplete = whole,
        });

    private static Gen<T> Consts<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    internal static Gen<Observation> Observations(EntryKey key) => Records.Select(record => Observer.Observe(key.System, record));
}

/// <summary>Values as they are stored.</summary>
internal static class Json
{
    internal static string Of<T>(T value) => JsonSerializer.Serialize(value, EngineJson.Options);

    internal static IEngineEvent RoundTrip(IEngineEvent happened) =>
        (IEngineEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(happened, happened.GetType(), EngineJson.Options), happened.GetType(), EngineJson.Options)!;
}
