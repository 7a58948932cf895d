using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SyncEngine.Host;

/// <summary>Writes the log to standard error, one line a message.</summary>
internal sealed class ErrorLogProvider(TextWriter writer, TimeProvider time) : ILoggerProvider
{
    private readonly Lock gate = new();

    public ILogger CreateLogger(string categoryName) => new ErrorLog(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, string message, Exception? error)
    {
        var at = time.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        lock (gate)
        {
            writer.WriteLine($"{at} {level,-11} {category}: {Words.Clean(message)}{(error is null ? "" : "\n" + error)}");
        }
    }

    private sealed class ErrorLog(ErrorLogProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                provider.Write(logLevel, category, formatter(state, exception), exception);
            }
        }
    }
}
