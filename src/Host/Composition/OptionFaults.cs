using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SyncEngine.Host;

/// <summary>Finds the mistakes in bound options: those of all systems, syncs and the engine together.</summary>
internal static class OptionFaults
{
    internal static IReadOnlyList<string> Of(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException error)
        {
            return [.. error.Failures];
        }
        catch (AggregateException error) when (error.Flatten().InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return [.. error.Flatten().InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures).Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>What else is wrong where some values cannot be used already: a person corrects all of it in one go.</summary>
    internal static IReadOnlyList<string> Beside(IReadOnlyList<ConfigurationFault> faults, HostConfiguration configuration)
    {
        if (faults.Any(fault => fault.IsWide))
        {
            return [];
        }

        var services = new ServiceCollection();
        services.AddLogging();
        EngineComposition.Add(services, configuration, new PrivateStore(configuration.Store, durable: true));
        using var provider = services.BuildServiceProvider();
        return [.. Of(provider).Where(text => !faults.Any(fault => fault.Explains(text)))];
    }
}
