using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Tests.Engine;

/// <summary>One system that tells its changes, a store, and a clock.</summary>
internal sealed class CaptureRig
{
    internal static readonly SystemName System = new("corp-ad");

    internal CaptureRig(params IEnumerable<SourceRecord> records)
    {
        Source = new ScriptedSource(System, records) { TellsChanges = true };
        Store = new InMemoryStore(Time);
    }

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    internal ScriptedSource Source { get; }

    internal InMemoryStore Store { get; }

    internal SyncEngineOptions Bounds { get; } = new() { ReadBatchSize = 3, AppendBatchSize = 4, ConfirmBatchSize = 2 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static EntryKey Key(EntryKind kind, string anchor) => new(System, kind, anchor);

    internal static SourceRecord Person(string anchor, string? unit = null, string? manager = null, string title = "Engineer") => new()
    {
        Kind = EntryKind.Account,
        Anchor = anchor,
        Parent = unit,
        Attributes = AttributeSet.Of((AttributeNames.Name, anchor), (AttributeNames.Title, title), (AttributeNames.Manager, manager)),
    };

    internal static SourceRecord Group(string anchor, params string[] members) => new()
    {
        Kind = EntryKind.Group,
        Anchor = anchor,
        Attributes = AttributeSet.Of((AttributeNames.Name, anchor)),
        Members = [.. members],
    };

    internal static SourceRecord Unit(string anchor, string? unit = null) => new()
    {
        Kind = EntryKind.Unit,
        Anchor = anchor,
        Parent = unit,
        Attributes = AttributeSet.Of((AttributeNames.Name, anchor)),
    };

    internal Task<Receipt> CaptureAsync(ReadMode mode = ReadMode.Delta) => CaptureAsync(Source, mode);

    internal Task<Receipt> CaptureAsync(ISource source, ReadMode mode, TimeProvider? clock = null)
    {
        var journal = new RunJournal(Store, EngineEvents.Map, new EventMetadata(new RunId(Guid.CreateVersion7()), Actor.Engine));
        return new SystemCapture(Store, Store, Bounds, clock ?? Time, NullLogger.Instance).CaptureAsync(source, mode, journal, (_, _) => { }, Token);
    }

    internal async Task<EntryState?> StateAsync(EntryKind kind, string anchor) =>
        (await Store.LoadAsync([Key(kind, anchor)], Token)).GetValueOrDefault(Key(kind, anchor));

    /// <summary>The kinds of events of one entry, in order.</summary>
    internal async Task<string[]> EventsAsync(EntryKind kind, string anchor) =>
        await Store.ReadStreamAsync(StreamName.Entry(Key(kind, anchor)), Token).Select(e => e.Event.GetType().Name).ToArrayAsync(Token);

    internal async Task<CursorAdvanced[]> CursorsAsync() =>
        await Store.ReadStreamAsync(StreamName.System(System), Token).Select(e => e.Event).OfType<CursorAdvanced>().ToArrayAsync(Token);

    /// <summary>Everything that is there now, as text that can be compared.</summary>
    internal async Task<string[]> PresentAsync()
    {
        var all = new List<string>();
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            await foreach (var state in Store.ReadAllAsync(System, kind, Token))
            {
                if (state.Presence == EntryPresence.Present)
                {
                    all.Add($"{state.Key} {state.Enabled} {state.Parent} {state.Attributes} [{string.Join(',', state.Members)}] {state.Fingerprint}");
                }
            }
        }

        return [.. all];
    }
}
