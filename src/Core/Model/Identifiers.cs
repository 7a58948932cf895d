using System.Globalization;

namespace SyncEngine.Model;

/// <summary>The id of one run (one passage along the path).</summary>
/// <param name="Value">A version 7 GUID, so that ids sort by time.</param>
public readonly record struct RunId(Guid Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString("N");
}

/// <summary>The id of one stored plan.</summary>
/// <param name="Value">A version 7 GUID, so that ids sort by time.</param>
public readonly record struct PlanId(Guid Value)
{
    /// <summary>When the plan was made, to the millisecond: a version 7 GUID begins with it.</summary>
    internal DateTimeOffset MadeAt => DateTimeOffset.FromUnixTimeMilliseconds(
        long.Parse(Value.ToString("N").AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>Reads an id as people type it (with or without dashes).</summary>
    public static PlanId? TryParse(string? text) => Guid.TryParse(text, out var value) ? new PlanId(value) : null;

    /// <inheritdoc />
    public override string ToString() => Value.ToString("N");
}

/// <summary>Who did something: a person, or the engine on its own.</summary>
/// <param name="Name">A person's address or login as the host knows it, or <c>engine</c>.</param>
public readonly record struct Actor(string Name)
{
    /// <summary>The engine acting on its schedule or by opt-in.</summary>
    public static Actor Engine => new("engine");

    /// <summary>A named person.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Actor Person(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Actor(name);
    }

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>An opaque place to continue reading a source from (a DirSync cookie, a page token).</summary>
/// <param name="Value">The source's own text; only the adapter that gave it understands it.</param>
public readonly record struct Cursor(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
