using System.Text.RegularExpressions;

namespace SyncEngine.Documentation.Tests;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">The document.</param>
/// <param name="Language">What stands after the fence.</param>
/// <param name="Sample">The name in the comment before it, or null.</param>
/// <param name="Text">What is inside.</param>
internal sealed partial record CodeBlock(string Document, string Language, string? Sample, string Text)
{
    internal static IEnumerable<CodeBlock> All(string document) => Blocks().Matches(Repository.Text(document)).Select(match => new CodeBlock(
        document,
        match.Groups["language"].Value,
        match.Groups["sample"] is { Success: true } named ? named.Value : null,
        match.Groups["text"].Value.TrimEnd('\n')));

    [GeneratedRegex(
        """(<!-- sample: (?<sample>[a-z0-9-]+) -->\n+)?^```(?<language>[a-z]*)\n(?<text>.*?)^```$""",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Blocks();
}
