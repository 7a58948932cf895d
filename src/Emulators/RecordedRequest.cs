namespace SyncEngine.Emulators;

/// <summary>One request an emulator received, in the order of arrival.</summary>
public sealed class RecordedRequest
{
    /// <summary>The longest part of a body that is kept, in characters.</summary>
    public const int BodyLengthMax = 64 * 1024;

    internal RecordedRequest(long number, DateTimeOffset at, string method, string path, string query, string body)
    {
        Number = number;
        At = at;
        Method = method;
        Path = path;
        Query = query;
        Body = body.Length > BodyLengthMax ? body[..BodyLengthMax] : body;
    }

    /// <summary>Its number, from 1.</summary>
    public long Number { get; }

    /// <summary>When it arrived, UTC, by the emulator's clock.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The verb, in capitals.</summary>
    public string Method { get; }

    /// <summary>The path below the base address, without a leading slash: <c>members/1001</c>.</summary>
    public string Path { get; }

    /// <summary>The query with its question mark, or the empty text.</summary>
    public string Query { get; }

    /// <summary>The body as text, at most <see cref="BodyLengthMax"/> characters; a secret in it is replaced by <c>***</c>.</summary>
    public string Body { get; }

    /// <summary>The status of the answer; null while none was sent, and for ever when the connection was cut instead.</summary>
    public int? Status { get; internal set; }

    /// <summary>True for a request that can change data: every verb but GET and HEAD, signing in aside.</summary>
    public bool IsWrite => Method is not ("GET" or "HEAD") && Path is not ("auth" or TokenEndpoint.Path);

    /// <inheritdoc />
    public override string ToString() => $"{Method} {Path}{Query} -> {Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer"}";
}
