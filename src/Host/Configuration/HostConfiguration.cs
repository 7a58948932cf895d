using Microsoft.Extensions.Configuration;

namespace SyncEngine.Host;

/// <summary>The console's configuration: checked, with values from files read and relative paths made whole.</summary>
/// <param name="Path">The file it came from; null when it came from the environment alone.</param>
/// <param name="Values">All settings.</param>
/// <param name="Systems">The connected systems, in order of names.</param>
/// <param name="Syncs">Names of the syncs, in order.</param>
internal sealed record HostConfiguration(
    string? Path, IConfiguration Values, IReadOnlyList<SystemConfiguration> Systems, IReadOnlyList<string> Syncs)
{
    internal StoreConfiguration Store => Values.GetSection("Store").Get<StoreConfiguration>() ?? new StoreConfiguration();

    internal IConfigurationSection Sync(string name) => Values.GetSection($"Syncs:{name}");
}

/// <summary>One connected system as configured.</summary>
internal sealed record SystemConfiguration(string Name, SystemType Type, IConfigurationSection Section);

/// <summary>Where the store is. Without a connection string: a private PostgreSQL of this machine.</summary>
internal sealed class StoreConfiguration
{
    public string ConnectionString { get; set; } = "";

    public string Schema { get; set; } = MartenStoreOptions.SchemaDefault;

    public SchemaPolicy SchemaPolicy { get; set; }

    /// <summary>Where the private PostgreSQL keeps its data; empty means the user's data folder.</summary>
    public string DataPath { get; set; } = "";
}
