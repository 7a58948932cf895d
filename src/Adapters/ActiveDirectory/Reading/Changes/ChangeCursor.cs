using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>By which means changes are found.</summary>
internal enum ChangeMethod
{
    /// <summary>DirSync, with the right to replicate directory changes.</summary>
    DirSync,

    /// <summary>DirSync within what the account that reads may see anyway (object security).</summary>
    DirSyncVisible,

    /// <summary>The controller's own change numbers.</summary>
    UsnChanged,
}

/// <summary>
/// A place in one controller's changes: nothing that changed after it is missing in what is read from there. As text it is the system's cursor, with a
/// checksum: a cookie that lost a bit may still be one, of another place.
/// </summary>
internal sealed record ChangeCursor
{
    private const string Version = "ad1";
    private static readonly string[] Names = ["method", "controller", "server", "invocation", "base", "scope", "time", "usn", "cookie", "check"];

    internal required ChangeMethod Method { get; init; }

    /// <summary>The controller's own name, for people.</summary>
    internal required string Controller { get; init; }

    /// <summary>How it was reached, as host:port.</summary>
    internal required string Server { get; init; }

    internal required Guid Invocation { get; init; }

    /// <summary>The id of the object at the base: of another one there are other changes.</summary>
    internal required Guid Base { get; init; }

    /// <summary>What was read of each entry (<see cref="ScopeOf"/>): of what was not, no change was noticed.</summary>
    internal required string Scope { get; init; }

    /// <summary>When it was made, by the clock of this machine.</summary>
    internal required DateTimeOffset Time { get; init; }

    /// <summary>The controller's highest change number then.</summary>
    internal required long Usn { get; init; }

    /// <summary>DirSync's own place; empty for the other method.</summary>
    internal byte[] Cookie { get; init; } = [];

    /// <summary>Options and mapping that decide what a record holds, in short: after a change of any, everything must be read once.</summary>
    internal static string ScopeOf(ActiveDirectoryOptions options)
    {
        // To be counted up when the mapping gives other records for the same entries.
        const int Mapping = 1;
        var attributes = options.Attributes.Select(a => a.ToLowerInvariant()).Order(StringComparer.Ordinal);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Mapping};{options.ExpiredAccounts};{string.Join(',', attributes)}");
        var groups = string.Join(',', options.GroupAttributes.Select(a => a.ToLowerInvariant()).Order(StringComparer.Ordinal));
        return Short(groups.Length == 0 ? text : $"{text};{groups}");
    }

    internal Cursor ToCursor()
    {
        string[] values =
        [
            Method.ToString(), Controller, Server, Invocation.ToString("D"), AdIdentifiers.Anchor(Base), Scope,
            Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), Usn.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(Cookie),
        ];
        var text = string.Join(';', values.Zip(Names, (value, name) => $"{name}={value}").Prepend(Version));
        return new Cursor($"{text};{Names[^1]}={Short(text)}");
    }

    /// <summary>Reads a cursor's text, or gives null when it is none of this version.</summary>
    internal static ChangeCursor? TryParse(Cursor cursor)
    {
        var parts = (cursor.Value ?? "").Split(';');
        if (parts.Length != Names.Length + 1 || parts[0] != Version || !parts.Skip(1).Zip(Names).All(p => p.First.StartsWith(p.Second + "=", StringComparison.Ordinal)))
        {
            return null;
        }

        var values = parts.Skip(1).Select(p => p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..]).ToArray();
        var cookie = new byte[values[8].Length];
        var end = cursor.Value!.LastIndexOf(';');
        return Short(cursor.Value[..end]) == values[9] && Enum.TryParse<ChangeMethod>(values[0], out var method) && Enum.IsDefined(method) && values[0] == method.ToString()
            && Guid.TryParseExact(values[3], "D", out var invocation)
            && Guid.TryParseExact(values[4], "D", out var start)
            && DateTimeOffset.TryParseExact(values[6], "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && long.TryParse(values[7], NumberStyles.None, CultureInfo.InvariantCulture, out var usn)
            && Convert.TryFromBase64String(values[8], cookie, out var length)
            && (length > 0 || method == ChangeMethod.UsnChanged)
            ? new ChangeCursor
            {
                Method = method,
                Controller = values[1],
                Server = values[2],
                Invocation = invocation,
                Base = start,
                Scope = values[5],
                Time = time,
                Usn = usn,
                Cookie = cookie[..length],
            }
            : null;
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
