using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Stage 8, apply: a connected system in its writing role. Called by the change executor with one change at a time; makes the one write and
/// says what the system answered; must never retry a write by itself, choose another account, or decide anything.
/// </summary>
public interface ITarget
{
    /// <summary>The name under which the host registered this system.</summary>
    SystemName Name { get; }

    /// <summary>Makes sure, before anything is read or written, that the engine may write here.</summary>
    /// <exception cref="ConnectedSystemException">It may not, with code <c>TargetPermissionDenied</c> when rights are missing.</exception>
    Task EnsureWritableAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes one write. A refusal and a lost answer are outcomes, not exceptions; so is a write that was cancelled before it was sent. A cancellation that is thrown
    /// counts as a lost answer.
    /// </summary>
    /// <exception cref="ConnectedSystemException">The system as a whole cannot be written to any more (rights or token lost): the run stops, the remaining rows stay pending.</exception>
    Task<Outcome> ApplyAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken);
}

/// <summary>One write to a target.</summary>
public sealed record Change
{
    /// <summary>What it does.</summary>
    public required ChangeAction Action { get; init; }

    /// <summary>The id of the account, department or role it is done to; null for a creation.</summary>
    public string? TargetId { get; init; }

    /// <summary>
    /// Fields to set, by canonical name. For a department: <see cref="AttributeNames.Name"/> and, once it is there,
    /// <see cref="AttributeNames.Manager"/> (the id of an account). For a role: <see cref="AttributeNames.Name"/> and
    /// <see cref="AttributeNames.ExternalId"/>.
    /// </summary>
    public AttributeSet Fields { get; init; } = AttributeSet.Empty;

    /// <summary>Fields to clear, by canonical name.</summary>
    public IReadOnlyList<string> Cleared { get; init; } = [];

    /// <summary>The id of the department to put the account (or department) under; null leaves it as it is, or at the top for a new one.</summary>
    public string? Parent { get; init; }

    /// <summary>True to take the account out of its department.</summary>
    public bool ClearParent { get; init; }

    /// <summary>
    /// <see cref="ChangeAction.AddToRole"/> and <see cref="ChangeAction.RemoveFromRole"/>: the ids of the accounts. Whoever else is a member stays one.
    /// </summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary><see cref="ChangeAction.HandOverWork"/>: the id of the account that gets the work.</summary>
    public string? Receiver { get; init; }
}

/// <summary>Names one write for all time: a retry of the same write of the same plan has the same key.</summary>
/// <param name="Value">Plan id, row id and effect.</param>
public readonly record struct IdempotencyKey(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>How a write ended.</summary>
public enum OutcomeKind
{
    /// <summary>The target did it.</summary>
    Applied = 0,

    /// <summary>The target says it was so already.</summary>
    AlreadySo = 1,

    /// <summary>The target refused, for good or until something else changes.</summary>
    Refused = 2,

    /// <summary>The answer was lost: it may or may not have been done.</summary>
    Unknown = 3,

    /// <summary>The run was cancelled before anything was sent: it was not done.</summary>
    NotSent = 4,
}

/// <summary>The target's answer to one write.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="TargetId">The id of the account, department or role concerned, when known.</param>
/// <param name="Code">The target's own code for a refusal.</param>
/// <param name="Message">What the target said, and what to do; without secrets.</param>
/// <param name="Echo">The account, department or role as the target shows it after the write; counts as an observation.</param>
public sealed record Outcome(OutcomeKind Kind, string? TargetId = null, string? Code = null, string? Message = null, SourceRecord? Echo = null);
