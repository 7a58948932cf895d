using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SyncEngine.Emulators;

/// <summary>One authenticated request as an endpoint sees it.</summary>
internal sealed class PyrusCall(PyrusState state, PyrusBehaviour behaviour, IQueryCollection query, ReadOnlyMemory<byte> body)
{
    internal PyrusState State { get; } = state;

    internal PyrusBehaviour Behaviour { get; } = behaviour;

    /// <summary>Who is asking; null for signing in only.</summary>
    internal PyrusMember? Caller { get; set; }

    /// <summary>The id in the path, where the route has one.</summary>
    internal long Id { get; set; }

    internal PyrusBody Body => PyrusBody.Parse(body);

    /// <summary>A flag of the query in any letter case; absent is false.</summary>
    internal bool Flag(string name)
    {
        var text = query[name].ToString();
        return bool.TryParse(text, out var flag)
            ? flag
            : text.Length == 0 ? false : throw PyrusRefusal.Bad("invalid_value_format");
    }

    internal PyrusMember KnownMember(long id) =>
        (id is > 0 and <= int.MaxValue ? State.Member((int)id) : null) ?? throw new PyrusRefusal(Behaviour.UnknownPersonStatus, Behaviour.UnknownPersonCode);
}

/// <summary>An endpoint: reads the call, changes the state, writes the body of a 200.</summary>
internal delegate void PyrusHandler(PyrusCall call, Utf8JsonWriter json);
