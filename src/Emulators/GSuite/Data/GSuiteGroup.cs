namespace SyncEngine.Emulators;

/// <summary>A group with its direct members.</summary>
public sealed record GSuiteGroup
{
    /// <summary>The immutable id; empty in a seed means the next free one.</summary>
    public string Id { get; init; } = "";

    /// <summary>The address, unique among groups, users and aliases ignoring case.</summary>
    public string Email { get; init; } = "";

    /// <summary>The name to show.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is for; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Further addresses in the customer's domains.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Further addresses outside the customer's domains.</summary>
    public IReadOnlyList<string> NonEditableAliases { get; init; } = [];

    /// <summary>Whether an administrator made it. Default true.</summary>
    public bool AdminCreated { get; init; } = true;

    /// <summary>Direct members. Those of deleted users stay and are not shown.</summary>
    public IReadOnlyList<GSuiteMember> Members { get; init; } = [];

    /// <summary>How often it changed; the etag follows it. Set by the emulator.</summary>
    public long Version { get; init; }
}

/// <summary>One direct member of a group.</summary>
public sealed record GSuiteMember
{
    /// <summary>The id of the user, group or customer. Empty in a seed: found by <see cref="Email"/>, or made for an external member.</summary>
    public string Id { get; init; } = "";

    /// <summary>
    /// The address: a user's primary one or an alias, a group's, or any for an external member. Null for a customer. An alias is shown as it is
    /// for as long as it belongs to the user; otherwise the member's present address is.
    /// </summary>
    public string? Email { get; init; }

    /// <summary><c>USER</c>, <c>GROUP</c>, <c>CUSTOMER</c> (everybody) or <c>EXTERNAL</c>. Empty in a seed: found by <see cref="Email"/>.</summary>
    public string Type { get; init; } = "";

    /// <summary><c>OWNER</c>, <c>MANAGER</c> or <c>MEMBER</c> (the default).</summary>
    public string Role { get; init; } = "MEMBER";
}
