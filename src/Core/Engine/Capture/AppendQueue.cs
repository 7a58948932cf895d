using SyncEngine.History;

namespace SyncEngine;

/// <summary>
/// Gathers what is to be appended and appends it on a task of its own, one transaction at a time and in order, while the next entries are
/// observed. The first failure is thrown where the next transaction would begin, or when it is asked for; nothing is appended after it. Disposing waits for the append under way.
/// </summary>
internal sealed class AppendQueue(RunJournal journal, int size, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>A group weighs as much as its members: a transaction of a thousand groups with a thousand members each would not fit in memory.</summary>
    private const int MembersForOneStream = 20;

    private List<StreamAppend> gathered = [];
    private long members;
    private Task underWay = Task.CompletedTask;

    /// <summary>Takes events of one stream. Waits only when the transaction before is not done and the next one is full.</summary>
    internal async ValueTask AddAsync(StreamAppend append)
    {
        gathered.Add(append);
        foreach (var happened in append.Events)
        {
            members += happened switch
            {
                EntryDiscovered e => e.Members.Length,
                EntryReappeared e => e.Members.Length,
                MembersChanged e => e.Added.Length + e.Removed.Length,
                _ => 0,
            };
        }

        if (gathered.Count >= size || members >= (long)size * MembersForOneStream)
        {
            await SendAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Throws what the transaction under way has failed with, without waiting for it.</summary>
    internal Task ThrowIfFailedAsync() => underWay.IsCompleted ? underWay : Task.CompletedTask;

    /// <summary>Appends what was gathered and waits until all is stored.</summary>
    internal async Task FinishAsync()
    {
        await SendAsync().ConfigureAwait(false);
        await underWay.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await underWay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task SendAsync()
    {
        await underWay.ConfigureAwait(false);
        if (gathered.Count == 0)
        {
            return;
        }

        var sent = gathered;
        gathered = new List<StreamAppend>(sent.Count);
        members = 0;
        underWay = Task.Run(() => journal.AppendAsync(sent, cancellationToken), cancellationToken);
    }
}
