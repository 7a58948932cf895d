using System.Text.RegularExpressions;

namespace SyncEngine.Documentation.Tests;

/// <summary>The checkout the tests run in: its documents and other text files, without what was built.</summary>
internal static partial class Repository
{
    private static readonly string[] Built = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".git", ".vs", ".idea", ".vscode"];

    internal static string Root => TestSupport.Repository.Root;

    /// <summary>All files, by path from the root with forward slashes, in order.</summary>
    internal static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>The documents for people.</summary>
    internal static IEnumerable<string> Documents => Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    internal static string Text(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    internal static bool Exists(string path) => File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    /// <summary>A document's text without its code blocks.</summary>
    internal static string Prose(string path) => Fences().Replace(Text(path), "");

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Path.GetFileName(file) != ".git") // in a worktree it is a file
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => !Built.Contains(Path.GetFileName(inner), StringComparer.Ordinal))
            .SelectMany(Walk));

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Fences();
}
