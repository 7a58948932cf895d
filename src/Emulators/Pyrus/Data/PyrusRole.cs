namespace SyncEngine.Emulators;

/// <summary>A role: a named set of members. Roles and members share one sequence of ids.</summary>
public sealed record PyrusRole
{
    /// <summary>The id; 0 in a seed means the next free one.</summary>
    public int Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The id in a foreign system (text, unlike a department's).</summary>
    public string? ExternalId { get; init; }

    /// <summary>Blocked.</summary>
    public bool Banned { get; init; }

    /// <summary>Deleted: hidden from the list unless <c>include_fired</c> is given.</summary>
    public bool Fired { get; init; }

    /// <summary>Ids of its members, ascending.</summary>
    public IReadOnlyList<int> MemberIds { get; init; } = [];
}
