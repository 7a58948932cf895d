using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SyncEngine.Scenarios;

/// <summary>Metrics of a run carry counts and durations, and nothing personal.</summary>
public sealed class RunsAreMeasured
{
    [Fact]
    public async Task A_sync_is_measured_once_with_units_and_without_personal_data()
    {
        var measured = new ConcurrentQueue<(string Name, string? Unit, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == SyncEngineTelemetry.Name)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((i, v, tags, _) => measured.Enqueue((i.Name, i.Unit, v, Text(tags))));
        listener.SetMeasurementEventCallback<int>((i, v, tags, _) => measured.Enqueue((i.Name, i.Unit, v, Text(tags))));
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => measured.Enqueue((i.Name, i.Unit, v, Text(tags))));
        listener.Start();
        using var world = new World();
        world.Hire("uniquelogin", "Uniquename");
        await world.SyncAsync();

        Assert.Contains(measured, m => m is { Name: SyncEngineTelemetry.RunDuration, Unit: "s" });
        Assert.Contains(measured, m => m is { Name: SyncEngineTelemetry.EventsAppended, Unit: "{event}" } && m.Tags.Contains("account_linked_v1", StringComparison.Ordinal));
        Assert.Contains(measured, m => m.Name == SyncEngineTelemetry.RowsSettled && m.Tags.Contains("Applied", StringComparison.Ordinal));
        Assert.DoesNotContain(measured, m => m.Tags.Contains("unique", StringComparison.OrdinalIgnoreCase));
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(';', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
}
