namespace SyncEngine.Emulators;

/// <summary>The faults that wait for a fitting request. The first that fits is used; one request meets at most one.</summary>
public sealed class PyrusFaults
{
    private readonly Lock gate = new();
    private readonly List<Waiting> waiting = [];

    internal PyrusFaults()
    {
    }

    /// <summary>Adds a fault behind those that wait already.</summary>
    public void Add(PyrusFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (gate)
        {
            waiting.Add(new Waiting(fault));
        }
    }

    /// <summary>Takes back every fault.</summary>
    public void Clear()
    {
        lock (gate)
        {
            waiting.Clear();
        }
    }

    internal PyrusFault? Take(string method, string path)
    {
        lock (gate)
        {
            foreach (var candidate in waiting.Where(w => w.Fault.Fits(method, path)).ToList())
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

    private sealed class Waiting(PyrusFault fault)
    {
        internal PyrusFault Fault { get; } = fault;

        internal int Passing { get; set; } = fault.After;

        internal int Left { get; set; } = fault.Times;
    }
}
