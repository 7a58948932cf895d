using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>What source, target and check of one system share: one client, one token, one knowledge of who we are.</summary>
internal sealed class PyrusConnection : IDisposable
{
    private readonly PyrusSignIn signIn;
    private readonly PyrusGate gate;
    private readonly SemaphoreSlim asking = new(1, 1);
    private Profile? self;

    internal PyrusConnection(SystemName name, PyrusOptions options, Func<HttpClient> http, TimeProvider time, ILoggerFactory loggers)
    {
        Name = name;
        Options = options;
        Time = time;
        Logger = loggers.CreateLogger("SyncEngine.Adapters.Pyrus");
        gate = new PyrusGate(options, time, Logger);
        var transport = new PyrusTransport(http, gate, options, time, Logger);
        signIn = new PyrusSignIn(transport, options, Logger);
        Client = new PyrusClient(transport, signIn, Logger);
    }

    internal SystemName Name { get; }

    internal PyrusOptions Options { get; }

    internal PyrusClient Client { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    /// <summary>
    /// Whether the list of members shows rights; null before the first reading. Where it does not, echoes must not show them either, or the
    /// same account would look different each time.
    /// </summary>
    internal bool? ListShowsRights { get; set; }

    internal static PyrusConnection Create(IServiceProvider services, SystemName name)
    {
        var http = services.GetRequiredService<IHttpClientFactory>();
        return new PyrusConnection(
            name,
            OptionsOf(services, name),
            () => http.CreateClient(PyrusHttp.ClientName(name.Value)),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
    }

    /// <summary>Asks Pyrus anew who we are, and remembers it.</summary>
    internal async Task<(Profile Profile, PyrusReply Reply)> ReadSelfAsync(CancellationToken cancellationToken)
    {
        var answer = await Client.GetProfileAsync(cancellationToken).ConfigureAwait(false);
        self = answer.Profile;
        return answer;
    }

    /// <summary>Who we are, asked at most once, however many want to know.</summary>
    internal async Task<Profile> SelfAsync(CancellationToken cancellationToken)
    {
        if (self is { } known)
        {
            return known;
        }

        await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return self ?? (await ReadSelfAsync(cancellationToken).ConfigureAwait(false)).Profile;
        }
        finally
        {
            asking.Release();
        }
    }

    internal ConnectedSystemException Error(PyrusApiException e) => PyrusErrors.Of(Name, Options, e);

    public void Dispose()
    {
        signIn.Dispose();
        gate.Dispose();
        asking.Dispose();
    }

    private static PyrusOptions OptionsOf(IServiceProvider services, SystemName name)
    {
        try
        {
            return services.GetRequiredService<IOptionsMonitor<PyrusOptions>>().Get(name.Value);
        }
        catch (OptionsValidationException e)
        {
            throw new ConfigurationException(string.Join(" ", e.Failures), $"Correct the section of system '{name}' in the configuration.", e);
        }
    }
}
