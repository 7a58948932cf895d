using System.Reactive.Subjects;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Hints that something changed in a system, from whoever knows: a webhook, a message, a person. Nothing rests on them but the time of a run.</summary>
internal sealed class ChangeHints : IDisposable
{
    private readonly Subject<SystemName> systems = new();
    private readonly Lock gate = new();

    internal IObservable<SystemName> Systems => systems;

    internal void Tell(SystemName system)
    {
        lock (gate)
        {
            systems.OnNext(system);
        }
    }

    public void Dispose() => systems.Dispose();
}
