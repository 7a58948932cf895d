using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>Some listings one after another as one, whose first page can be read ahead.</summary>
internal sealed class Listings<T>(IReadOnlyList<Listing<T>> parts) : IAsyncDisposable
    where T : class
{
    private IAsyncEnumerator<Page<T>>? begun;
    private CancellationTokenSource? stop;

    /// <summary>How often a listing began again.</summary>
    internal int Restarts => parts.Sum(part => part.Restarts);

    /// <summary>Reads the first page and keeps it for <see cref="PagesAsync"/>.</summary>
    internal async Task<Page<T>> BeginAsync(CancellationToken cancellationToken)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        begun = AllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        await begun.MoveNextAsync().ConfigureAwait(false);
        return begun.Current;
    }

    internal async IAsyncEnumerable<Page<T>> PagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (begun is null)
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        do
        {
            yield return begun!.Current;
        }
        while (await begun.MoveNextAsync().ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        if (stop is not null)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        if (begun is not null)
        {
            await begun.DisposeAsync().ConfigureAwait(false);
        }

        stop?.Dispose();
    }

    private async IAsyncEnumerable<Page<T>> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            await foreach (var page in part.PagesAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return page;
            }
        }
    }
}
