using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Finds syncs and systems by the names under which the host registered them.</summary>
internal sealed class ConnectedSystems(IServiceProvider services, IEnumerable<SyncRegistration> syncs, IOptionsMonitor<SyncOptions> options)
{
    internal IReadOnlyList<SyncName> Syncs { get; } = [.. syncs.Select(s => s.Name).Distinct().Order()];

    /// <summary>The systems that syncs name, sources first.</summary>
    internal IReadOnlyCollection<SystemName> All =>
    [
        .. Syncs.SelectMany(sync => options.Get(sync.Value).Sources).Concat(Syncs.Select(sync => options.Get(sync.Value).Target)).Distinct(StringComparer.Ordinal)
            .Select(name => new SystemName(name)),
    ];

    internal SyncOptions OptionsOf(SyncName sync)
    {
        if (!Syncs.Contains(sync))
        {
            var known = Syncs.Count == 0 ? "none is configured" : "there are: " + string.Join(", ", Syncs);
            throw new ConfigurationException($"There is no sync '{sync}'; {known}.", "Name one of them, or add the sync to the configuration under Syncs.");
        }

        return options.Get(sync.Value);
    }

    internal ISource Source(string name) => services.GetRequiredKeyedService<ISource>(name);

    internal ITarget Target(string name) => services.GetRequiredKeyedService<ITarget>(name);
}
