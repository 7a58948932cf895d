using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>
/// Lets requests of one connection through, first come, first served, as Pyrus' limits allow: a refusal that can be foreseen does not happen. Creations
/// wait in a line of their own when only their allowance is used up. Shared by all who use the connection, whatever they do at the same time.
/// </summary>
internal sealed class PyrusGate(PyrusOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan TimerMin = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> line = new();
    private readonly RateWindow requests = new();
    private readonly CreationWindow creations = new();
    private readonly long began = time.GetTimestamp();
    private ITimer? timer;
    private TimeSpan? timerAt;
    private long tickets;
    private TimeSpan? told;

    private TimeSpan Now => time.GetElapsedTime(began);

    internal PyrusTicket Take(bool creation) => new(Interlocked.Increment(ref tickets), creation);

    /// <summary>Waits until the request may be sent. What comes of it must be told to the gate.</summary>
    /// <exception cref="PyrusApiException">The wait is longer than the options allow.</exception>
    internal async Task EnterAsync(PyrusTicket ticket, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Waiting(ticket);
        lock (gate)
        {
            Insert(waiting);
            LetThrough();
        }

        await using var registration = cancellationToken.Register(() => Leave(waiting, cancellationToken)).ConfigureAwait(false);
        await waiting.Through.Task.ConfigureAwait(false);
    }

    /// <summary>An answer that was no refusal by limit. <paramref name="rate"/> is null when it showed no limits.</summary>
    internal void Answered(PyrusTicket ticket, PyrusRate? rate) => Tell(ticket, now =>
    {
        requests.Answered(now, rate);
        Count(ticket, now);
    });

    /// <summary>No answer, or none from Pyrus itself.</summary>
    internal void Lost(PyrusTicket ticket) => Tell(ticket, now =>
    {
        requests.Lost();
        Count(ticket, now);
    });

    /// <summary>Refused as one request too many, without being looked at.</summary>
    internal void Refused(PyrusTicket ticket, TimeSpan wait, PyrusRate? rate) => Tell(ticket, now =>
    {
        ticket.Refusals++;
        if (ticket.IsCreation && !ShowsAllRequests(now, wait, rate))
        {
            requests.Lost();
            creations.Refused(now, wait, rate is { Remaining: 0 } && requests.Limit is { } all && rate.Limit != all ? rate.Limit : null);
            return;
        }

        requests.Refused(now, wait);
        if (ticket.IsCreation)
        {
            creations.Withdrawn();
        }
    });

    public void Dispose() => timer?.Dispose();

    /// <summary>Whether the refusal of a creation means all requests: then its headers are those that every answer shows, with nothing left.</summary>
    private bool ShowsAllRequests(TimeSpan now, TimeSpan wait, PyrusRate? rate) =>
        rate is { Remaining: 0 } && rate.Limit == requests.Limit && requests.Ends is { } ends && (now + wait + RateWindow.Margin - ends).Duration() < TimeSpan.FromSeconds(3);

    private void Count(PyrusTicket ticket, TimeSpan now)
    {
        if (ticket.IsCreation)
        {
            creations.Counted(now, requests.Ends);
        }
    }

    private void Tell(PyrusTicket ticket, Action<TimeSpan> tell)
    {
        lock (gate)
        {
            tell(Now);
            LetThrough();
        }
    }

    /// <summary>In the order of tickets: one that was refused goes back to its place, before those that came later.</summary>
    private void Insert(Waiting waiting)
    {
        var before = line.Last;
        while (before is not null && before.Value.Ticket.Number > waiting.Ticket.Number)
        {
            before = before.Previous;
        }

        if (before is null)
        {
            line.AddFirst(waiting);
        }
        else
        {
            line.AddAfter(before, waiting);
        }
    }

    private void Leave(Waiting waiting, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Not in the line any more means that it was let through: it goes, and the request itself is cancelled.
            if (line.Remove(waiting))
            {
                waiting.Through.TrySetCanceled(cancellationToken);
                LetThrough();
            }
        }
    }

    /// <summary>Lets through whom the limits allow, and wakes up when the next may be allowed.</summary>
    private void LetThrough()
    {
        TimeSpan now;
        TimeSpan? wake;
        do
        {
            now = Now;
            wake = LetThrough(now);
            SetTimer(now, wake);
        }
        while (wake is { } at && Now >= at); // The time came while the timer was being set: it would be late.

        if (wake is { } opens && requests.UnderWay == 0 && told != opens)
        {
            told = opens;
            Log.NothingLeft(logger, line.Count, opens - now);
        }
    }

    /// <summary>Gives the time at which to look again; null when answers are to come first, or nobody waits.</summary>
    private TimeSpan? LetThrough(TimeSpan now)
    {
        TimeSpan? wake = null;
        var creationWaits = false;
        for (var node = line.First; node is not null;)
        {
            var (waiting, next) = (node.Value, node.Next);
            var open = requests.IsOpen(now);
            var held = waiting.Ticket.IsCreation && (creationWaits || !creations.IsOpen(now, waiting.Ticket.Refusals > 0));
            if (open && !held)
            {
                line.Remove(node);
                requests.Sent();
                if (waiting.Ticket.IsCreation)
                {
                    creations.Sent();
                }

                waiting.Through.TrySetResult();
            }
            else
            {
                creationWaits |= waiting.Ticket.IsCreation;
                var opens = Later(open ? null : requests.OpensAt, held ? creations.OpensAt : null);
                if (opens is { } at && at - now - RateWindow.Margin > options.RateLimitWaitMax)
                {
                    line.Remove(node);
                    waiting.Through.TrySetException(TooLong(at - now));
                }
                else
                {
                    wake = Sooner(wake, opens);
                }
            }

            node = next;
        }

        return wake;
    }

    private void SetTimer(TimeSpan now, TimeSpan? wake)
    {
        if (wake is { } at && at != timerAt)
        {
            timer?.Dispose();
            timerAt = at;
            timer = time.CreateTimer(_ => Tick(), null, at - now > TimerMin ? at - now : TimerMin, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick()
    {
        lock (gate)
        {
            timerAt = null;
            LetThrough();
        }
    }

    private PyrusApiException TooLong(TimeSpan wait) => new(
        PyrusFailure.RateLimited,
        $"no request is left for now (too_many_requests), and the next is allowed in {wait.TotalSeconds:0} seconds only; at most {options.RateLimitWaitMax.TotalSeconds:0} are waited for")
    { Code = "too_many_requests", Status = 429 };

    private static TimeSpan? Later(TimeSpan? one, TimeSpan? other) => one is null || other > one ? other : one;

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    private sealed class Waiting(PyrusTicket ticket)
    {
        internal PyrusTicket Ticket { get; } = ticket;

        internal TaskCompletionSource Through { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
