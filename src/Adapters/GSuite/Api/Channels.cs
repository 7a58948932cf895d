using System.Diagnostics.CodeAnalysis;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>A channel as it is asked for, or named to be stopped. What is null is not sent.</summary>
internal sealed record ChannelRequest
{
    /// <summary>An id of ours that no open channel has.</summary>
    public required string Id { get; init; }

    /// <summary>How messages are delivered; Google knows one way.</summary>
    public string? Type { get; init; }

    /// <summary>Where they are delivered.</summary>
    public string? Address { get; init; }

    /// <summary>What comes with each of them, so that the receiver knows them to be Google's.</summary>
    public string? Token { get; init; }

    /// <summary>Whether they say who changed. They need not: nothing rests on it, and so no person's data travels.</summary>
    public bool? Payload { get; init; }

    /// <summary>Further wishes: <c>ttl</c>, the life in seconds.</summary>
    public IReadOnlyDictionary<string, string>? Params { get; init; }

    /// <summary>Google's id of what is watched; to stop a channel.</summary>
    public string? ResourceId { get; init; }
}

/// <summary>A channel as Google opened it.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record GoogleChannel
{
    public string? Id { get; set; }

    public string? ResourceId { get; set; }

    /// <summary>Milliseconds since 1970, as a text.</summary>
    public string? Expiration { get; set; }
}
