namespace SyncEngine.Host;

/// <summary>Finds the configuration file.</summary>
internal static class ConfigurationFile
{
    internal const string Name = "syncengine.json";

    /// <summary>The file's full path, or null when there is none and none was asked for.</summary>
    /// <exception cref="ConfigurationException">The file that was asked for does not exist.</exception>
    internal static string? Find(string? asked, Surroundings surroundings)
    {
        if (asked is not null)
        {
            var path = Path.GetFullPath(asked, surroundings.WorkingFolder);
            return File.Exists(path)
                ? path
                : throw new ConfigurationException($"There is no configuration file '{path}'.", "Check the path given with --config.");
        }

        return Candidates(surroundings).FirstOrDefault(File.Exists);
    }

    internal static ConfigurationException Missing(Surroundings surroundings) => new(
        $"There is no configuration: neither {string.Join(" nor ", Candidates(surroundings).Select(p => $"'{p}'"))} exists.",
        $"Write one (the README shows it), name one with --config FILE, or try '{Hints.CommandOf(surroundings)} demo', which needs none.");

    private static string[] Candidates(Surroundings surroundings) =>
    [
        Path.Combine(surroundings.WorkingFolder, Name),
        Path.Combine(surroundings.ConfigurationFolder, "syncengine", Name),
    ];
}
