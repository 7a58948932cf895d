using System.Text.RegularExpressions;

namespace SyncEngine.Documentation.Tests;

/// <summary>Every case that is written down names the tests that show it, and each of them is there.</summary>
public sealed partial class CasesTests
{
    private const string Folder = "docs/cases/";

    private static string[] Documents => [.. Repository.Files.Where(file =>
        file.StartsWith(Folder, StringComparison.Ordinal) && !file.EndsWith("README.md", StringComparison.Ordinal))];

    [Fact]
    public void The_list_has_every_file() => Assert.Equal(
        Documents.Select(file => file[Folder.Length..]),
        Entry().Matches(Repository.Text(Folder + "README.md")).Select(entry => entry.Groups["file"].Value));

    [Fact]
    public void Every_row_names_a_test_and_every_test_it_names_is_there()
    {
        var tests = Tests();
        Assert.True(tests.Count > 1_000, "The tests were not found.");
        Assert.Empty(
            from document in Documents
            from row in Rows(document)
            from fault in Faults(row, tests)
            select $"{document}: '{row[0]}': {fault}");
    }

    private static IEnumerable<string> Faults(string[] row, HashSet<string> tests)
    {
        if (row.Length != 3 || row.Any(cell => cell.Length == 0))
        {
            return ["a row has the case, what happens, and what shows it"];
        }

        var named = Code().Matches(row[2]).Select(code => code.Groups["name"].Value).ToList();
        return named.Count == 0 ? ["no test is named"] : named.Where(name => !tests.Contains(name)).Select(name => $"there is no test {name}");
    }

    private static IEnumerable<string[]> Rows(string document)
    {
        var rows = Repository.Text(document).Split('\n').Where(line => line.StartsWith('|'))
            .Select(line => line.Replace(@"\|", "/", StringComparison.Ordinal).Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()).ToList();
        Assert.True(rows.Count > 2, $"{document} has no table.");
        Assert.Equal(["Case", "What happens", "Shown by"], rows[0]);
        return rows.Skip(2).Where(cells => cells[0] != "Case" && cells.Any(cell => cell.Trim('-').Length > 0));
    }

    /// <summary>Every <c>Class.Method</c> under <c>tests/</c> that is marked as a test. A class in several files is one class.</summary>
    private static HashSet<string> Tests() => Repository.Files
        .Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
        .SelectMany(file => InFile(Repository.Text(file))).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> InFile(string source)
    {
        var classes = Class().Matches(source);
        return
            from Match test in Test().Matches(source)
            let around = classes.LastOrDefault(c => c.Index < test.Index)
            where around is not null
            select $"{around.Groups["name"].Value}.{test.Groups["name"].Value}";
    }

    [GeneratedRegex(@"\[S\d\d\]\((?<file>[^)]+)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Entry();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^public (abstract |sealed |partial )*class (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Class();

    // The attribute, others (data, a skip) and the method behind it.
    [GeneratedRegex(@"^    \[(Fact|Theory)\b[^\n]*\n(    \[[^\n]*\n(     [^\n]*\n)*)*    (public|internal) (async )?[\w<>]+ (?<name>\w+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Test();
}
