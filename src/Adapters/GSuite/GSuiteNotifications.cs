using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Adapters.GSuite.Watching;

namespace SyncEngine.Adapters.GSuite;

/// <summary>
/// Takes the messages by which Google tells that users changed, from whatever web server the host has, and hints them to the engine: a reason to prepare soon,
/// and nothing else. What a message says of a user is not looked at, and nothing is missed where none comes: the schedule reads everything anyway.
/// </summary>
public sealed class GSuiteNotifications
{
    private const string Opened = "sync";
    private readonly IServiceProvider services;

    internal GSuiteNotifications(IServiceProvider services) => this.services = services;

    /// <summary>
    /// Takes one message. A genuine one, whose token (<c>X-Goog-Channel-Token</c>) is that of its channel, hints its system to the engine, unless it only says that the
    /// channel is open. Returns at once, and never fails because of what came.
    /// </summary>
    /// <param name="header">Gives a header of the request by name, ignoring case; null or the empty text where there is none. Asked for names beginning in <c>X-Goog-</c>.</param>
    /// <returns>Whether it was genuine: then answer 200. Else it is somebody else's, or of a channel opened with another secret: answer 404.</returns>
    public bool Receive(Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (header("X-Goog-Channel-ID") is not { Length: > 0 } channel
            || header("X-Goog-Channel-Token") is not { Length: > 0 } token
            || header("X-Goog-Resource-State") is not { Length: > 0 } state)
        {
            return false;
        }

        foreach (var system in services.GetServices<GSuiteSystem>())
        {
            var connection = services.GetRequiredKeyedService<GSuiteConnection>(system.Name.Value);
            if (connection.Options.IsWatching && connection.ChannelTokens.IsOf(channel, token))
            {
                Log.Notified(connection.Logger, system.Name.Value, Shown(state), Shown(header("X-Goog-Message-Number")));
                if (state != Opened)
                {
                    services.GetRequiredService<ISyncEngine>().HintChange(system.Name);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>A text from outside, fit for a line of a log.</summary>
    private static string Shown(string? text) => string.Concat((text ?? "").Where(char.IsAsciiLetterOrDigit).Take(20));
}
