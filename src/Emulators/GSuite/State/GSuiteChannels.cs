namespace SyncEngine.Emulators;

/// <summary>A channel somebody watches users through.</summary>
internal sealed record GSuiteChannel(string Id, string ResourceId, string ResourceUri, Uri Address, string? Token, string? Event, DateTimeOffset Expiration);

/// <summary>The channels that were opened and neither stopped nor ended.</summary>
internal sealed class GSuiteChannels(GSuiteEmulatorOptions options)
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
    }

    internal void Stop(string id, string resourceId)
    {
        if (!channels.TryGetValue(id, out var channel) || channel.ResourceId != resourceId)
        {
            throw new GSuiteRefusal(404, "notFound", $"Channel '{id}' not found for project 'emulated-project'");
        }

        channels.Remove(id);
    }
}
