using Microsoft.Extensions.Configuration;
using SyncEngine.Adapters.ActiveDirectory;
using SyncEngine.Adapters.GSuite;
using SyncEngine.Adapters.Pyrus;

namespace SyncEngine.Host;

/// <summary>A kind of connected system that the configuration may name under <c>Type</c>.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Options">The class that the other keys are bound to.</param>
/// <param name="PathKeys">Keys that hold paths: relative ones start at the configuration file.</param>
/// <param name="Add">Registers a system of this kind.</param>
internal sealed record SystemType(string Name, Type Options, string[] PathKeys, Action<ISyncEngineBuilder, string, IConfigurationSection> Add)
{
    internal static IReadOnlyList<SystemType> All { get; } =
    [
        new(
            "ActiveDirectory",
            typeof(ActiveDirectoryOptions),
            [nameof(ActiveDirectoryOptions.LdifPath), nameof(ActiveDirectoryOptions.TrustedCertificate)],
            static (builder, name, section) => builder.AddActiveDirectory(name, section)),
        new(
            "GSuite",
            typeof(GSuiteOptions),
            [nameof(GSuiteOptions.ServiceAccountKeyPath)],
            static (builder, name, section) => builder.AddGSuite(name, section)),
        new("Pyrus", typeof(PyrusOptions), [], static (builder, name, section) => builder.AddPyrus(name, section)),
    ];

    internal static SystemType? Find(string? name) => All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal SectionShape Shape => OptionsShape.Of(Options, ("Type", OptionsShape.Choice([.. All.Select(type => type.Name)])));
}
