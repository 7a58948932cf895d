using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;

namespace SyncEngine.Emulators;

/// <summary>
/// Sends what channels tell to their owners over HTTP, one message after the other, each once: a message that nobody takes is lost, as those of the product may be.
/// </summary>
internal sealed class WebHooks : IAsyncDisposable
{
    private readonly GSuiteBehaviour behaviour;
    private readonly Channel<HttpRequestMessage> waiting = Channel.CreateUnbounded<HttpRequestMessage>();
    private readonly Dictionary<string, long> numbers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Task sending;

    internal WebHooks(GSuiteBehaviour behaviour)
    {
        this.behaviour = behaviour;
        sending = SendAllAsync();
    }

    /// <summary>The first message of every channel: it is open.</summary>
    internal void Begin(GSuiteChannel channel)
    {
        numbers[channel.Id] = 0;
        Enqueue(Message(channel, "sync"));
    }

    internal void Send(GSuiteChannel channel, string happened, GSuiteUser user, string customerId)
    {
        var message = Message(channel, happened);
        if (channel.Payload)
        {
            message.Content = new ReadOnlyMemoryContent(GSuiteAnswer.Write(json => Write(json, user, customerId), indented: true))
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json; charset=UTF-8") },
            };
        }

        Enqueue(message);
    }

    public async ValueTask DisposeAsync()
    {
        if (!waiting.Writer.TryComplete())
        {
            return;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        http.Dispose();
        stop.Dispose();
    }

    private static void Write(Utf8JsonWriter json, GSuiteUser user, string customerId)
    {
        json.WriteStartObject();
        json.WriteString("kind", "admin#directory#user");
        json.WriteString("id", user.Id);
        json.WriteString("etag", ETags.Of(customerId, user));
        json.WriteString("primaryEmail", user.PrimaryEmail);
        json.WriteEndObject();
    }

    private HttpRequestMessage Message(GSuiteChannel channel, string state)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, channel.Address) { Content = new ByteArrayContent([]) };
        var headers = message.Headers;
        headers.UserAgent.ParseAdd("APIs-Google");
        headers.Add("X-Goog-Channel-ID", channel.Id);
        headers.Add("X-Goog-Channel-Expiration", channel.Expiration.ToString("R", CultureInfo.InvariantCulture));
        headers.Add("X-Goog-Resource-ID", channel.ResourceId);
        headers.Add("X-Goog-Resource-URI", channel.ResourceUri);
        headers.Add("X-Goog-Resource-State", state);
        headers.Add("X-Goog-Message-Number", (++numbers[channel.Id]).ToString(CultureInfo.InvariantCulture));
        if (channel.Token is { } token)
        {
            headers.Add("X-Goog-Channel-Token", token);
        }

        return message;
    }

    private void Enqueue(HttpRequestMessage message)
    {
        if (behaviour.LoseWebHooks || !waiting.Writer.TryWrite(message))
        {
            message.Dispose();
        }
    }

    private async Task SendAllAsync()
    {
        await foreach (var message in waiting.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            using (message)
            {
                try
                {
                    using var answer = await http.SendAsync(message, stop.Token).ConfigureAwait(false);
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    // Lost.
                }
            }
        }
    }
}
