using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>
/// The HTTP client of one system: standard resilience, with repetition for requests that say they can be repeated and for no others. 429 and
/// 401 are not for this layer: they are obeyed, not retried.
/// </summary>
internal static class PyrusHttp
{
    /// <summary>Set on a request that may be sent again when its answer is lost: reads, and signing in.</summary>
    internal static readonly HttpRequestOptionsKey<bool> Repeatable = new("SyncEngine.Pyrus.Repeatable");

    internal static string ClientName(string system) => $"SyncEngine.Pyrus:{system}";

    internal static void AddPyrusHttp(this IServiceCollection services, string system)
    {
        var client = services.AddHttpClient(ClientName(system), http =>
        {
            // The attempt's own timeout rules.
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
            http.DefaultRequestHeaders.UserAgent.ParseAdd("SyncEngine");
        });
        client.RedactLoggedHeaders(["Authorization"]);
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            // A token goes where the configuration and the sign-in say, nowhere else.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
        client.AddStandardResilienceHandler().Configure((resilience, provider) => Configure(resilience, ValidOptionsOf(provider, system)));
        client.AddHttpMessageHandler(provider => new BufferingHandler(OptionsOf(provider, system).ResponseMegabytesMax * 1024L * 1024));
    }

    private static void Configure(HttpStandardResilienceOptions resilience, PyrusOptions options)
    {
        resilience.AttemptTimeout.Timeout = options.RequestTimeout;
        resilience.TotalRequestTimeout.Timeout = (options.RequestTimeout + TimeSpan.FromMinutes(1)) * options.ReadAttempts;
        resilience.Retry.MaxRetryAttempts = options.ReadAttempts - 1;
        resilience.Retry.Delay = options.ReadRetryDelay;
        resilience.Retry.MaxDelay = TimeSpan.FromMinutes(1);
        resilience.Retry.ShouldHandle = arguments => ValueTask.FromResult(IsRepeatable(arguments.Context) && IsTransient(arguments.Outcome));

        // The breaker is for a server that is down, not for one that refuses some requests.
        resilience.CircuitBreaker.SamplingDuration = options.RequestTimeout * 2;
        resilience.CircuitBreaker.FailureRatio = 0.5;
        resilience.CircuitBreaker.ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome));
    }

    private static bool IsRepeatable(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(Repeatable, out var repeatable) && repeatable;

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: not (HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded) } } => true,
        { Exception: TimeoutRejectedException } => true,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout } => true,
        _ => false,
    };

    /// <summary>The host validates this pipeline at its start too: bad options are told once, by their own validator.</summary>
    private static PyrusOptions ValidOptionsOf(IServiceProvider provider, string system)
    {
        try
        {
            return OptionsOf(provider, system);
        }
        catch (Exception e) when (e is OptionsValidationException or ConfigurationException)
        {
            return new PyrusOptions();
        }
    }

    private static PyrusOptions OptionsOf(IServiceProvider provider, string system) => provider.GetRequiredService<IOptionsMonitor<PyrusOptions>>().Get(system);
}
