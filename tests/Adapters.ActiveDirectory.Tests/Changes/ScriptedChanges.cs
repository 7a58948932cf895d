using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Changes;

/// <summary>A scripted domain whose changes a test tells: what DirSync answers, and what the entries are when they are read again.</summary>
internal sealed class ScriptedChanges : IDisposable
{
    private readonly TestAuthority authority = new();
    private readonly string caFile = Path.GetTempFileName();

    internal ScriptedChanges()
    {
        File.WriteAllText(caFile, authority.Pem);
        Domain.Accounts.Add(ScriptedDomain.User("someone", Guid.NewGuid()));
        Domain.Before = Answer;
    }

    internal ScriptedDomain Domain { get; } = new();

    /// <summary>What DirSync answers to a cookie: entries, the next cookie, and whether there is more. Else nothing changed.</summary>
    internal Dictionary<string, (IEnumerable<byte[]> Entries, string Next, bool More)> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>The entries as they are now.</summary>
    internal Dictionary<Guid, (string Dn, (string, object[])[] Attributes)> Entries { get; } = [];

    /// <summary>Answers before all else.</summary>
    internal Func<ScriptedRequest, IEnumerable<byte[]>?> First { get; set; } = _ => null;

    internal static (string, object[])[] Changed(Guid id, params (string, object[])[] more) => [("objectGUID", [id.ToByteArray()]), .. more];

    internal static object Link(Guid id) => $"<GUID={id:D}>;<SID=S-1-5-21-1-2-3-1>;CN=x,{ScriptedDomain.Root}";

    internal void Add((string Dn, (string, object[])[] Attributes) entry, Guid id) => Entries[id] = entry;

    internal ScriptedServer Serve() => new(authority, Domain.Answer);

    internal ActiveDirectoryOptions Options(params IEnumerable<ScriptedServer> servers) => new()
    {
        Server = string.Join(", ", servers.Select(s => s.Url)),
        User = "reader@fake.test",
        Password = "secret",
        TrustedCertificate = caFile,
        OperationTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>A cursor as a full reading of this domain gives it.</summary>
    internal static async Task<Cursor> CursorAsync(ISource source)
    {
        var reading = await AdReading.OfAsync(source);
        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems.Select(p => p.Message)));
        return reading.Receipt.Cursor!.Value;
    }

    /// <summary>A full reading and then one of changes, with the script as it stands.</summary>
    internal async Task<AdReading> ReadAsync(Func<ChangeCursor, ChangeCursor>? bend = null, Action? between = null)
    {
        await using var server = Serve();
        var source = AdReading.Source(Options(server));
        var cursor = ChangeCursor.TryParse(await CursorAsync(source))!;
        between?.Invoke();
        return await AdReading.OfAsync(source, since: (bend?.Invoke(cursor) ?? cursor).ToCursor());
    }

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(caFile);
    }

    private IEnumerable<byte[]>? Answer(ScriptedRequest request)
    {
        if (First(request) is { } given)
        {
            return given;
        }

        if (request.IsDirSync)
        {
            var (cookie, answer) = Answers.FirstOrDefault(a => request.Mentions($"cookie {a.Key}"));
            return cookie is null
                ? [ScriptedServer.Changes(request.Id, "cookie now"u8.ToArray())]
                : [.. answer.Entries.Select(e => WithId(e, request.Id)), ScriptedServer.Changes(request.Id, System.Text.Encoding.UTF8.GetBytes($"cookie {answer.Next}"), answer.More)];
        }

        return request is { Operation: ScriptedRequest.Search, BaseDn: ScriptedDomain.Root } && request.Attributes.Contains("isDeleted") && request.Attributes.Contains("member")
            ? ScriptedDomain.Page(request.Id, Entries.Where(e => request.Holds(e.Key.ToByteArray())).Select(e => e.Value))
            : null;
    }

    /// <summary>An entry for DirSync is made before it is known which request it answers: its message id, always one byte here, is set then.</summary>
    private static byte[] WithId(byte[] entry, int id)
    {
        var copy = (byte[])entry.Clone();
        var at = copy[1] < 0x80 ? 4 : 4 + (copy[1] & 0x7F);
        copy[at] = checked((byte)id);
        return copy;
    }
}
