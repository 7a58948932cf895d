using Microsoft.Extensions.Hosting;

namespace SyncEngine.Adapters.GSuite.Watching;

/// <summary>The hosted service of one system: keeps its channels open while the host runs, and ends them with it. Does nothing without an address for messages.</summary>
internal sealed class UserWatch(Func<GSuiteConnection> connect) : BackgroundService
{
    /// <summary>How long the end of the host waits for Google.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var connection = connect();
        if (!connection.Options.IsWatching)
        {
            return;
        }

        var channels = new UserChannels(connection);
        try
        {
            while (true)
            {
                var wait = await channels.RenewAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(wait, connection.Time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await StopAsync(channels, connection.Time).ConfigureAwait(false);
        }
    }

    private static async Task StopAsync(UserChannels channels, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(StopMax, time);
        try
        {
            await channels.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // They end by themselves, two days from now at the latest.
        }
    }
}
