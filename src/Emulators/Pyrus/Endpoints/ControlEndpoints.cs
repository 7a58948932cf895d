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

    private static PyrusAnswer Requests(IReadOnlyList<RecordedRequest> requests) => PyrusAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("writes", requests.Count(r => r.IsWrite));
        json.WriteStartArray("requests");
        foreach (var request in requests)
        {
            json.WriteStartObject();
            json.WriteNumber("number", request.Number);
            json.WriteString("at", request.At);
            json.WriteString("method", request.Method);
            json.WriteString("path", request.Path + request.Query);
            json.WriteString("body", request.Body);
            if (request.Status is { } status)
            {
                json.WriteNumber("status", status);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
