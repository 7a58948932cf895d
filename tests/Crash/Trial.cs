using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Emulators;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Crash;

/// <summary>The moment before the apply, in memory and in this process: copies of it are made by appending its events to a new store.</summary>
internal sealed class TrialRoom : IDisposable
{
    private readonly InMemoryStore store;

    private TrialRoom(InMemoryStore store, Rehearsal rehearsal)
    {
        this.store = store;
        Rehearsal = rehearsal;
    }

    internal Rehearsal Rehearsal { get; }

    internal static async Task<TrialRoom> OpenAsync(bool handsOver, CancellationToken cancellationToken)
    {
        var memory = new InMemoryStore();
        return new TrialRoom(memory, await Rehearsal.PlayAsync(
            (directory, pyrus, hands) => new Host(directory, pyrus, engine => engine.UseInMemoryStore(memory), handsOver: hands), handsOver, cancellationToken));
    }

    /// <summary>A copy with a plan of its own, not applied yet. <paramref name="longWait"/> hears when Pyrus holds a request back.</summary>
    internal async Task<Trial> BeginAsync(Action<Trial>? longWait, CancellationToken cancellationToken)
    {
        Trial? trial = null;
        var clock = new ImpatientClock { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var copy = new InMemoryStore(clock);
        await foreach (var recorded in store.ReadAllAsync(0, long.MaxValue, cancellationToken))
        {
            // A plan cannot be copied by its events: it is prepared again.
            if (recorded.Stream.Category != "plan")
            {
                await copy.AppendAsync([new(recorded.Stream, recorded.Version - 1, [recorded.Event])], recorded.Metadata, cancellationToken);
            }
        }

        var pyrusClock = new ImpatientClock(() => longWait?.Invoke(trial!));
        trial = new Trial(copy, await Rehearsal.ApplicationAsync(pyrusClock, cancellationToken), clock, pyrusClock, Rehearsal.HandsOver);
        await using var host = trial.Host();
        trial.Plan = await host.PrepareAsync(cancellationToken);
        trial.Prepared = trial.Pyrus.Requests.Count;
        return trial;
    }

    public void Dispose() => Rehearsal.Dispose();
}

/// <summary>One apply over HTTP, with a store, a clock and an application of its own, and what came after.</summary>
internal sealed class Trial(InMemoryStore store, PyrusEmulator pyrus, ImpatientClock clock, ImpatientClock pyrusClock, bool handsOver) : IAsyncDisposable
{
    internal PyrusEmulator Pyrus => pyrus;

    internal ImpatientClock Clock => clock;

    internal PlanInFull Plan { get; set; } = null!;

    /// <summary>How many requests were made before the apply.</summary>
    internal int Prepared { get; set; }

    /// <summary>The requests of the apply, and of all that came after it.</summary>
    internal IReadOnlyList<RecordedRequest> Calls => [.. pyrus.Requests.Skip(Prepared)];

    /// <summary>Lets the time pass that Pyrus holds a request back.</summary>
    internal void LetGo(TimeSpan held) => pyrusClock.Advance(held);

    /// <summary>A host of its own over the same store: it has to sign in again.</summary>
    internal Host Host() => new(TwentyRows.After(), pyrus, engine => engine.UseInMemoryStore(store), services => services.AddSingleton<TimeProvider>(clock), handsOver);

    public ValueTask DisposeAsync() => pyrus.DisposeAsync();
}
