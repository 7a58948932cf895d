using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SyncEngine.Emulators;

/// <summary>One authenticated request as an endpoint sees it.</summary>
internal sealed class GSuiteCall(GSuiteServices services, GSuiteRoute route, IReadOnlyDictionary<string, string> path, IQueryCollection query, ReadOnlyMemory<byte> body)
{
    internal GSuiteState State { get; } = services.State;

    internal GSuiteServices Services { get; } = services;

    internal GSuiteBehaviour Behaviour { get; } = services.Options.Behaviour;

    internal GSuiteRoute Route { get; } = route;

    /// <summary>Who the token acts as.</summary>
    internal required GSuiteUser Caller { get; init; }

    internal ReadOnlyMemory<byte> RawBody => body;

    /// <summary>The etag a write is meant for; empty when it is meant for any.</summary>
    internal string IfMatch { get; init; } = "";

    /// <summary>A part of the path.</summary>
    internal string Segment(string name) => path[name];

    /// <summary>A parameter of the query; null when absent or empty.</summary>
    internal string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A parameter that may only have some values; null when absent.</summary>
    internal string? OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var value in allowed)
        {
            if (text.Equals(value, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw GSuiteRefusal.Parameter(name, $"Invalid string value: '{text}'. Allowed values: [{string.Join(", ", allowed.ToArray())}]");
    }

    internal bool Flag(string name) => Text(name) is { } text
        && (bool.TryParse(text, out var flag) ? flag : throw GSuiteRefusal.Parameter(name, $"Invalid boolean value: '{text}'."));

    /// <summary>The size of a page; over the maximum it is refused, or taken as the maximum.</summary>
    internal int PageSize(int byDefault, int max, bool clamp)
    {
        if (Text("maxResults") is not { } text)
        {
            return byDefault;
        }

        if (!int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var size))
        {
            throw GSuiteRefusal.Parameter("maxResults", $"Invalid integer value: '{text}'.");
        }

        return size < 1 || (size > max && !clamp)
            ? throw GSuiteRefusal.Parameter("maxResults", $"Invalid value '{size}'. Values must be within the range: [1, {max}]")
            : Math.Min(size, max);
    }

    /// <summary>The listing this request is a page of: everything but where in it, and how it is shown.</summary>
    internal string Listing() => string.Join('&', path.Select(p => $"{p.Key}={p.Value}").Prepend(Route.Id).Prepend(Caller.Id)
        .Concat(Route.Parameters.Where(p => p is not "pageToken" and not "maxResults").Select(p => $"{p}={query[p]}")));

    /// <summary>One page of a listing, from where its token says.</summary>
    internal (IReadOnlyList<T> Items, string? NextPageToken) Page<T>(Sorted<T> sorted, int size, Func<T, bool>? fits = null)
    {
        var listing = Listing();
        var token = Text("pageToken") is { } text ? Services.Pages.Take(text, listing) : new PageToken(listing, null, 1, default);
        if (Behaviour.EmptyPageEvery is > 0 and var every && token.Page % every == 0)
        {
            return ([], Services.Pages.Issue(listing, token.After, token.Page + 1));
        }

        var items = new List<T>(Math.Min(size, 500));
        var last = token.After;
        foreach (var (key, item) in sorted.After(token.After).Where(e => fits?.Invoke(e.Item) != false))
        {
            if (items.Count == size)
            {
                return (items, Services.Pages.Issue(listing, last, token.Page + 1));
            }

            items.Add(item);
            last = key;
        }

        return (items, null);
    }

    internal T Body<T>()
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body.Span, GSuiteBody.Json) ?? throw GSuiteRefusal.Bad();
        }
        catch (JsonException e)
        {
            throw new GSuiteRefusal(400, "parseError", $"Parse Error: {e.Path}");
        }
    }

    /// <summary>Checks that a request is for this customer.</summary>
    internal void CheckCustomer(string customer)
    {
        if (customer != "my_customer" && customer != State.CustomerId)
        {
            throw GSuiteRefusal.Forbidden();
        }
    }

    /// <summary>Refuses a write that is meant for another state.</summary>
    internal void CheckMatch(string etag)
    {
        if (IfMatch is not ("" or "*") && !IfMatch.Split(',', StringSplitOptions.TrimEntries).Contains(etag, StringComparer.Ordinal))
        {
            throw new GSuiteRefusal(412, "conditionNotMet", "Precondition Failed") { Location = "If-Match", LocationType = "header" };
        }
    }

    internal GSuiteUser KnownUser(string key) => State.User(key) ?? throw Missing(key, "userKey");

    internal GSuiteGroup KnownGroup(string key) => State.Group(key) ?? throw Missing(key, "groupKey");

    /// <summary>An address of another customer is none of ours; anything else is not there.</summary>
    internal GSuiteRefusal Missing(string key, string what) =>
        key.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && !State.Domains.Contains(key[(at + 1)..], StringComparer.OrdinalIgnoreCase)
            ? GSuiteRefusal.Forbidden()
            : GSuiteRefusal.NotFound(what);
}

/// <summary>An endpoint: reads the call, changes the state, writes the body of a 200; writing nothing is a 204.</summary>
internal delegate void GSuiteHandler(GSuiteCall call, Utf8JsonWriter json);
