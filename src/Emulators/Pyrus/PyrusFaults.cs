namespace SyncEngine.Emulators;

/// <summary>The faults that wait for a fitting request. The first that fits is used; one request meets at most one.</summary>
public sealed class PyrusFaults
{
    private readonly WaitingFaults<PyrusFault> waiting = new(fault => fault.After, fault => fault.Times);

    internal PyrusFaults()
    {
    }

    /// <summary>Adds a fault behind those that wait already.</summary>
    public void Add(PyrusFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        waiting.Add(fault);
    }

    /// <summary>Takes back every fault.</summary>
    public void Clear() => waiting.Clear();

    internal PyrusFault? Take(string method, string path) => waiting.Take(fault => fault.Fits(method, path));
}
