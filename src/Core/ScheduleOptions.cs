namespace SyncEngine;

/// <summary>How a host runs its syncs by itself.</summary>
public sealed class ScheduleOptions
{
    /// <summary>Names of the syncs to run. Default: empty, which means all of them.</summary>
    public IList<string> Syncs { get; } = [];

    /// <summary>How often a plan is prepared, in place of <see cref="SyncOptions.Prepare"/> of each sync. Default: null; 1 second to 7 days.</summary>
    public TimeSpan? Every { get; set; }

    /// <summary>After how many intervals without a complete reading a system is called stale. Default 3; 1 to 100.</summary>
    public int StaleAfter { get; set; } = 3;
}
