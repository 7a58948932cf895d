using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SyncEngine.Emulators;

/// <summary>
/// Turns one request into one answer: token, scope, quota, rights, endpoint, saving, then what the request wants to see of it. Knows nothing of
/// connections.
/// </summary>
internal sealed class GSuiteDispatcher(GSuiteServices services, TokenEndpoint tokenEndpoint, Action<GSuiteState> save)
{
    private readonly UserQuota quota = new(services.Options);

    internal GSuiteAnswer Answer(string method, string path, HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (path == TokenEndpoint.Path)
        {
            return method == "POST" ? tokenEndpoint.Answer(body) : GSuiteAnswer.Html(404, "Error 404 (Not Found)");
        }

        if (GSuiteRoutes.Find(method, path) is not { } found)
        {
            return GSuiteAnswer.Html(404, "Error 404 (Not Found)");
        }

        try
        {
            lock (services.State.Gate)
            {
                services.State.Purge();
                var token = Authenticate(request);
                CheckMayCall(found.Route, token, request.Query);
                var call = new GSuiteCall(services, found.Route, found.Path, request.Query, body) { Caller = CallerOf(token, request.Query), IfMatch = request.Headers.IfMatch.ToString() };
                var mask = call.Text("fields") is { } fields ? FieldMask.Parse(fields, found.Route.Answer ?? Shape.Open) : null;
                var whole = GSuiteAnswer.Write(json => found.Route.Handler(call, json), indented: false);
                save(services.State);
                return whole.IsEmpty ? new GSuiteAnswer(204, default) : Shown(whole, mask, call, request);
            }
        }
        catch (GSuiteRefusal refusal)
        {
            return GSuiteAnswer.Error(refusal) with { RetryAfter = refusal.Reason == "userRateLimitExceeded" ? quota.Left() : null };
        }
    }

    /// <summary>The answer, or that it is still the one the client has; only the fields it asked for, with line breaks unless it wants none.</summary>
    private static GSuiteAnswer Shown(ReadOnlyMemory<byte> whole, FieldMask? mask, GSuiteCall call, HttpRequest request)
    {
        using var document = JsonDocument.Parse(whole);
        var etag = document.RootElement.TryGetProperty("etag", out var value) ? value.GetString() : null;
        if (etag is not null && call.Route.Method == "GET" && Matches(request.Headers.IfNoneMatch.ToString(), etag))
        {
            return new GSuiteAnswer(304, default) { ETag = etag };
        }

        var indented = call.Text("prettyPrint") is null || call.Flag("prettyPrint");
        var body = mask is null && !indented ? whole : GSuiteAnswer.Write(json => Write(document.RootElement, mask, json), indented);
        return new GSuiteAnswer(200, body) { ETag = etag };
    }

    private static void Write(JsonElement whole, FieldMask? mask, Utf8JsonWriter json)
    {
        if (mask is null)
        {
            whole.WriteTo(json);
        }
        else
        {
            mask.Write(whole, json);
        }
    }

    private static bool Matches(string header, string etag) => header == "*" || header.Split(',', StringSplitOptions.TrimEntries).Any(known => known == etag || known == "W/" + etag);

    private GSuiteToken Authenticate(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : request.Query["access_token"].ToString();
        return token.Length == 0 ? throw GSuiteRefusal.LoginRequired() : services.Tokens.Check(token) ?? throw GSuiteRefusal.BadCredentials();
    }

    private void CheckMayCall(GSuiteRoute route, GSuiteToken token, IQueryCollection query)
    {
        if (!services.Options.Behaviour.ApiEnabled)
        {
            throw new GSuiteRefusal(403, "accessNotConfigured", "Admin SDK API has not been used in project 117000000000 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/admin.googleapis.com/overview?project=117000000000 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.")
            {
                Domain = "usageLimits", Code = "PERMISSION_DENIED", Info = ("SERVICE_DISABLED", "admin.googleapis.com", "projects/117000000000"),
            };
        }

        if (!Array.Exists(route.Scopes, s => token.Scopes.Contains(GSuiteScopes.Prefix + s)))
        {
            throw new GSuiteRefusal(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
            {
                Code = "PERMISSION_DENIED", Info = ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "admin.googleapis.com", "directory." + route.Id),
            };
        }

        if (query.Keys.FirstOrDefault(k => !GSuiteRoutes.Common.Contains(k) && !route.Parameters.Contains(k)) is { } unknown)
        {
            throw GSuiteRefusal.Parameter(unknown, $"Invalid JSON payload received. Unknown name \"{unknown}\": Cannot bind query parameter. Field '{unknown}' could not be found in request message.");
        }
    }

    private GSuiteUser CallerOf(GSuiteToken token, IQueryCollection query)
    {
        var caller = token.UserId is { } id ? services.State.UserById(id) : null;
        if (token.UserId is not null && caller is not { IsDeleted: false, Suspended: false, Archived: false })
        {
            throw GSuiteRefusal.BadCredentials();
        }

        if (!quota.Take(query["quotaUser"].ToString() is { Length: > 0 } named ? named : token.UserId ?? ""))
        {
            throw GSuiteRefusal.UserRateLimit();
        }

        // Without an administrator to act as, a service account is nobody in this API.
        var everybody = query["viewType"] == "domain_public";
        return caller is not null && (caller.IsAdmin || caller.IsDelegatedAdmin || everybody) ? caller : throw GSuiteRefusal.Forbidden();
    }
}
