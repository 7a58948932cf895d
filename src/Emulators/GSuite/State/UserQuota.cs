namespace SyncEngine.Emulators;

/// <summary>Fixed windows, one for each user.</summary>
internal sealed class UserQuota(GSuiteEmulatorOptions options)
{
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);
    private DateTimeOffset start = DateTimeOffset.MinValue;

    /// <summary>Counts a request; false when the user has had all of this window.</summary>
    internal bool Take(string user)
    {
        var now = options.TimeProvider.GetUtcNow();
        if (now >= start + options.Window)
        {
            start = now;
            taken.Clear();
        }

        var count = taken.GetValueOrDefault(user) + 1;
        taken[user] = count;
        return count <= options.RequestsPerWindow;
    }

    /// <summary>How long until the window ends.</summary>
    internal TimeSpan Left() => start + options.Window - options.TimeProvider.GetUtcNow();
}
