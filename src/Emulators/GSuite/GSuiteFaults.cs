namespace SyncEngine.Emulators;

/// <summary>The faults that wait for a fitting request. The first that fits is used; one request meets at most one.</summary>
public sealed class GSuiteFaults
{
    private readonly WaitingFaults<GSuiteFault> waiting = new(fault => fault.After, fault => fault.Times);

    internal GSuiteFaults()
    {
    }

    /// <summary>Adds a fault behind those that wait already.</summary>
    public void Add(GSuiteFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        waiting.Add(fault);
    }

    /// <summary>Takes back every fault.</summary>
    public void Clear() => waiting.Clear();

    internal GSuiteFault? Take(string method, string path, string query) => waiting.Take(fault => fault.Fits(method, path, query));
}
