namespace SyncEngine.Host;

/// <summary>What may stand at one place of the configuration.</summary>
internal abstract record Shape;

/// <summary>One value.</summary>
/// <param name="Allowed">What is allowed, for the message.</param>
/// <param name="Accepts">Whether a text is a value.</param>
/// <param name="Choices">The allowed texts, where they can be listed: one of them may be what was meant.</param>
internal sealed record ValueShape(string Allowed, Func<string, bool> Accepts, IReadOnlyList<string>? Choices = null) : Shape;

/// <summary>A list of values.</summary>
internal sealed record ListShape(ValueShape Item) : Shape;

/// <summary>One value, or a list of them.</summary>
internal sealed record ValueOrListShape(ValueShape Item) : Shape;

/// <summary>Names of the user's own, each with the same shape.</summary>
internal sealed record MapShape(Shape Item) : Shape;

/// <summary>Known keys, ignoring case.</summary>
internal sealed record SectionShape(IReadOnlyDictionary<string, Shape> Keys) : Shape;

/// <summary>Known keys that depend on the value of one of them, <c>Type</c>.</summary>
internal sealed record ByTypeShape : Shape;
