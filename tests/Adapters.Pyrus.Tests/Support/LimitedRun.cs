using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.Pyrus.Api;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>Some requests at the same time through a gate, against fixed windows as Pyrus documents them, in virtual time and without a network.</summary>
/// <param name="all">Requests in a window.</param>
/// <param name="creations">Creations in a window.</param>
/// <param name="atOnce">How many are sent at the same time.</param>
/// <param name="share">Percent of them that are creations.</param>
/// <param name="stated">Whether a refused creation is told its own allowance.</param>
/// <param name="rounded">Whether the seconds to the next window are rounded up; else down.</param>
internal sealed class LimitedRun(int all, int creations, int atOnce, int share, bool stated, bool rounded)
{
    internal const int Count = 120;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(600.5);

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
    private readonly Lock server = new();
    private DateTimeOffset? began;
    private int used;
    private int created;
    private int next;

    internal int Granted { get; private set; }

    internal int RefusedOfAll { get; private set; }

    internal int RefusedCreations { get; private set; }

    internal int MostRefusalsOfOne { get; private set; }

    internal int Windows { get; private set; }

    internal TimeSpan Spent => time.GetUtcNow() - DateTimeOffset.UnixEpoch;

    internal int WindowsNeeded => Math.Max((Count + RefusedCreations + all - 1) / all, (Count * share / 100 + creations - 1) / creations);

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var gate = new PyrusGate(new PyrusOptions(), time, new StandstillClock(time));
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(() => SendAsync(gate, cancellationToken), cancellationToken)));
    }

    private async Task SendAsync(PyrusGate gate, CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref next) is var number and <= Count)
        {
            var ticket = gate.Take(creation: number % 100 < share);
            while (true)
            {
                await gate.EnterAsync(ticket, cancellationToken);
                await Task.Yield();
                var (granted, rate) = Serve(ticket.IsCreation);
                await Task.Yield();
                if (granted)
                {
                    gate.Answered(ticket, rate);
                    break;
                }

                gate.Refused(ticket, rate.Reset, rate);
                lock (server)
                {
                    MostRefusalsOfOne = Math.Max(MostRefusalsOfOne, ticket.Refusals);
                }
            }
        }
    }

    private (bool Granted, PyrusRate Rate) Serve(bool creation)
    {
        lock (server)
        {
            var now = time.GetUtcNow();
            if (began is null || now >= began + Window)
            {
                (began, used, created) = (now, 0, 0);
                Windows++;
            }

            var seconds = (began.Value + Window - now).TotalSeconds;
            var reset = TimeSpan.FromSeconds(rounded ? Math.Ceiling(seconds) : Math.Floor(seconds));
            if (++used > all)
            {
                RefusedOfAll++;
                return (false, new PyrusRate(all, 0, reset));
            }

            if (creation && ++created > creations)
            {
                RefusedCreations++;
                return (false, stated ? new PyrusRate(creations, 0, reset) : new PyrusRate(all, all - used, reset));
            }

            Granted++;
            return (true, new PyrusRate(all, all - used, reset));
        }
    }
}
