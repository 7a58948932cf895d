using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SyncEngine;

/// <summary>
/// Progress at the engine's edge. Each subscriber has a queue of its own, so a slow one delays nobody, and one that throws is dropped with a
/// warning.
/// </summary>
internal sealed class ProgressFeed(ILogger<ProgressFeed>? logger = null) : IDisposable
{
    private readonly ILogger log = logger ?? NullLogger<ProgressFeed>.Instance;
    private readonly Subject<ProgressStep> steps = new();

    internal IObservable<ProgressStep> Steps => Observable.Create<ProgressStep>(observer =>
        steps.Synchronize().ObserveOn(TaskPoolScheduler.Default).Do(
            observer.OnNext,
            observer.OnError,
            observer.OnCompleted)
        .Subscribe(
            static _ => { },
            error => Log.SubscriberFailed(log, error)));

    internal void Report(ProgressStep step) => steps.OnNext(step);

    public void Dispose() => steps.Dispose();
}
