using System.Globalization;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Watching;

/// <summary>
/// Keeps channels open through which Google tells that users changed, one for each kind of change that can matter. Called again and again by
/// <see cref="UserWatch"/>; never throws for trouble with Google: the schedule finds every change anyway.
/// </summary>
internal sealed class UserChannels(GSuiteConnection connection)
{
    internal static readonly TimeSpan RetryFirst = TimeSpan.FromMinutes(1);
    internal static readonly TimeSpan RetryLongest = TimeSpan.FromHours(1);

    /// <summary>Becoming an administrator there is nothing to the engine.</summary>
    private static readonly string[] Happenings = ["add", "delete", "undelete", "update"];

    /// <summary>The longest life that Google gives a channel; a longer wish would be cut to it.</summary>
    private static readonly TimeSpan LifetimeMax = TimeSpan.FromDays(2);
    private static readonly TimeSpan LifetimeLeast = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, OpenChannel> open = new(StringComparer.Ordinal);
    private TimeSpan retry = RetryFirst;

    private DateTimeOffset Now => connection.Time.GetUtcNow();

    /// <summary>Opens what is missing, and puts a new channel in the place of each that has lived three quarters of its life. Gives how long to wait.</summary>
    internal async Task<TimeSpan> RenewAsync(CancellationToken cancellationToken)
    {
        var client = connection.NewClient();
        try
        {
            foreach (var happening in Happenings.Where(IsDue))
            {
                await RenewAsync(client, happening, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (GoogleApiException e)
        {
            var wait = retry;
            retry = retry * 2 < RetryLongest ? retry * 2 : RetryLongest;
            Log.NotWatched(connection.Logger, connection.Name.Value, e.Message, wait);
            return wait;
        }

        retry = RetryFirst;
        var left = open.Values.Min(channel => channel.RenewAt) - Now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Ends all of them, as far as Google can be asked; the others end by themselves.</summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        var client = connection.NewClient();
        foreach (var channel in open.Values)
        {
            await StopAsync(client, channel, cancellationToken).ConfigureAwait(false);
        }

        open.Clear();
    }

    private bool IsDue(string happening) => !open.TryGetValue(happening, out var channel) || channel.RenewAt <= Now;

    /// <summary>The new one is open before the old one ends: what happens in between is told twice, which is once for the engine.</summary>
    private async Task RenewAsync(DirectoryClient client, string happening, CancellationToken cancellationToken)
    {
        var former = open.GetValueOrDefault(happening);
        var id = Guid.NewGuid().ToString("N");
        var asked = new ChannelRequest
        {
            Id = id,
            Type = "web_hook",
            Address = connection.Options.NotificationAddress!.Trim(),
            Token = connection.ChannelTokens.Of(id),
            Payload = false,
            Params = new Dictionary<string, string>(StringComparer.Ordinal) { ["ttl"] = LifetimeMax.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) },
        };
        var (given, serverTime) = await client.WatchUsersAsync(happening, asked, $"a channel for users ({happening})", cancellationToken).ConfigureAwait(false);
        if (given is not { ResourceId.Length: > 0 })
        {
            throw new GoogleApiException(GoogleFailure.AnswerLost, $"{client.Server}: a channel for users ({happening}) came without the id of what it watches");
        }

        var lifetime = Lifetime(given, serverTime ?? Now);
        open[happening] = new OpenChannel(id, given.ResourceId, Now + (lifetime * 0.75));
        Log.Watched(connection.Logger, connection.Name.Value, happening, lifetime);
        if (former is not null)
        {
            await StopAsync(client, former, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How long a channel lives, by Google's own clock. What makes no sense is taken for the nearest that does.</summary>
    private static TimeSpan Lifetime(GoogleChannel given, DateTimeOffset serverTime)
    {
        if (!long.TryParse(given.Expiration, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return LifetimeMax;
        }

        var left = milliseconds - serverTime.ToUnixTimeMilliseconds();
        return TimeSpan.FromMilliseconds(Math.Clamp(left, (long)LifetimeLeast.TotalMilliseconds, (long)LifetimeMax.TotalMilliseconds));
    }

    private async Task StopAsync(DirectoryClient client, OpenChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            await client.StopChannelAsync(channel.Id, channel.ResourceId, "the end of a channel", cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException e)
        {
            Log.NotStopped(connection.Logger, connection.Name.Value, e.Message);
        }
    }

    private sealed record OpenChannel(string Id, string ResourceId, DateTimeOffset RenewAt);
}
