namespace SyncEngine.Host;

/// <summary>Settings from environment variables: <c>SYNCENGINE_Systems__pyrus__SecurityKey</c> is <c>Systems:pyrus:SecurityKey</c>.</summary>
internal static class EnvironmentKeys
{
    internal const string Prefix = "SYNCENGINE_";

    /// <summary>Gives the settings with the variable each came from, and a fault for a variable that was surely meant as one but is not.</summary>
    internal static (Dictionary<string, (string Variable, string Value)> Settings, List<string> Faults) Of(
        IReadOnlyDictionary<string, string> environment, IEnumerable<string> topKeys)
    {
        var settings = new Dictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        var top = topKeys.ToList();
        foreach (var (variable, value) in environment.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (!variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var name = variable[Prefix.Length..];
            if (name.Contains("__", StringComparison.Ordinal))
            {
                settings[name.Replace("__", ":", StringComparison.Ordinal)] = (variable, value);
            }
            else if (top.Find(key => name.StartsWith(key + "_", StringComparison.OrdinalIgnoreCase)) is { } meant)
            {
                faults.Add($"The environment variable {variable} is not a setting: levels are separated by two underscores, as in {Prefix}{meant}__….");
            }

            // Others (SYNCENGINE_PG_BIN, …) are not settings of the console.
        }

        return (settings, faults);
    }
}
