namespace SyncEngine.Emulators;

/// <summary>One route of the API.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">The path below the base; a last segment <c>{id}</c> stands for a number.</param>
/// <param name="Handler">The endpoint.</param>
/// <param name="Rights">Bits the caller must have, all of them.</param>
/// <param name="IsCreation">Whether it counts in the allowance for creating members.</param>
internal sealed record PyrusRoute(string Method, string Path, PyrusHandler Handler, int Rights = 0, bool IsCreation = false);

/// <summary>Every route there is.</summary>
internal static class PyrusRoutes
{
    private static readonly PyrusRoute[] All =
    [
        .. MemberEndpoints.Routes, .. RoleEndpoints.Routes, .. OrgChartEndpoints.Routes, .. ProfileEndpoints.Routes, .. ContactsEndpoint.Routes,
    ];

    internal static (PyrusRoute Route, long Id)? Find(string method, string path)
    {
        var slash = path.LastIndexOf('/');
        var id = slash > 0 && long.TryParse(path.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        var pattern = id is null ? path : path[..slash] + "/{id}";
        return Array.Find(All, r => r.Method == method && r.Path == pattern) is { } route ? (route, id ?? 0) : null;
    }
}
