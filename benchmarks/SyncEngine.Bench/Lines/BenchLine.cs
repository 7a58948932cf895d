using SyncEngine.Bench.Runner;

namespace SyncEngine.Bench.Lines;

/// <summary>What the columns of a line are.</summary>
internal enum LineUnit
{
    /// <summary>Seconds; less is better, and the ratio is how many times as long as the reference.</summary>
    Time,

    /// <summary>People in a second; more is better, and the ratio is the share of the reference's rate.</summary>
    Rate,
}

/// <summary>One workload beside its reference.</summary>
internal abstract class BenchLine(string name, LineUnit unit)
{
    internal string Name => name;

    internal LineUnit Unit => unit;

    /// <summary>The name of a second line with the processor time of the same samples; null where nobody asks for it.</summary>
    internal virtual string? CpuName => null;

    /// <summary>Of how many people the line really is.</summary>
    internal virtual int Size(BenchWorld world) => world.Size;

    /// <summary>Makes what both sides need; on no clock.</summary>
    internal virtual Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Measures ours once, in a fresh place, and checks what came out of it.</summary>
    internal abstract Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken);

    /// <summary>Measures the reference once; null where there is none.</summary>
    internal abstract Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken);

    /// <summary>Further figures, printed as comments.</summary>
    internal virtual Task<IReadOnlyList<string>> CommentsAsync(BenchWorld world, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    protected static void Check(long actual, long expected, string what)
    {
        if (actual != expected)
        {
            throw new BenchException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what}: {actual} instead of {expected}. The time does not count."));
        }
    }
}
