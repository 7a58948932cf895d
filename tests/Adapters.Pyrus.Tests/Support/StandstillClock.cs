using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>
/// Lets fake time pass exactly when and as long as the gate says that nobody may be let through: no pause is guessed. Give it the gate's log.
/// </summary>
internal sealed class StandstillClock(FakeTimeProvider time) : ILoggerProvider, ILogger
{
    private const int NothingLeft = 4106;
    private int standstills;

    /// <summary>How often everybody waited.</summary>
    public int Standstills => standstills;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == NothingLeft && state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            Interlocked.Increment(ref standstills);
            var wait = (TimeSpan)values.First(v => v.Key == "Wait").Value!;

            // Not here: the gate is in the middle of its work.
            ThreadPool.QueueUserWorkItem(_ => time.Advance(wait));
        }
    }

    public void Dispose()
    {
    }
}
