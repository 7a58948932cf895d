namespace SyncEngine.Emulators;

/// <summary>
/// What Pyrus does not have: a look inside, for scripts that run the emulator as a process. <c>GET requests</c> lists what was received,
/// <c>DELETE requests</c> forgets it, <c>GET state</c> shows everything kept, sessions among it, without keys.
/// </summary>
internal static class ControlEndpoints
{
    internal static PyrusAnswer Answer(string method, string path, RequestLog log, Func<ReadOnlyMemory<byte>> state)
    {
        switch (method, path)
        {
            case ("GET", "requests"):
                return Requests(log.Snapshot());
            case ("DELETE", "requests"):
                log.Clear();
                return Requests([]);
            case ("GET", "state"):
                return new PyrusAnswer(200, state());
            default:
                return PyrusAnswer.UnknownRoute(path);
        }
    }

    private static PyrusAnswer Requests(IReadOnlyList<RecordedRequest> requests) => PyrusAnswer.Json(200, json => RequestLogJson.Write(json, requests));
}
