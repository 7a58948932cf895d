namespace SyncEngine.Emulators;

/// <summary>The last requests of an emulator, bounded.</summary>
internal sealed class RequestLog(int kept, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Queue<RecordedRequest> requests = new();
    private long count;

    internal RecordedRequest Add(string method, string path, string query, string body)
    {
        lock (gate)
        {
            var request = new RecordedRequest(++count, time.GetUtcNow(), method, path, query, body);
            requests.Enqueue(request);
            if (requests.Count > kept)
            {
                requests.Dequeue();
            }

            return request;
        }
    }

    internal IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (gate)
        {
            return [.. requests];
        }
    }

    internal void Clear()
    {
        lock (gate)
        {
            requests.Clear();
        }
    }
}
