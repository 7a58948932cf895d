namespace SyncEngine.Documentation.Tests;

/// <summary>The samples among this project's sources, by name: the lines between <c>// sample: name</c> and <c>// end</c>, without their common indentation.</summary>
internal static class CompiledSamples
{
    private const string Folder = "tests/Documentation.Tests/Samples/";

    internal static IReadOnlyDictionary<string, string> ByName { get; } = Read();

    private static Dictionary<string, string> Read()
    {
        var samples = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Repository.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal)))
        {
            string? name = null;
            var lines = new List<string>();
            foreach (var line in Repository.Text(file).Split('\n'))
            {
                var text = line.Trim();
                if (text.StartsWith("// sample: ", StringComparison.Ordinal))
                {
                    name = text["// sample: ".Length..];
                    lines.Clear();
                }
                else if (text == "// end" && name is not null)
                {
                    samples.Add(name, Outdented(lines));
                    name = null;
                }
                else
                {
                    lines.Add(line);
                }
            }
        }

        return samples;
    }

    private static string Outdented(List<string> lines)
    {
        var indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : "")).Trim('\n');
    }
}
