using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Watching;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite;

/// <summary>What source and check of one system share: one way to Google, one token.</summary>
internal sealed class GSuiteConnection : IDisposable
{
    private readonly GoogleTransport transport;

    internal GSuiteConnection(SystemName name, GSuiteOptions options, Func<HttpClient> http, TimeProvider time, ILoggerFactory loggers)
    {
        Name = name;
        Options = options;
        Time = time;
        Logger = loggers.CreateLogger("SyncEngine.Adapters.GSuite");
        transport = new GoogleTransport(http, options, time, Logger);
        ChannelTokens = new ChannelTokens(name, options.NotificationSecret);
        SignIn = new GoogleSignIn(transport, options, time, Logger);
    }

    internal SystemName Name { get; }

    internal GSuiteOptions Options { get; }

    internal GoogleSignIn SignIn { get; }

    internal ChannelTokens ChannelTokens { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal static GSuiteConnection Create(IServiceProvider services, SystemName name)
    {
        var http = services.GetRequiredService<IHttpClientFactory>();
        return new GSuiteConnection(
            name,
            OptionsOf(services, name),
            () => http.CreateClient(GoogleHttp.ClientName(name.Value)),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
    }

    /// <summary>The API's calls, counted from zero.</summary>
    internal DirectoryClient NewClient() => new(transport, SignIn, Options, Logger);

    /// <summary>The API's calls with the smallest pages, to try what is allowed.</summary>
    internal DirectoryClient NewProbe() => new(transport, SignIn, Options.WithSmallestPages(), Logger);

    internal ConnectedSystemException Error(GoogleApiException e) => GSuiteErrors.Of(this, e);

    public void Dispose() => SignIn.Dispose();

    private static GSuiteOptions OptionsOf(IServiceProvider services, SystemName name)
    {
        try
        {
            return services.GetRequiredService<IOptionsMonitor<GSuiteOptions>>().Get(name.Value);
        }
        catch (OptionsValidationException e)
        {
            throw new ConfigurationException(string.Join(" ", e.Failures), $"Correct the section of system '{name}' in the configuration.", e);
        }
    }
}
