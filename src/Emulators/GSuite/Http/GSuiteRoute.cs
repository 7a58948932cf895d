namespace SyncEngine.Emulators;

/// <summary>One method of the API, as the discovery document describes it.</summary>
/// <param name="Id">Its name there, without <c>directory.</c>: <c>users.list</c>.</param>
/// <param name="Method">The verb.</param>
/// <param name="Path">The path below the root; <c>{name}</c> is one segment, <c>{+name}</c> the rest.</param>
/// <param name="Handler">The endpoint.</param>
/// <param name="Scopes">Any of these will do, without their common beginning.</param>
internal sealed record GSuiteRoute(string Id, string Method, string Path, GSuiteHandler Handler, string[] Scopes)
{
    /// <summary>The shape of its answer, which <c>fields</c> chooses from; null when it has none.</summary>
    internal Shape? Answer { get; init; }

    /// <summary>The parameters of the query it knows, beside those of every method.</summary>
    internal string[] Parameters { get; init; } = [];

    private string[] Segments { get; } = Path.Split('/');

    /// <summary>The variable parts of a path that fits, decoded; null for one that does not.</summary>
    internal IReadOnlyDictionary<string, string>? Match(string[] path)
    {
        var rest = Segments[^1].StartsWith("{+", StringComparison.Ordinal);
        if (rest ? path.Length < Segments.Length : path.Length != Segments.Length)
        {
            return null;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Segments.Length; i++)
        {
            var segment = Segments[i];
            if (segment[0] != '{')
            {
                if (segment != path[i])
                {
                    return null;
                }

                continue;
            }

            var value = rest && i == Segments.Length - 1 ? string.Join('/', path[i..]) : path[i];
            if (value.Length == 0)
            {
                return null;
            }

            found[segment.Trim('{', '}', '+')] = value;
        }

        return found;
    }
}

/// <summary>Every method there is.</summary>
internal static class GSuiteRoutes
{
    internal const string Prefix = "admin/directory/v1/";

    /// <summary>Parameters that every method takes.</summary>
    internal static readonly string[] Common =
    [
        "$.xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint", "quotaUser", "uploadType", "upload_protocol",
    ];

    internal static readonly GSuiteRoute[] All =
    [
        .. UserEndpoints.Routes, .. ChannelEndpoints.Routes, .. UserWriteEndpoints.Routes, .. GroupEndpoints.Routes, .. GroupMemberEndpoints.Routes, .. GroupWriteEndpoints.Routes,
        .. OrgUnitEndpoints.Routes, .. CustomerEndpoints.Routes,
    ];

    internal static (GSuiteRoute Route, IReadOnlyDictionary<string, string> Path)? Find(string method, string path)
    {
        // An encoded slash is part of a segment, so it is decoded after the split.
        var segments = Array.ConvertAll(path.Split('/'), s => s.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        foreach (var route in All.Where(r => r.Method == method))
        {
            if (route.Match(segments) is { } found)
            {
                return (route, found);
            }
        }

        return null;
    }
}
