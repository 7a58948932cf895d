using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SyncEngine.Adapters.Pyrus;
using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Registers Pyrus organisations.</summary>
public static class PyrusBuilderExtensions
{
    /// <summary>Keys of a section that are the host's, not this adapter's.</summary>
    private static readonly string[] HostKeys = ["Type"];

    /// <summary>Registers a Pyrus organisation as source and target under one name; called again for the same name, adds to its options.</summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="name">The system's name, such as <c>pyrus</c> (see <see cref="SystemName"/>).</param>
    /// <param name="configure">Sets the options.</param>
    public static ISyncEngineBuilder AddPyrus(this ISyncEngineBuilder builder, string name, Action<PyrusOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var system = new SystemName(name);
        var services = builder.Services;
        services.AddOptions<PyrusOptions>(name).Configure(configure).ValidateOnStart();
        if (services.Any(s => s.IsKeyedService && s.ServiceType == typeof(PyrusConnection) && name.Equals(s.ServiceKey)))
        {
            return builder;
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PyrusOptions>, PyrusOptionsValidator>());
        services.AddPyrusHttp(name);
        services.AddKeyedSingleton(name, (provider, _) => PyrusConnection.Create(provider, system));
        return builder
            .AddSource(system, provider => new PyrusSource(Connection(provider)))
            .AddTarget(system, provider => new PyrusTarget(Connection(provider)))
            .AddCheck(provider => new PyrusCheck(() => Connection(provider), name));

        PyrusConnection Connection(IServiceProvider provider) => provider.GetRequiredKeyedService<PyrusConnection>(name);
    }

    /// <summary>Registers a Pyrus organisation from a section of the configuration with the keys of <see cref="PyrusOptions"/>.</summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="name">The system's name, such as <c>pyrus</c>.</param>
    /// <param name="configuration">The section. A key <c>Type</c> is the host's and is passed over.</param>
    /// <exception cref="ConfigurationException">The section has an unknown key, or a value of the wrong shape.</exception>
    public static ISyncEngineBuilder AddPyrus(this ISyncEngineBuilder builder, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var allowed = typeof(PyrusOptions).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal).ToArray();
        if (configuration.GetChildren().FirstOrDefault(c => !allowed.Concat(HostKeys).Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ConfigurationException(
                $"'{unknown.Path}' is not a key of a Pyrus system.", $"Allowed are: {string.Join(", ", allowed)}.");
        }

        return builder.AddPyrus(name, options => Bind(configuration, name, options));
    }

    private static void Bind(IConfiguration configuration, string name, PyrusOptions options)
    {
        try
        {
            configuration.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException(
                $"The configuration of system '{name}' has a value that cannot be read: {e.Message}", "Correct the value; durations are written as 00:01:40.", e);
        }
    }
}
