using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// The HTTP client of one system: standard resilience for lost answers and failures of the server. Every request may be sent again: nearly all only read,
/// and a channel is opened by an id that Google takes once. Quotas and refused tokens are not for this layer: they are obeyed, not retried.
/// </summary>
internal static class GoogleHttp
{
    internal static string ClientName(string system) => $"SyncEngine.GSuite:{system}";

    internal static void AddGoogleHttp(this IServiceCollection services, string system)
    {
        var client = services.AddHttpClient(ClientName(system), http =>
        {
            // The attempt's own time-out rules.
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.DefaultRequestHeaders.Accept.ParseAdd("application/json");

            // Google compresses only for who says gzip twice: here and in Accept-Encoding.
            http.DefaultRequestHeaders.UserAgent.ParseAdd("SyncEngine (gzip)");
        });

        // Paths can hold a person's address; the adapter's own log says what was asked for.
        client.RemoveAllLoggers();
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            // A token goes where the configuration says, nowhere else.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
        client.AddStandardResilienceHandler().Configure((resilience, provider) => Configure(resilience, ValidOptionsOf(provider, system)));
        client.AddHttpMessageHandler(provider => new BufferingHandler(OptionsOf(provider, system).ResponseMegabytesMax * 1024L * 1024));
    }

    private static void Configure(HttpStandardResilienceOptions resilience, GSuiteOptions options)
    {
        resilience.AttemptTimeout.Timeout = options.RequestTimeout;
        resilience.TotalRequestTimeout.Timeout = (options.RequestTimeout + TimeSpan.FromMinutes(1)) * options.ReadAttempts;
        resilience.Retry.MaxRetryAttempts = options.ReadAttempts - 1;
        resilience.Retry.Delay = options.ReadRetryDelay;
        resilience.Retry.MaxDelay = TimeSpan.FromMinutes(1);
        resilience.Retry.UseJitter = true;
        resilience.Retry.ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome));

        // The breaker is for a server that is down, not for one that refuses some requests.
        resilience.CircuitBreaker.SamplingDuration = options.RequestTimeout * 2;
        resilience.CircuitBreaker.FailureRatio = 0.5;
        resilience.CircuitBreaker.ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome));
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: not (HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded) } } => true,
        { Exception: TimeoutRejectedException } => true,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout } => true,
        _ => false,
    };

    /// <summary>The host validates this pipeline at its start too: bad options are told once, by their own validator.</summary>
    private static GSuiteOptions ValidOptionsOf(IServiceProvider provider, string system)
    {
        try
        {
            return OptionsOf(provider, system);
        }
        catch (Exception e) when (e is OptionsValidationException or ConfigurationException)
        {
            return new GSuiteOptions();
        }
    }

    private static GSuiteOptions OptionsOf(IServiceProvider provider, string system) => provider.GetRequiredService<IOptionsMonitor<GSuiteOptions>>().Get(system);
}
