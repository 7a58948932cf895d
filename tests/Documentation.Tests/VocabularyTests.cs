using System.Reflection;
using System.Text.RegularExpressions;
using SyncEngine.Adapters.ActiveDirectory;
using SyncEngine.Adapters.GSuite;
using SyncEngine.Adapters.Pyrus;
using SyncEngine.EmbeddedPostgres;
using SyncEngine.Emulators;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Documentation.Tests;

/// <summary>What documents list (words, events, reasons, telemetry, options) is what the code has: no more, no less.</summary>
public sealed partial class VocabularyTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(ISyncEngine).Assembly, typeof(InMemoryStore).Assembly, typeof(MartenStoreOptions).Assembly, typeof(EmbeddedPostgresOptions).Assembly,
        typeof(ActiveDirectoryOptions).Assembly, typeof(GSuiteOptions).Assembly, typeof(PyrusOptions).Assembly, typeof(PyrusEmulator).Assembly,
    ];

    [Fact]
    public void Every_type_and_member_the_glossary_names_exists()
    {
        var types = Assemblies.SelectMany(a => a.GetTypes()).Select(t => t.Name.Split('`')[0]);
        var members = Assemblies.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMembers(Everything)).Select(m => m.Name);
        var known = types.Concat(members).ToHashSet(StringComparer.Ordinal);
        var named = Rows("docs/glossary.md").Where(cells => cells.Length == 5).SelectMany(cells => Code().Matches(cells[2])).Select(c => c.Groups["name"].Value).ToList();
        Assert.True(named.Count > 30, "The glossary's tables were not found.");
        Assert.All(named, name => Assert.All(name.Split('.'), part => Assert.Contains(part, known)));
    }

    [Fact]
    public void No_word_of_the_glossary_is_explained_twice()
    {
        var words = Rows("docs/glossary.md").Where(cells => cells.Length == 5).Select(cells => cells[0]).Where(word => word is not ("Word" or "---")).ToList();
        Assert.Equal(words.Distinct(StringComparer.Ordinal), words);
    }

    [Fact]
    public void The_table_of_events_is_the_engines_own() => Assert.Equal(
        EngineEvents.Map.All.Select(e => e.Key),
        Rows("docs/architecture.md").SelectMany(cells => cells).SelectMany(cell => Code().Matches(cell)).Select(c => c.Groups["name"].Value)
            .Where(name => name.EndsWith("_v1", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_status_and_reason_is_explained_once()
    {
        AssertListed<RowStatus>("Status");
        AssertListed<Reason>("Reason");
        AssertListed<RowResult>("Result");
    }

    [Fact]
    public void The_names_of_telemetry_are_the_codes() => Assert.Equal(
        typeof(SyncEngineTelemetry).GetFields().Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        Rows("docs/operations.md").Select(cells => Code().Match(cells[0]).Groups["name"].Value)
            .Where(name => name == "SyncEngine" || name.StartsWith("syncengine.", StringComparison.Ordinal) || name == "error.type").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_bound_of_the_engine_is_documented_with_its_default()
    {
        var bounds = new SyncEngineOptions();
        foreach (var property in typeof(SyncEngineOptions).GetProperties())
        {
            var row = Assert.Single(Rows("docs/operations.md"), cells => cells[0] == $"`{property.Name}`");
            Assert.Equal(Convert.ToString(property.GetValue(bounds), System.Globalization.CultureInfo.InvariantCulture), row[1].Trim('`'));
        }
    }

    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The first cells of the table whose heading is given are the enumeration's names.</summary>
    private static void AssertListed<T>(string heading)
        where T : struct, Enum
    {
        var rows = Rows("docs/plans.md").ToList();
        var start = rows.FindIndex(cells => cells[0] == heading);
        Assert.True(start >= 0, $"docs/plans.md has no table '{heading}'.");
        Assert.Equal(
            Enum.GetNames<T>(),
            rows.Skip(start + 2).Select(cells => Code().Match(cells[0]).Groups["name"].Value).TakeWhile(name => name.Length > 0).Take(Enum.GetNames<T>().Length));
        Assert.True(
            start + 2 + Enum.GetNames<T>().Length == rows.Count || !rows[start + 2 + Enum.GetNames<T>().Length][0].StartsWith('`'),
            $"The table '{heading}' has more rows than {typeof(T).Name} has names.");
    }

    private static IEnumerable<string[]> Rows(string document) => Repository.Text(document).Split('\n')
        .Where(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Code();
}
