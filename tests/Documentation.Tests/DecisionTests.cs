using System.Globalization;
using System.Text.RegularExpressions;

namespace SyncEngine.Documentation.Tests;

/// <summary>Decision records are numbered, listed, and of one shape.</summary>
public sealed partial class DecisionTests
{
    private const string Folder = "docs/decisions/";

    private static string[] Records => [.. Repository.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && !file.EndsWith("README.md", StringComparison.Ordinal))];

    [Fact]
    public void Records_are_numbered_from_1_without_a_gap() => Assert.Equal(
        Enumerable.Range(1, Records.Length).Select(number => number.ToString("0000", CultureInfo.InvariantCulture)),
        Records.Select(file => Name().Match(file[Folder.Length..]).Groups["number"].Value));

    [Fact]
    public void The_list_has_every_record_in_order_with_its_own_title() => Assert.Equal(
        Records.Select(file => $"[{Repository.Text(file).Split('\n')[0].TrimStart('#', ' ')}]({file[Folder.Length..]})"),
        Entry().Matches(Repository.Text(Folder + "README.md")).Select(entry => entry.Value));

    [Fact]
    public void Every_record_says_context_options_decision_and_consequences()
    {
        foreach (var file in Records)
        {
            var text = Repository.Text(file);
            Assert.Matches(@"\A# \d{4} \S", text);
            Assert.Equal(file[Folder.Length..][..4], text[2..6]);
            Assert.Equal(["Context", "Options", "Decision", "Consequences"], Section().Matches(text).Select(section => section.Groups["name"].Value));
        }
    }

    [GeneratedRegex(@"^(?<number>\d{4})-[a-z0-9-]+\.md$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\[\d{4} [^\]]+\]\(\d{4}[^)]+\)", RegexOptions.None, 10_000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^## (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Section();
}
