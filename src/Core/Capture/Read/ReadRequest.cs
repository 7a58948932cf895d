using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>What to read.</summary>
public sealed record ReadRequest
{
    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int BatchSizeDefault = 500;

    /// <summary>The largest allowed <see cref="BatchSize"/>.</summary>
    public const int BatchSizeMax = 10_000;

    /// <summary>The largest number of records in one batch: 1 to <see cref="BatchSizeMax"/>, default <see cref="BatchSizeDefault"/>.</summary>
    public int BatchSize { get; init; } = BatchSizeDefault;

    /// <summary>
    /// Where an earlier reading ended (<see cref="Receipt.Cursor"/>): only what changed since then is wanted. Null, the default, reads everything. A source
    /// that cannot continue from there gives no records and an incomplete receipt with <see cref="Receipt.FullReadNeeded"/>.
    /// </summary>
    public Cursor? Since { get; init; }

    /// <summary>
    /// Fields that are wanted beside those that every reading gives, in order; none by default. What is asked of single entries after this reading
    /// (<see cref="ISource.ConfirmAsync"/>) gives them too. One that the system does not have is passed over.
    /// </summary>
    public ImmutableArray<SourceField> Fields { get; init; } = [];
}
