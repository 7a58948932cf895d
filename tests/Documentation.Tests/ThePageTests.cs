using System.Text.RegularExpressions;

namespace SyncEngine.Documentation.Tests;

/// <summary>Every test that the table of the page's sentences names is there.</summary>
public sealed partial class ThePageTests
{
    [Fact]
    public void Every_test_it_names_exists()
    {
        var named = Repository.Text("docs/the-page.md").Split('\n')
            .Where(line => line.StartsWith('|') && line.Count(c => c == '|') >= 4)
            .Select(line => line.Replace(@"\|", "/", StringComparison.Ordinal).Trim('|').Split('|')[^1])
            .SelectMany(cell => Code().Matches(cell)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(named.Count > 25, "The table was not found.");
        Assert.All(named, name => Assert.True(
            File.Exists(Path.Combine(Repository.Root, name)) || Directory.Exists(Path.Combine(Repository.Root, name))
            || File.Exists(Path.Combine(Repository.Root, "tests", "Scenarios", $"{name}.cs")),
            $"docs/the-page.md names '{name}', which is neither a scenario nor a file."));
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Code();
}
