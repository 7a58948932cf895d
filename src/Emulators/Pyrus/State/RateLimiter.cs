namespace SyncEngine.Emulators;

/// <summary>What the X-RateLimit headers of one answer say.</summary>
internal sealed record RateState(bool Allowed, int Limit, int Remaining, int ResetSeconds);

/// <summary>Fixed windows: one for each person, and within it a smaller allowance for creating members.</summary>
internal sealed class RateLimiter(PyrusEmulatorOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Use> uses = [];

    internal RateState Take(int person, bool creation)
    {
        lock (gate)
        {
            var now = options.TimeProvider.GetUtcNow();
            if (!uses.TryGetValue(person, out var use) || now >= use.Start + options.Window)
            {
                uses[person] = use = new Use(now);
            }

            var reset = Math.Max(1, (int)Math.Ceiling((use.Start + options.Window - now).TotalSeconds));
            if (++use.Requests > options.RequestsPerWindow)
            {
                return new RateState(false, options.RequestsPerWindow, 0, reset);
            }

            var general = new RateState(true, options.RequestsPerWindow, options.RequestsPerWindow - use.Requests, reset);
            if (!creation || ++use.Creations <= options.CreationsPerWindow)
            {
                return general;
            }

            return options.Behaviour.CreateBucketInHeaders
                ? new RateState(false, options.CreationsPerWindow, 0, reset)
                : general with { Allowed = false };
        }
    }

    private sealed class Use(DateTimeOffset start)
    {
        internal DateTimeOffset Start { get; } = start;

        internal int Requests { get; set; }

        internal int Creations { get; set; }
    }
}
