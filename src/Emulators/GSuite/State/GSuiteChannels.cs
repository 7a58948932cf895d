namespace SyncEngine.Emulators;

/// <summary>The channels that were opened and neither stopped nor ended, and what is to be sent through them.</summary>
internal sealed class GSuiteChannels(GSuiteEmulatorOptions options, WebHooks hooks)
{
    private readonly Dictionary<string, GSuiteChannel> channels = new(StringComparer.Ordinal);

    internal IReadOnlyList<GSuiteChannel> Open => [.. channels.Values.Where(c => c.Expiration > options.TimeProvider.GetUtcNow())];

    internal void Add(GSuiteChannel channel)
    {
        if (Open.Any(c => c.Id == channel.Id))
        {
            throw new GSuiteRefusal(400, "channelIdNotUnique", $"Channel id {channel.Id} not unique");
        }

        channels[channel.Id] = channel;
        hooks.Begin(channel);
    }

    internal void Stop(string id, string resourceId)
    {
        if (!channels.TryGetValue(id, out var channel) || channel.ResourceId != resourceId)
        {
            throw new GSuiteRefusal(404, "notFound", $"Channel '{id}' not found for project 'emulated-project'");
        }

        channels.Remove(id);
    }

    /// <summary>Tells whoever watches that a user changed.</summary>
    internal void Tell(GSuiteUser? before, GSuiteUser after, string customerId)
    {
        var happened = EventOf(before, after);
        foreach (var channel in Open.Where(c => (c.Event is null || c.Event == happened) && (c.Domain is null || after.PrimaryEmail.EndsWith('@' + c.Domain, StringComparison.OrdinalIgnoreCase))))
        {
            hooks.Send(channel, happened, after, customerId);
        }
    }

    private static string EventOf(GSuiteUser? before, GSuiteUser after) => (before, after) switch
    {
        ({ IsDeleted: false }, { IsDeleted: true }) => "delete",
        ({ IsDeleted: true }, { IsDeleted: false }) => "undelete",
        ({ } known, _) when known.IsAdmin != after.IsAdmin => "makeAdmin",
        (null, _) => "add",
        _ => "update",
    };
}
