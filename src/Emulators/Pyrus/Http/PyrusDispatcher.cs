using Microsoft.AspNetCore.Http;

namespace SyncEngine.Emulators;

/// <summary>Turns one request into one answer: signing in, token, limits, rights, endpoint, saving. Knows nothing of connections.</summary>
internal sealed class PyrusDispatcher(PyrusEmulatorOptions options, PyrusState state, PyrusTokens tokens, Action<PyrusState> save)
{
    private readonly RateLimiter limiter = new(options);

    /// <summary>What the answer to signing in announces; null for a self-hosted server.</summary>
    internal string? ApiUrl { get; set; }

    internal PyrusAnswer Answer(string method, string path, HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var call = new PyrusCall(state, options.Behaviour, request.Query, body);
        try
        {
            if (path == "auth")
            {
                return method == "POST" ? SignIn(call) : PyrusAnswer.UnknownRoute(path);
            }

            lock (state.Gate)
            {
                call.Caller = Authenticate(request.Headers.Authorization.ToString());
                var found = IsAbsent(path) ? null : PyrusRoutes.Find(method, path);
                var rate = limiter.Take(call.Caller.Id, found?.Route.IsCreation == true);
                return Limited(rate, () => found is { } hit ? Run(call, hit.Route, hit.Id) : PyrusAnswer.UnknownRoute(path)) with { Rate = rate };
            }
        }
        catch (PyrusRefusal refusal)
        {
            return PyrusAnswer.Error(refusal.Status, refusal.Code);
        }
    }

    internal void TakeRights()
    {
        lock (state.Gate)
        {
            foreach (var member in state.Members.Where(m => m.SecurityKey is not null).ToList())
            {
                state.Put(member with { Rights = member.Rights & ~(PyrusRights.ManagePersons | PyrusRights.ManageRoles) });
            }

            save(state);
        }
    }

    private static PyrusAnswer Limited(RateState rate, Func<PyrusAnswer> run)
    {
        try
        {
            return rate.Allowed ? run() : throw new PyrusRefusal(429, "too_many_requests");
        }
        catch (PyrusRefusal refusal)
        {
            return PyrusAnswer.Error(refusal.Status, refusal.Code);
        }
    }

    private PyrusAnswer Run(PyrusCall call, PyrusRoute route, long id)
    {
        if ((call.Caller!.Rights & route.Rights) != route.Rights)
        {
            throw new PyrusRefusal(403, options.Behaviour.MissingRightsCode);
        }

        call.Id = id;
        try
        {
            return PyrusAnswer.Json(200, json => route.Handler(call, json));
        }
        finally
        {
            // Of a bulk call that is refused in its middle, the beginning stays done.
            save(state);
        }
    }

    private PyrusMember Authenticate(string header)
    {
        const string Scheme = "Bearer ";
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        if (token.Length == 0)
        {
            throw new PyrusRefusal(401, "token_not_specified");
        }

        var (person, refusal) = tokens.Check(token);
        var caller = person is { } id ? state.Member(id) : null;
        if (caller is { IsActive: false })
        {
            throw new PyrusRefusal(401, "account_blocked");
        }

        return refusal is null && caller is not null ? caller : throw new PyrusRefusal(401, refusal ?? "invalid_token");
    }

    private PyrusAnswer SignIn(PyrusCall call)
    {
        var body = call.Body;
        if (body.Text("login") is not { Length: > 0 } login || body.Text("security_key") is not { Length: > 0 } key)
        {
            throw PyrusRefusal.Bad("required_parameter_missing");
        }

        lock (state.Gate)
        {
            var members = state.MembersByEmail(login).Where(m => m.SecurityKey == key).ToList();
            var asked = body.Number("person_id");
            if (members.Count > 0 && asked is null && options.Behaviour.RequirePersonId)
            {
                throw PyrusRefusal.Bad("person_identity_missing");
            }

            if (members.Count > 0 && asked is not null && members.TrueForAll(m => m.Id != asked))
            {
                throw PyrusRefusal.Bad("invalid_person_id");
            }

            var member = members.Find(m => asked is null || m.Id == asked) ?? throw new PyrusRefusal(401, "invalid_credentials");
            return member.IsActive ? Token(tokens.Issue(member.Id)) : throw new PyrusRefusal(401, "account_blocked");
        }
    }

    private PyrusAnswer Token(string token) => PyrusAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("access_token", token);
        if (ApiUrl is not null)
        {
            json.WriteString("api_url", ApiUrl);
            json.WriteString("files_url", new Uri(new Uri(ApiUrl), "/").ToString());
        }

        json.WriteEndObject();
    });

    /// <summary>The chart and bulk calls are optional capabilities.</summary>
    private bool IsAbsent(string path) =>
        (!options.Behaviour.BulkAvailable && path == MemberEndpoints.Bulk)
        || (!options.Behaviour.OrgChartAvailable && (path == OrgChartEndpoints.Prefix || path.StartsWith(OrgChartEndpoints.Prefix + "/", StringComparison.Ordinal)));
}
