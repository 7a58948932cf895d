using System.Reflection;

namespace SyncEngine.Model;

/// <summary>The version of the engine as plans and runs record it: without build metadata, so that two builds of one version agree.</summary>
internal static class EngineVersion
{
    internal static string Text { get; } =
        (typeof(EngineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
