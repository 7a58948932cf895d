namespace SyncEngine.Emulators;

/// <summary>A department of the organisation chart.</summary>
public sealed record PyrusDepartment
{
    /// <summary>The id; 0 in a seed means the next free one.</summary>
    public long Id { get; init; }

    /// <summary>The department above, or null at the top.</summary>
    public long? ParentId { get; init; }

    /// <summary>The member who leads it.</summary>
    public int? ManagerId { get; init; }

    /// <summary>The name.</summary>
    public string? DepartmentName { get; init; }

    /// <summary>The id in a foreign system (a number, unlike a role's).</summary>
    public long? ExternalId { get; init; }
}
