using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SyncEngine.Host;

/// <summary>
/// Reads values that stand in files of their own (<c>file:/run/secrets/ad</c>), makes relative paths whole, and turns a list of sources into the first and
/// the further ones.
/// </summary>
internal sealed class ValueResolver(string folder)
{
    private const string FilePrefix = "file:";
    private const int LengthMax = 64 * 1024;
    private readonly List<ConfigurationFault> faults = [];

    internal IReadOnlyList<ConfigurationFault> Faults => faults;

    internal IConfigurationRoot Resolve(IConfiguration values)
    {
        var resolved = values.AsEnumerable().ToDictionary(v => v.Key, v => FromFile(v.Key, v.Value), StringComparer.OrdinalIgnoreCase);
        MakeWhole(resolved, $"{ConfigurationShape.Store}:DataPath");
        foreach (var system in values.GetSection(ConfigurationShape.Systems).GetChildren())
        {
            foreach (var key in SystemType.Find(system["Type"])?.PathKeys ?? [])
            {
                MakeWhole(resolved, $"{system.Path}:{key}");
            }
        }

        foreach (var sync in values.GetSection(ConfigurationShape.Syncs).GetChildren())
        {
            var source = $"{sync.Path}:{nameof(SyncOptions.Source)}";
            if (resolved.Remove($"{source}:0", out var first))
            {
                resolved[source] = first;
            }

            for (var i = 1; resolved.Remove($"{source}:{i.ToString(CultureInfo.InvariantCulture)}", out var further); i++)
            {
                resolved[$"{sync.Path}:{nameof(SyncOptions.FurtherSources)}:{(i - 1).ToString(CultureInfo.InvariantCulture)}"] = further;
            }
        }

        return new ConfigurationBuilder().AddInMemoryCollection(resolved).Build();
    }

    private void MakeWhole(Dictionary<string, string?> values, string key)
    {
        if (values.TryGetValue(key, out var path) && !string.IsNullOrEmpty(path))
        {
            values[key] = Path.GetFullPath(path, folder);
        }
    }

    private string? FromFile(string key, string? value)
    {
        if (value is null || !value.StartsWith(FilePrefix, StringComparison.OrdinalIgnoreCase))
        {
            return value;
        }

        var path = value[FilePrefix.Length..];
        path = Path.GetFullPath(path.StartsWith("//", StringComparison.Ordinal) ? path.TrimStart('/').Insert(0, "/") : path, folder);
        try
        {
            if (new FileInfo(path).Length > LengthMax)
            {
                faults.Add(new ConfigurationFault($"{key} is in the file '{path}', which is longer than a value can be ({LengthMax} bytes).", key));
                return null;
            }

            return WithoutLineEnd(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            faults.Add(new ConfigurationFault($"{key} is in the file '{path}', which cannot be read: {error.Message}", key));
            return null;
        }
    }

    /// <summary>Editors and <c>echo</c> put a line end after a secret; it is not part of it.</summary>
    private static string WithoutLineEnd(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
