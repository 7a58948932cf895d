using System.Text.RegularExpressions;

namespace SyncEngine.Host.Tests;

/// <summary>
/// Compares text with a committed file, ids and fingerprints aside (they hold random numbers and the engine's version). To take what comes out
/// as right, after looking at it: <c>UPDATE_GOLDEN=path/to/tests/Host.Tests/Golden dotnet run --project tests/Host.Tests</c>.
/// </summary>
internal static partial class Golden
{
    internal static void Check(string name, string actual)
    {
        var text = WithoutIds(actual);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        var path = Path.Combine(AppContext.BaseDirectory, "Golden", name);
        Assert.True(File.Exists(path), $"There is no golden file {name}. What came out:\n{text}");
        Assert.Equal(File.ReadAllText(path), text, ignoreLineEndingDifferences: true);
    }

    private static string WithoutIds(string text)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var named = LongId().Replace(text, match => Name(seen, match.Value));
        return ShortId().Replace(Engine().Replace(named, "\"engine\": \"<version>\""), match => Same(match.Value));
    }

    private static string Name(Dictionary<string, string> seen, string id) => seen.TryGetValue(id, out var name)
        ? name
        : seen[id] = id.Length == 64 ? $"<fingerprint {seen.Count}>" : $"<id {seen.Count}>";

    // Widths must not change, or tables would.
    private static string Same(string id) => new('#', id.Length);

    [GeneratedRegex("\\b(?:[0-9a-f]{64}|[0-9a-f]{32})\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LongId();

    [GeneratedRegex("(?<=plan |run |Plan |Run |show |approve |fingerprint |^ *|  |│ )[0-9a-f]{8}([0-9a-f]{4})?\\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShortId();

    [GeneratedRegex("\"engine\": \"[^\"]*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Engine();
}
