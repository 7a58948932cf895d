namespace SyncEngine;

/// <summary>How long a cycle waits for its next start. Pure; a wait is counted from the start of the run before, not from its end.</summary>
internal static class Pace
{
    /// <summary>The longest wait after failures, unless the interval itself is longer.</summary>
    internal static readonly TimeSpan BackOffMax = TimeSpan.FromHours(24);

    /// <summary>The wait after so many failures in a row: the interval, twice, four times it, up to a day.</summary>
    internal static TimeSpan After(int failures, TimeSpan interval)
    {
        var max = interval > BackOffMax ? interval : BackOffMax;
        var wait = interval;
        for (var i = 0; i < failures && wait < max; i++)
        {
            wait *= 2;
        }

        return wait < max ? wait : max;
    }

    /// <summary>What is left to wait when the run took so long. Starts that fell into the run are left out, not made up for.</summary>
    internal static (TimeSpan Left, int Skipped) Left(TimeSpan wait, TimeSpan took)
    {
        var skipped = (int)(took / wait);
        return (wait - (took - (skipped * wait)), skipped);
    }

    /// <summary>
    /// What is left to wait because another host's run began so long ago, by the clock of the wall; zero when it spares nothing. A clock that went back
    /// is not believed.
    /// </summary>
    internal static TimeSpan Spared(TimeSpan age, TimeSpan interval) => age >= TimeSpan.Zero && age < interval ? interval - age : TimeSpan.Zero;
}
