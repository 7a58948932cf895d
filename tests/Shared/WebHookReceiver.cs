using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SyncEngine.TestSupport;

/// <summary>One message of a channel, as it came.</summary>
internal sealed record WebHookMessage(IReadOnlyDictionary<string, string> Headers, string Body)
{
    internal string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>A web server of its own that takes what channels of <c>users.watch</c> send.</summary>
internal sealed class WebHookReceiver : IAsyncDisposable
{
    private readonly Channel<WebHookMessage> received = Channel.CreateUnbounded<WebHookMessage>();
    private readonly WebApplication server;

    private WebHookReceiver(WebApplication server) => this.server = server;

    internal Uri Address { get; private set; } = null!;

    /// <param name="answer">Gives the status for a message; null answers 200.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    internal static async Task<WebHookReceiver> StartAsync(Func<HttpRequest, int>? answer, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var listening = builder.Build();
        var receiver = new WebHookReceiver(listening);
        listening.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var message = new WebHookMessage(
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), await body.ReadToEndAsync(context.RequestAborted));
            context.Response.StatusCode = answer?.Invoke(context.Request) ?? 200;
            receiver.received.Writer.TryWrite(message);
        });
        await listening.StartAsync(cancellationToken);
        receiver.Address = new Uri(listening.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/google?host=1");
        return receiver;
    }

    /// <summary>Waits for the next message.</summary>
    internal ValueTask<WebHookMessage> NextAsync(CancellationToken cancellationToken) => received.Reader.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
