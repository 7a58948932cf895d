using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>
/// Stage 1, read: a connected system in its reading role. Called by the pipeline; gives records as the system has them, in canonical
/// names; must never decide, filter by policy, or take its own trouble for "nothing there".
/// </summary>
public interface ISource
{
    /// <summary>The name under which the host registered this system.</summary>
    SystemName Name { get; }

    /// <summary>
    /// Reads the system. Batches are bounded by <see cref="ReadRequest.BatchSize"/>; units come before the entries inside them; exactly one
    /// batch, the last, carries a <see cref="Receipt"/>. Trouble after the reading began ends it with an incomplete receipt that says
    /// where and why; it is not thrown. With <see cref="ReadRequest.Since"/> it gives what changed since then, each changed
    /// entry once, as it is now and whole; what it cannot tell from there makes it say <see cref="Receipt.FullReadNeeded"/>.
    /// </summary>
    /// <exception cref="ConnectedSystemException">The system cannot be used as configured (unreachable, credentials, certificate, base, rights); nothing was read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the system for single entries by their anchors, so that an absence can be confirmed (or refuted) before it counts. Gives one
    /// answer for each key, in the order asked. Trouble gives <see cref="ConfirmationAnswer.CannotTell"/>, never <see cref="ConfirmationAnswer.Gone"/>.
    /// </summary>
    Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Says which fields the system has for a kind of entries; asked when a person names one that was not read of any. Null, the default, for a source that
    /// gives all it has in every reading.
    /// </summary>
    /// <exception cref="ConnectedSystemException">The system cannot be used as configured, so nobody can say.</exception>
    Task<SourceFields?> DescribeAsync(EntryKind kind, CancellationToken cancellationToken) => Task.FromResult<SourceFields?>(null);
}
