using System.Text.RegularExpressions;

namespace SyncEngine.Documentation.Tests;

/// <summary>Nothing in a document points to what is not there.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_to_a_file_or_heading_resolves() => Assert.Empty(
        from document in Repository.Documents
        from Match link in Links().Matches(Repository.Prose(document))
        let target = link.Groups["target"].Value
        where !IsElsewhere(target) && Fault(document, target) is not null
        select $"{document}: {target} ({Fault(document, target)})");

    [Fact]
    public void Every_file_that_a_document_names_by_its_path_exists() => Assert.Empty(
        from document in Repository.Documents.Where(d => !d.StartsWith("src/", StringComparison.Ordinal))
        from Match named in Paths().Matches(Repository.Prose(document))
        let path = named.Groups["path"].Value
        where !Repository.Exists(path)
        select $"{document}: {path}");

    private static bool IsElsewhere(string target) =>
        target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal);

    private static string? Fault(string document, string target)
    {
        var parts = target.Split('#', 2);
        var folder = Path.GetDirectoryName(document) ?? "";
        var path = parts[0].Length == 0
            ? document
            : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, parts[0]))).Replace('\\', '/');
        if (!Repository.Exists(path))
        {
            return "no such file";
        }

        return parts.Length == 1 || Headings(path).Contains(parts[1], StringComparer.Ordinal) ? null : "no such heading";
    }

    /// <summary>Headings as the usual renderers name them: lower case, blanks as hyphens, other marks dropped.</summary>
    private static IEnumerable<string> Headings(string document) => HeadingLines().Matches(Repository.Prose(document))
        .Select(heading => Marks().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Links();

    [GeneratedRegex(@"`(?<path>(src|tests|docs|eng|benchmarks)/[\w./-]+\.\w+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Paths();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex HeadingLines();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 10_000)]
    private static partial Regex Marks();
}
