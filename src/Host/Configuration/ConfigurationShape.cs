using Microsoft.Extensions.Configuration;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>What a configuration may hold, and the check of one against it.</summary>
internal static class ConfigurationShape
{
    internal const string Store = "Store";
    internal const string Engine = "Engine";
    internal const string Systems = "Systems";
    internal const string Syncs = "Syncs";

    private static readonly ValueShape SourceName = new("the name of a system", static text => text.Length > 0);

    private static readonly Dictionary<string, Shape> Top = new(StringComparer.OrdinalIgnoreCase)
    {
        [Store] = OptionsShape.Of(typeof(StoreConfiguration)),
        [Engine] = OptionsShape.Of(typeof(SyncEngineOptions)),
        [Systems] = new MapShape(new ByTypeShape()),
        [Syncs] = new MapShape(OptionsShape.Of(typeof(SyncOptions), (nameof(SyncOptions.Source), new ValueOrListShape(SourceName)))),
    };

    internal static IEnumerable<string> TopKeys => Top.Keys;

    internal static void Check(IConfiguration values, ConfigurationChecker checker)
    {
        checker.Keys(values, new SectionShape(Top));
        foreach (var system in values.GetSection(Systems).GetChildren())
        {
            CheckName(system, name => _ = new SystemName(name), checker);
        }

        foreach (var sync in values.GetSection(Syncs).GetChildren())
        {
            CheckName(sync, name => _ = new SyncName(name), checker);
        }

        var store = values.GetSection(Store);
        if (!string.IsNullOrEmpty(store["ConnectionString"]) && !string.IsNullOrEmpty(store["DataPath"]))
        {
            checker.Add("Store has a ConnectionString and a DataPath: the first means a PostgreSQL of your own, the second the private one. Keep one of them.");
        }
    }

    private static void CheckName(IConfigurationSection at, Action<string> make, ConfigurationChecker checker)
    {
        try
        {
            make(at.Key);
        }
        catch (ArgumentException error)
        {
            checker.Add($"{at.Path}: {error.Message.Split(" (Parameter", StringSplitOptions.None)[0]}", at.Path);
        }
    }
}
