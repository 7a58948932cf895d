using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Changes;

/// <summary>The engine's own capture over a source and a store in memory: what is known after each reading.</summary>
internal sealed class ChangesRig(ISource source)
{
    private readonly InMemoryStore store = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal ISource Source { get; set; } = source;

    internal Task<Receipt> CaptureAsync(ReadMode mode = ReadMode.Delta)
    {
        var journal = new RunJournal(store, EngineEvents.Map, new EventMetadata(new RunId(Guid.CreateVersion7()), Actor.Engine));
        return new SystemCapture(store, store, new SyncEngineOptions(), TimeProvider.System, NullLogger.Instance).CaptureAsync(
            Source, mode, journal, (_, _) => { }, Token);
    }

    /// <summary>As a filter on a field that readings do not give by themselves does.</summary>
    internal async Task WantAsync(SourceField field)
    {
        var memory = await SystemMemory.LoadAsync(store, AdReading.System, Token);
        await store.AppendAsync([memory.Want([field])!], new EventMetadata(new RunId(Guid.CreateVersion7()), Actor.Engine), Token);
    }

    /// <summary>Everything that is there now.</summary>
    internal async Task<SortedDictionary<EntryKey, EntryState>> PresentAsync()
    {
        var all = new SortedDictionary<EntryKey, EntryState>();
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            await foreach (var state in store.ReadAllAsync(AdReading.System, kind, Token))
            {
                if (state.Presence == EntryPresence.Present)
                {
                    all.Add(state.Key, state);
                }
            }
        }

        return all;
    }

    internal async Task<EntryState?> StateAsync(EntryKind kind, string anchor)
    {
        var key = new EntryKey(AdReading.System, kind, anchor);
        return (await store.LoadAsync([key], Token)).GetValueOrDefault(key);
    }

    /// <summary>A state as text, without the entries that are not there any more.</summary>
    internal static string Text(EntryState state, IReadOnlySet<string>? without = null) =>
        $"{state.Key} {(state.Enabled ? "enabled" : "disabled")} in {state.Parent} {state.Attributes} "
        + $"[{string.Join(' ', state.Members.Where(m => without?.Contains(m) != true))}]";
}

/// <summary>A source whose cursors a test can bend on their way to the engine or back.</summary>
internal sealed class BentSource(ISource inner) : ISource
{
    public SystemName Name => Inner.Name;

    internal ISource Inner { get; set; } = inner;

    /// <summary>Applied to the cursor of each receipt.</summary>
    internal Func<ChangeCursor, ChangeCursor>? Given { get; set; }

    /// <summary>Applied to the cursor of each request.</summary>
    internal Func<Cursor, Cursor>? Taken { get; set; }

    internal Receipt? Last { get; private set; }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asked = request.Since is { } since && Taken is not null ? request with { Since = Taken(since) } : request;
        await foreach (var batch in Inner.ReadAsync(asked, cancellationToken))
        {
            var receipt = batch.Receipt is { Cursor: { } cursor } given && Given is not null
                ? given with { Cursor = Given(ChangeCursor.TryParse(cursor)!).ToCursor() }
                : batch.Receipt;
            Last = receipt ?? Last;
            yield return batch with { Receipt = receipt };
        }
    }

    public Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken) => Inner.ConfirmAsync(keys, cancellationToken);

    /// <summary>By the controller's change numbers, which no Samba makes necessary by itself.</summary>
    internal static ChangeCursor ByNumber(ChangeCursor cursor) => cursor with { Method = ChangeMethod.UsnChanged, Cookie = [] };
}
