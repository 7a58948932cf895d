using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Benchmarks;

namespace SyncEngine.Bench.Lines;

/// <summary>The pure planner beside a hash join of the same states.</summary>
internal sealed class PlanVsJoin() : BenchLine("plan-vs-join", LineUnit.Time)
{
    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var result = await PieceProcess.RunAsync(world.Piece("plan") with { Path = "" }, cancellationToken);
        Check(result.Count, Enumerable.Range(0, world.Size).Count(i => StatusPopulation.StatusOf(i) is not null) + (world.Size / 200), "Rows of the plan");
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) =>
        await PieceProcess.RunAsync(world.Piece("join") with { Path = "" }, cancellationToken);
}

/// <summary>The planning half of a run over the store; the whole run's memory is the point.</summary>
internal sealed class PlanFromStore() : BenchLine("plan-from-store", LineUnit.Time)
{
    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var populated = await world.PopulatedAsync(cancellationToken);
        var result = await world.InCopyAsync(
            populated, database => world.Piece("plan-store", database) with { Accounts = world.Size }, null, cancellationToken);
        var rows = Enumerable.Range(0, world.Size).Count(i => BigCompany.RoleOf(i) != BigRole.InStep) + (world.Size / 200);
        Check(result.Count, rows, "Rows of the plan");
        return result;
    }

    internal override Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) => Task.FromResult<PieceResult?>(null);
}
