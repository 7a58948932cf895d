using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SyncEngine.Host;

/// <summary>
/// Compares a configuration with its shape, strictly, and collects every fault: a misspelt key would otherwise be a setting that silently is
/// not made.
/// </summary>
/// <param name="whereFrom">Names where a key's value comes from, when that is not the file.</param>
internal sealed class ConfigurationChecker(Func<string, string> whereFrom)
{
    private readonly List<ConfigurationFault> faults = [];

    internal IReadOnlyList<ConfigurationFault> Faults => faults;

    internal void Add(string fault, string? key = null, string? meant = null) => faults.Add(new ConfigurationFault(fault, key, meant));

    internal void Check(IConfigurationSection at, Shape shape)
    {
        switch (shape)
        {
            case ValueShape value:
                Value(at, value);
                break;
            case ListShape list:
                List(at, list.Item);
                break;
            case ValueOrListShape either when at.GetChildren().Any():
                List(at, either.Item);
                break;
            case ValueOrListShape either:
                Value(at, either.Item);
                break;
            case MapShape map when IsSection(at, "names with their settings"):
                foreach (var child in at.GetChildren())
                {
                    Check(child, map.Item);
                }

                break;
            case ByTypeShape when IsSection(at, "a section with keys"):
                ByType(at);
                break;
            case SectionShape section when IsSection(at, "a section with keys"):
                Keys(at, section);
                break;
        }
    }

    internal void Keys(IConfiguration at, SectionShape section)
    {
        foreach (var child in at.GetChildren())
        {
            if (section.Keys.TryGetValue(child.Key, out var shape))
            {
                Check(child, shape);
            }
            else
            {
                var known = section.Keys.Keys.Order(StringComparer.Ordinal).ToList();
                Add($"'{child.Path}'{whereFrom(child.Path)} is not a known key.{Suggestion.For(child.Key, known)} Known here: {string.Join(", ", known)}.", child.Path, Suggestion.Of(child.Key, known));
            }
        }
    }

    private void ByType(IConfigurationSection system)
    {
        var found = system["Type"];
        if (SystemType.Find(found) is { } type)
        {
            Keys(system, type.Shape);
            return;
        }

        var allowed = SystemType.All.Select(t => t.Name).ToList();
        Add(
            string.IsNullOrEmpty(found)
                ? $"{system.Path}:Type is missing; allowed is one of {string.Join(", ", allowed)}."
                : $"{system.Path}:Type is '{found}'; allowed is one of {string.Join(", ", allowed)}.{Suggestion.For(found, allowed)}",
            system.Path);
    }

    private void Value(IConfigurationSection at, ValueShape shape)
    {
        if (at.GetChildren().Any())
        {
            Add($"{at.Path} is a section or a list, but {shape.Allowed} is expected.", at.Path);
        }
        else if (at.Value is { } value && !shape.Accepts(value))
        {
            var suggestion = shape.Choices is null ? "" : Suggestion.For(value, shape.Choices);
            Add($"{at.Path} is {Shown(at.Path, value)}{whereFrom(at.Path)}; allowed is {shape.Allowed}.{suggestion}", at.Path);
        }
    }

    private void List(IConfigurationSection at, ValueShape item)
    {
        if (!string.IsNullOrEmpty(at.Value))
        {
            Add($"{at.Path} is {Shown(at.Path, at.Value)}{whereFrom(at.Path)}, but a list is expected: [ \"…\", \"…\" ].", at.Path);
        }

        foreach (var child in at.GetChildren())
        {
            if (int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                Value(child, item);
            }
            else
            {
                Add($"{at.Path} has the key '{child.Key}', but a list is expected: [ \"…\", \"…\" ].", at.Path);
            }
        }
    }

    private bool IsSection(IConfigurationSection at, string expected)
    {
        if (string.IsNullOrEmpty(at.Value))
        {
            return true;
        }

        Add($"{at.Path} is {Shown(at.Path, at.Value)}{whereFrom(at.Path)}, but {expected} is expected: {{ … }}.", at.Path);
        return false;
    }

    private static string Shown(string path, string value) => Secrets.IsSecret(path) ? "a value that does not fit" : $"'{value}'";
}
