namespace SyncEngine.Provisioning;

/// <summary>What is asked of runs in several places.</summary>
internal static class RunViews
{
    /// <summary>How many runs back a prepare is looked for.</summary>
    private const int LookedBackMax = 10;

    /// <summary>The newest prepare that came to its end. One that did not spares nothing: its host may have died.</summary>
    internal static async Task<RunView?> NewestPreparedAsync(Func<int, Task<IReadOnlyList<RunView>>> list) =>
        (await list(LookedBackMax).ConfigureAwait(false)).FirstOrDefault(run => run is { Purpose: RunPurpose.Prepare, Status: RunStatus.Completed });
}
