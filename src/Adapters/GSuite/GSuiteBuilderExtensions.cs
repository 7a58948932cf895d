using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SyncEngine.Adapters.GSuite;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Watching;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Registers G Suite (Google Workspace) customers.</summary>
public static class GSuiteBuilderExtensions
{
    /// <summary>Keys of a section that are the host's, not this adapter's.</summary>
    private static readonly string[] HostKeys = ["Type"];

    /// <summary>
    /// Registers a G Suite customer as a source, with its check for <c>doctor</c>; called again for the same name, adds to its options. Where
    /// <see cref="GSuiteOptions.NotificationAddress"/> is set, a host that runs has Google tell of changes there, and gives what comes to <see cref="GSuiteNotifications"/>.
    /// </summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="name">The system's name, such as <c>workspace</c> (see <see cref="SystemName"/>).</param>
    /// <param name="configure">Sets the options. They are checked when the host starts, or at first use; all failures are told at once.</param>
    /// <exception cref="ArgumentException">The name breaks the rules.</exception>
    public static ISyncEngineBuilder AddGSuite(this ISyncEngineBuilder builder, string name, Action<GSuiteOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var system = new SystemName(name);
        var services = builder.Services;
        services.AddOptions<GSuiteOptions>(name).Configure(configure).ValidateOnStart();
        if (services.Any(s => s.IsKeyedService && s.ServiceType == typeof(GSuiteConnection) && name.Equals(s.ServiceKey)))
        {
            return builder;
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GSuiteOptions>, GSuiteOptionsValidator>());
        services.AddGoogleHttp(name);
        services.AddKeyedSingleton(name, (provider, _) => GSuiteConnection.Create(provider, system));
        services.AddSingleton(new GSuiteSystem(system));
        services.AddSingleton<IHostedService>(provider => new UserWatch(() => Connection(provider)));
        services.TryAddSingleton(provider => new GSuiteNotifications(provider));
        return builder
            .AddSource(system, provider => new GSuiteSource(Connection(provider)))
            .AddCheck(provider => new GSuiteCheck(() => Connection(provider), name));

        GSuiteConnection Connection(IServiceProvider provider) => provider.GetRequiredKeyedService<GSuiteConnection>(name);
    }

    /// <summary>Registers a G Suite customer from a section of the configuration with the keys of <see cref="GSuiteOptions"/>.</summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="name">The system's name, such as <c>workspace</c>.</param>
    /// <param name="configuration">The section. A key <c>Type</c> is the host's and is passed over.</param>
    /// <exception cref="ConfigurationException">The section has an unknown key.</exception>
    public static ISyncEngineBuilder AddGSuite(this ISyncEngineBuilder builder, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var allowed = typeof(GSuiteOptions).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal).ToArray();
        if (configuration.GetChildren().FirstOrDefault(c => !allowed.Concat(HostKeys).Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ConfigurationException(
                $"'{unknown.Path}' is not a key of a G Suite system.", $"Allowed are: {string.Join(", ", allowed)}.");
        }

        return builder.AddGSuite(name, options => Bind(configuration, name, options));
    }

    private static void Bind(IConfiguration configuration, string name, GSuiteOptions options)
    {
        try
        {
            configuration.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException(
                $"The configuration of system '{name}' has a value that cannot be read: {e.Message}",
                $"Correct the value; durations are written as 00:01:00, CustomerMembers as {string.Join(" or ", Enum.GetNames<CustomerMembers>())}.",
                e);
        }
    }
}
