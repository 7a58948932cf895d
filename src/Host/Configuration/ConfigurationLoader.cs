using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace SyncEngine.Host;

/// <summary>
/// Loads the configuration: the file, over it the environment; then checks all of it, and gives it with values from files read and relative
/// paths made whole.
/// </summary>
internal static class ConfigurationLoader
{
    /// <exception cref="ConfigurationException">There is none, it cannot be read, or it is wrong; the message has every fault.</exception>
    internal static HostConfiguration Load(string? asked, Surroundings surroundings)
    {
        var path = ConfigurationFile.Find(asked, surroundings);
        var (settings, faults) = EnvironmentKeys.Of(surroundings.Environment, ConfigurationShape.TopKeys);
        if (path is null && !settings.Keys.Any(key => key.StartsWith(ConfigurationShape.Syncs + ":", StringComparison.OrdinalIgnoreCase)))
        {
            throw ConfigurationFile.Missing(surroundings);
        }

        var file = path is null ? new ConfigurationBuilder().Build() : Read(path);
        var merged = new ConfigurationBuilder()
            .AddInMemoryCollection(file.AsEnumerable()) // not chained: a chained configuration loses empty values, and with them empty lists
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(WithNamesOf(file, s.Key), (string?)s.Value.Value)))
            .Build();
        var checker = new ConfigurationChecker(key => settings.TryGetValue(key, out var from) ? $" (from {from.Variable})" : "");
        faults.ForEach(fault => checker.Add(fault));
        ConfigurationShape.Check(merged, checker);
        var resolver = new ValueResolver(path is null ? surroundings.WorkingFolder : Path.GetDirectoryName(path)!);
        var values = resolver.Resolve(Without(merged, checker.Faults));
        var configuration = new HostConfiguration(path, values, Systems(values), [.. Names(values, ConfigurationShape.Syncs)]);
        ConfigurationFault[] found = [.. checker.Faults, .. resolver.Faults];
        Stop(path, found.Length == 0 ? [] : [.. found.Select(fault => fault.Text), .. OptionFaults.Beside(found, configuration)]);
        return configuration;
    }

    /// <exception cref="ConfigurationException">There are faults; the message has every one.</exception>
    internal static void Stop(string? path, IReadOnlyList<string> faults)
    {
        if (faults.Count == 0)
        {
            return;
        }

        var where = path ?? "the environment";
        var message = faults.Count == 1
            ? $"In {where}: {faults[0]}"
            : new StringBuilder($"{faults.Count} faults in {where}:").AppendJoin("", faults.Select(fault => $"\n- {fault}")).ToString();
        throw new ConfigurationException(message, "Correct the configuration; the README of the console lists every key.");
    }

    private static IConfiguration Without(IConfigurationRoot values, IReadOnlyList<ConfigurationFault> faults) => faults.Count == 0
        ? values
        : new ConfigurationBuilder().AddInMemoryCollection(values.AsEnumerable().Where(value => !faults.Any(fault => fault.Covers(value.Key)))).Build();

    private static IConfigurationRoot Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or JsonException)
        {
            throw new ConfigurationException($"'{path}' is not a configuration: {Fault(error)}", "Correct the file: it is JSON, comments are allowed.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"'{path}' cannot be read: {error.Message}", "Check the file and its permissions.", error);
        }
    }

    /// <summary>The parser's own words, with lines counted from 1; it shows single characters of the file, never values.</summary>
    private static string Fault(Exception error)
    {
        var json = error as JsonException ?? error.InnerException as JsonException;
        if (json is null)
        {
            return error.Message;
        }

        var text = json.Message;
        foreach (var end in new[] { " Path:", " LineNumber:" })
        {
            var at = text.IndexOf(end, StringComparison.Ordinal);
            text = at < 0 ? text : text[..at];
        }

        return $"line {Words.Number((json.LineNumber ?? 0) + 1)}: {text}";
    }

    /// <summary>Variables are often written in capitals; the names of systems and syncs are as the file has them, or in lower case.</summary>
    private static string WithNamesOf(IConfiguration file, string key)
    {
        var parts = key.Split(':');
        parts[0] = ConfigurationShape.TopKeys.FirstOrDefault(top => Same(top, parts[0])) ?? parts[0];
        if (parts.Length > 1 && (Same(parts[0], ConfigurationShape.Systems) || Same(parts[0], ConfigurationShape.Syncs)))
        {
            var named = file.GetSection(parts[0]).GetChildren().FirstOrDefault(child => Same(child.Key, parts[1]));
#pragma warning disable CA1308 // Names are lower-case by their own rules.
            parts[1] = named?.Key ?? parts[1].ToLowerInvariant();
#pragma warning restore CA1308
        }

        return string.Join(':', parts);

        static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
    }

    private static List<SystemConfiguration> Systems(IConfiguration values) =>
    [
        .. Names(values, ConfigurationShape.Systems)
            .Select(name => values.GetSection($"{ConfigurationShape.Systems}:{name}"))
            .Select(section => new SystemConfiguration(section.Key, SystemType.Find(section["Type"])!, section)),
    ];

    private static IEnumerable<string> Names(IConfiguration values, string top) =>
        values.GetSection(top).GetChildren().Select(child => child.Key).Order(StringComparer.Ordinal);
}
