namespace SyncEngine.Emulators;

/// <summary>A channel somebody watches users through.</summary>
public sealed record GSuiteChannel
{
    internal GSuiteChannel(string id, string resourceId, string resourceUri, Uri address, string? token, string? watched, DateTimeOffset expiration)
    {
        Id = id;
        ResourceId = resourceId;
        ResourceUri = resourceUri;
        Address = address;
        Token = token;
        Event = watched;
        Expiration = expiration;
    }

    /// <summary>The id its owner chose.</summary>
    public string Id { get; }

    /// <summary>The id of what is watched.</summary>
    public string ResourceId { get; }

    /// <summary>What is watched, as an address of the API.</summary>
    public string ResourceUri { get; }

    /// <summary>Where its messages go.</summary>
    public Uri Address { get; }

    /// <summary>What its owner wants to see in each message; null for nothing.</summary>
    public string? Token { get; }

    /// <summary>The kind of change it tells; null for every kind.</summary>
    public string? Event { get; }

    /// <summary>When it ends by itself, UTC.</summary>
    public DateTimeOffset Expiration { get; }

    /// <summary>Tells of users of this domain only; null for all.</summary>
    internal string? Domain { get; init; }

    /// <summary>Whether messages have a body.</summary>
    internal bool Payload { get; init; }

    /// <summary>Without the token, which is a secret of the owner's.</summary>
    public override string ToString() => $"Channel {Id} ({Event ?? "every event"}) to {Address}";
}
