using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>users/watch</c> and <c>channels/stop</c>. What is sent through a channel, <see cref="WebHooks"/> sends.</summary>
internal static class ChannelEndpoints
{
    private static readonly TimeSpan LifetimeDefault = TimeSpan.FromHours(2);
    private static readonly TimeSpan LifetimeMax = TimeSpan.FromDays(2);

    internal static GSuiteRoute[] Routes { get; } =
    [
        new("users.watch", "POST", GSuiteRoutes.Prefix + "users/watch", Watch, GSuiteScopes.UserLists) { Answer = Shape.Channel, Parameters = UserEndpoints.ListParameters },

        // The underscore is in the real path.
        new("channels.stop", "POST", "admin/directory_v1/channels/stop", Stop, GSuiteScopes.Channels),
    ];

    private static void Watch(GSuiteCall call, Utf8JsonWriter json)
    {
        var domain = UserEndpoints.CheckedDomain(call);
        var asked = call.Body<ChannelBody>();
        if (string.IsNullOrEmpty(asked.Id))
        {
            throw GSuiteRefusal.Required("entity.id");
        }

        if (asked.Type is not ("web_hook" or "webhook"))
        {
            throw new GSuiteRefusal(400, "channelTypeUnknown", $"Unknown channel type: {asked.Type}");
        }

        if (!Uri.TryCreate(asked.Address, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || IsPlainAllowed(call, address)))
        {
            throw new GSuiteRefusal(400, "push.webhookUrlNotHttps", $"WebHook callback must be HTTPS: {asked.Address}");
        }

        var channel = Opened(call, asked, address) with { Domain = domain, Payload = asked.Payload ?? true };
        call.Services.Channels.Add(channel);
        json.WriteStartObject();
        json.WriteString("kind", "api#channel");
        json.WriteString("id", channel.Id);
        json.WriteString("resourceId", channel.ResourceId);
        json.WriteString("resourceUri", channel.ResourceUri);
        JsonTexts.Write(json, "token", channel.Token);
        if (asked.Payload is { } payload)
        {
            json.WriteBoolean("payload", payload);
        }

        json.WriteString("expiration", channel.Expiration.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static bool IsPlainAllowed(GSuiteCall call, Uri address) => call.Behaviour.PlainWebHooks && address is { Scheme: "http", IsLoopback: true };

    private static GSuiteChannel Opened(GSuiteCall call, ChannelBody asked, Uri address)
    {
        var watched = call.OneOf("event", "add", "delete", "makeAdmin", "undelete", "update");
        var uri = $"https://admin.googleapis.com/{GSuiteRoutes.Prefix}users?"
            + string.Join('&', UserEndpoints.ListParameters.Where(p => call.Text(p) is not null).Select(p => $"{p}={Uri.EscapeDataString(call.Text(p)!)}").Append("alt=json"));
        var lifetime = asked.Params?.GetValueOrDefault("ttl") is { } ttl
            ? int.TryParse(ttl, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : throw GSuiteRefusal.Invalid("Invalid Input: ttl")
            : LifetimeDefault;
        var resource = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(uri)).AsSpan(0, 20));
        return new GSuiteChannel(asked.Id!, resource, uri, address, asked.Token, watched, call.State.Now + (lifetime < LifetimeMax ? lifetime : LifetimeMax));
    }

    private static void Stop(GSuiteCall call, Utf8JsonWriter json)
    {
        var asked = call.Body<ChannelBody>();
        call.Services.Channels.Stop(asked.Id ?? throw GSuiteRefusal.Required("entity.id"), asked.ResourceId ?? throw GSuiteRefusal.Required("entity.resource_id"));
    }

    private sealed record ChannelBody(string? Id, string? Type, string? Address, string? Token, bool? Payload, string? ResourceId, Dictionary<string, string>? Params);
}
