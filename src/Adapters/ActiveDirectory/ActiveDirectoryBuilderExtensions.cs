using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SyncEngine.Adapters.ActiveDirectory;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>Adds Active Directory domains to the engine.</summary>
public static class ActiveDirectoryBuilderExtensions
{
    /// <summary>Adds a domain as a source, with its check for <c>doctor</c>. The name is the service key and the options name.</summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="name">The system's name, for example <c>corp-ad</c>; see <see cref="SystemName"/> for its rules.</param>
    /// <param name="configure">Sets the options. They are checked when the host starts, or at first use; all failures are told at once.</param>
    /// <exception cref="ArgumentException">The name breaks the rules.</exception>
    public static ISyncEngineBuilder AddActiveDirectory(this ISyncEngineBuilder builder, string name, Action<ActiveDirectoryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var system = new SystemName(name);
        builder.Services.AddOptions<ActiveDirectoryOptions>(name).Configure(configure).ValidateOnStart();
        builder.Services.TryAddSingleton(MachineDomain.System);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ActiveDirectoryOptions>, ActiveDirectoryOptionsValidator>());
        return builder
            .AddSource(system, services => new ActiveDirectorySource(system, Options(services, system), Time(services), Logger(services)))
            .AddCheck(services => new ActiveDirectoryCheck(system, () => Options(services, system), Time(services)));
    }

    /// <summary>
    /// Adds a domain as a source, its options bound from a configuration section such as <c>Systems:corp-ad</c>. A key <c>Type</c> is passed over: it is
    /// how a host chooses the adapter.
    /// </summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="name">The system's name.</param>
    /// <param name="section">The section; its keys are the properties of <see cref="ActiveDirectoryOptions"/>.</param>
    /// <exception cref="ConfigurationException">The section has a key that is not known.</exception>
    public static ISyncEngineBuilder AddActiveDirectory(this ISyncEngineBuilder builder, string name, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        SectionKeys.Check(section);
        return builder.AddActiveDirectory(name, options => SectionKeys.Bind(section, options));
    }

    private static ActiveDirectoryOptions Options(IServiceProvider services, SystemName system)
    {
        try
        {
            return services.GetRequiredService<IOptionsMonitor<ActiveDirectoryOptions>>().Get(system.Value);
        }
        catch (OptionsValidationException e)
        {
            throw new ConfigurationException(string.Join(' ', e.Failures), $"Correct the configuration of the system '{system}'.", e);
        }
    }

    private static TimeProvider Time(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    private static ILogger<ActiveDirectorySource> Logger(IServiceProvider services) =>
        services.GetService<ILogger<ActiveDirectorySource>>() ?? NullLogger<ActiveDirectorySource>.Instance;
}
