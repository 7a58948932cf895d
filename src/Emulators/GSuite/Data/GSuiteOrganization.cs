namespace SyncEngine.Emulators;

/// <summary>One of a user's organisations, with the field names of the API.</summary>
public sealed record GSuiteOrganization
{
    /// <summary>The company's name.</summary>
    public string? Name { get; init; }

    /// <summary>Job title.</summary>
    public string? Title { get; init; }

    /// <summary>Department.</summary>
    public string? Department { get; init; }

    /// <summary>Whether it is the main one; shown only when true.</summary>
    public bool Primary { get; init; }

    /// <summary><c>work</c>, <c>school</c>, <c>domain_only</c> and others.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of employment, by practice: <c>Full time</c>.</summary>
    public string? Description { get; init; }

    /// <summary>Cost centre.</summary>
    public string? CostCenter { get; init; }

    /// <summary>Where it is.</summary>
    public string? Location { get; init; }
}

/// <summary>A value with a type, as telephones, relations and external ids are.</summary>
/// <param name="Value">The value.</param>
/// <param name="Type">The type; <c>custom</c> goes with <paramref name="CustomType"/>.</param>
/// <param name="CustomType">The name of a custom type.</param>
/// <param name="Primary">Whether it is the main one; shown only when true.</param>
public sealed record GSuiteTyped(string Value, string Type, string? CustomType = null, bool Primary = false);
