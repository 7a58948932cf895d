using System.Diagnostics;
using System.Diagnostics.Metrics;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>The engine's activity source and instruments, made once for each container.</summary>
internal sealed class Instruments : IDisposable
{
    private readonly Meter meter = new(SyncEngineTelemetry.Name, EngineVersion.Text);

    public Instruments()
    {
        RunDuration = meter.CreateHistogram<double>(SyncEngineTelemetry.RunDuration, "s", "How long runs take.");
        RunActive = meter.CreateUpDownCounter<int>(SyncEngineTelemetry.RunActive, "{run}", "Runs under way.");
        EntriesRead = meter.CreateCounter<long>(SyncEngineTelemetry.EntriesRead, "{entry}", "Accounts, groups and units read.");
        EventsAppended = meter.CreateCounter<long>(SyncEngineTelemetry.EventsAppended, "{event}", "Events appended.");
        AppendConflicts = meter.CreateCounter<long>(SyncEngineTelemetry.AppendConflicts, "{conflict}", "Appends refused because another writer was first.");
        RowsPlanned = meter.CreateCounter<long>(SyncEngineTelemetry.RowsPlanned, "{row}", "Rows of prepared plans.");
        RowsSettled = meter.CreateCounter<long>(SyncEngineTelemetry.RowsSettled, "{row}", "Rows of applied plans.");
        CyclesSkipped = meter.CreateCounter<long>(SyncEngineTelemetry.CyclesSkipped, "{cycle}", "Starts of the schedule that were left out.");
    }

    internal ActivitySource Activities { get; } = new(SyncEngineTelemetry.Name, EngineVersion.Text);

    internal Histogram<double> RunDuration { get; }

    internal UpDownCounter<int> RunActive { get; }

    internal Counter<long> EntriesRead { get; }

    internal Counter<long> EventsAppended { get; }

    internal Counter<long> AppendConflicts { get; }

    internal Counter<long> RowsPlanned { get; }

    internal Counter<long> RowsSettled { get; }

    internal Counter<long> CyclesSkipped { get; }

    internal static string ErrorType(Exception error) => error is SyncEngineException ours ? ours.Code : error.GetType().FullName ?? error.GetType().Name;

    public void Dispose()
    {
        meter.Dispose();
        Activities.Dispose();
    }
}
