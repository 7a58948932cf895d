namespace SyncEngine.Emulators;

/// <summary>Faults in the order they were added, each with the requests it lets pass and those it hits.</summary>
internal sealed class WaitingFaults<T>(Func<T, int> after, Func<T, int> times)
    where T : class
{
    private readonly Lock gate = new();
    private readonly List<Waiting> waiting = [];

    internal void Add(T fault)
    {
        lock (gate)
        {
            waiting.Add(new Waiting(fault) { Passing = after(fault), Left = times(fault) });
        }
    }

    internal void Clear()
    {
        lock (gate)
        {
            waiting.Clear();
        }
    }

    /// <summary>The first fault that fits and whose turn it is, or null. Those that fit and wait for their turn come one request nearer.</summary>
    internal T? Take(Func<T, bool> fits)
    {
        lock (gate)
        {
            foreach (var candidate in waiting.Where(w => fits(w.Fault)).ToList())
            {
                if (candidate.Passing > 0)
                {
                    candidate.Passing--;
                    continue;
                }

                if (--candidate.Left <= 0)
                {
                    waiting.Remove(candidate);
                }

                return candidate.Fault;
            }

            return null;
        }
    }

    private sealed class Waiting(T fault)
    {
        internal T Fault { get; } = fault;

        internal int Passing { get; set; }

        internal int Left { get; set; }
    }
}
