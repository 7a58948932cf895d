using Microsoft.Extensions.Logging;

namespace SyncEngine.Host;

/// <summary>
/// Says that a connected system lets a command wait, and until when: without it a run that waits for a quota of ten minutes looks like one that hangs.
/// </summary>
internal sealed class WaitLogProvider(Screen screen, TimeProvider time) : ILoggerProvider
{
    /// <summary>Shorter waits are nobody's concern.</summary>
    internal static readonly TimeSpan WaitMin = TimeSpan.FromSeconds(5);

    private static readonly string[] Events = ["NothingLeft", "WaitingForQuota"];
    private readonly Lock gate = new();

    public ILogger CreateLogger(string categoryName) => new WaitLog(this, categoryName.StartsWith("SyncEngine.Adapters.", StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private void Write(TimeSpan wait, string message)
    {
        lock (gate)
        {
            screen.Line(($"Waiting until {Words.Second(time.GetUtcNow() + wait)} UTC. {message}", Palette.Warning));
        }
    }

    private sealed class WaitLog(WaitLogProvider provider, bool isAdapter) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isAdapter && logLevel is >= LogLevel.Information and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && Events.Contains(eventId.Name, StringComparer.Ordinal) && WaitOf(state) is { } wait && wait >= WaitMin)
            {
                provider.Write(wait, formatter(state, exception));
            }
        }

        private static TimeSpan? WaitOf(object? state) =>
            state is IReadOnlyList<KeyValuePair<string, object?>> values && values.FirstOrDefault(value => value.Key == "Wait").Value is TimeSpan wait ? wait : null;
    }
}
