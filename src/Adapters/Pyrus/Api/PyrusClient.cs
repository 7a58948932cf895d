using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>A list as read, and how many of its items made no sense.</summary>
internal sealed record PyrusList<T>(IReadOnlyList<T> Items, int Unreadable, PyrusReply Reply);

/// <summary>The calls of Pyrus API v4 that this adapter makes. Every failure is a <see cref="PyrusApiException"/>.</summary>
internal sealed class PyrusClient(PyrusTransport transport, PyrusSignIn signIn, ILogger logger)
{
    internal async Task<(Profile Profile, PyrusReply Reply)> GetProfileAsync(CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Get, "profile", null, cancellationToken).ConfigureAwait(false);
        return (Profile.Parse(reply.Body) ?? throw Shapeless(reply, "profile", "person and organisation"), reply);
    }

    internal Task<PyrusList<Person>> GetMembersAsync(CancellationToken cancellationToken) =>
        ListAsync("members?include_fired=true", "members", mayLack: false, Person.Parse, cancellationToken);

    internal Task<PyrusList<Role>> GetRolesAsync(CancellationToken cancellationToken) => ListAsync("roles", "roles", mayLack: true, Role.Parse, cancellationToken);

    internal Task<PyrusList<Department>> GetDepartmentsAsync(CancellationToken cancellationToken) =>
        ListAsync("orgchart", "departments", mayLack: true, Department.Parse, cancellationToken);

    internal Task<Person> GetMemberAsync(long id, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Get, Path("members", id), null, Person.Parse, cancellationToken);

    internal Task<Role> GetRoleAsync(long id, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Get, Path("roles", id), null, Role.Parse, cancellationToken);

    /// <summary>Members of a role come and go by differences.</summary>
    internal Task<Role> UpdateRoleAsync(long id, JsonObject body, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Put, Path("roles", id), body, Role.Parse, cancellationToken);

    internal Task<Role> CreateRoleAsync(JsonObject body, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Post, "roles", body, Role.Parse, cancellationToken);

    internal Task<Person> CreateMemberAsync(JsonObject body, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Post, "members", body, Person.Parse, cancellationToken);

    internal Task<Person> UpdateMemberAsync(long id, JsonObject body, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Put, Path("members", id), body, Person.Parse, cancellationToken);

    internal Task<Person> BlockMemberAsync(long id, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Delete, Path("members", id), null, Person.Parse, cancellationToken);

    /// <summary>The chart's verbs are inverted: PUT creates.</summary>
    internal Task<Department> CreateDepartmentAsync(JsonObject body, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Put, "orgchart", body, Department.Parse, cancellationToken);

    /// <summary>The chart's verbs are inverted: POST updates.</summary>
    internal Task<Department> UpdateDepartmentAsync(long id, JsonObject body, CancellationToken cancellationToken) =>
        OneAsync(HttpMethod.Post, Path("orgchart", id), body, Department.Parse, cancellationToken);

    /// <summary>The bulk call. Gives the members that its answer shows; its shape is documented nowhere, so none is no error.</summary>
    internal async Task<IReadOnlyList<Person>> ChangeMembersAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Post, "members/bulk", body, cancellationToken).ConfigureAwait(false);
        var list = reply.Body.EnumerateObject().FirstOrDefault(p => p.Name.Equals("members", StringComparison.OrdinalIgnoreCase)).Value;
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(Person.Parse).OfType<Person>()] : [];
    }

    private static string Path(string collection, long id) => string.Create(CultureInfo.InvariantCulture, $"{collection}/{id}");

    private static PyrusApiException Shapeless(PyrusReply reply, string path, string lacking) =>
        new(PyrusFailure.AnswerLost, $"the answer of {reply.Server} to '{path}' lacks {lacking}");

    private async Task<PyrusList<T>> ListAsync<T>(string path, string name, bool mayLack, Func<JsonElement, T?> parse, CancellationToken cancellationToken)
        where T : class
    {
        var reply = await SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);

        // Empty fields are never returned, by the documentation: a list of nothing may be missing.
        var found = JsonRead.Items(reply.Body, name) ?? (mayLack && JsonRead.Find(reply.Body, name) is null ? [] : throw Shapeless(reply, path, $"the list '{name}'"));
        var items = found.Select(parse).OfType<T>().ToList();
        return new PyrusList<T>(items, found.Count - items.Count, reply);
    }

    private async Task<T> OneAsync<T>(HttpMethod method, string path, JsonObject? body, Func<JsonElement, T?> parse, CancellationToken cancellationToken)
        where T : class
    {
        var reply = await SendAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        return parse(reply.Body) ?? throw Shapeless(reply, path, "an id");
    }

    /// <summary>A 401 was not looked at, so the request may be repeated, once, with a fresh token; this holds for writes too.</summary>
    private async Task<PyrusReply> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var ticket = transport.TakeTicket(creation: method == HttpMethod.Post && path == "members");
        var token = await signIn.TokenAsync(refused: null, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(method, path, body, token, ticket, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e) when (e.Status == 401)
        {
            Log.TokenRefused(logger, e.Code);
        }

        var fresh = await signIn.TokenAsync(token, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(method, path, body, fresh, ticket, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e) when (e.Status == 401)
        {
            throw new PyrusApiException(PyrusFailure.SignInRefused, $"a fresh token is refused too: {e.Message}", e) { Status = 401, Code = e.Code };
        }
    }

    private Task<PyrusReply> SendAsync(HttpMethod method, string path, JsonObject? body, PyrusToken token, PyrusTicket ticket, CancellationToken cancellationToken) =>
        transport.SendAsync(method, new Uri(token.Api, path), body, token.Value, repeatable: method == HttpMethod.Get, ticket, cancellationToken);
}
