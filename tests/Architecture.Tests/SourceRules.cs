using System.Text.RegularExpressions;
using System.Xml.Linq;
using SyncEngine.TestSupport;

namespace SyncEngine.Architecture.Tests;

/// <summary>Rules that are seen in the sources: what pure stages may not touch, who may mention what, how long a file may be.</summary>
public sealed partial class SourceRules
{
    private static readonly string Root = Repository.Root;

    /// <summary>The pure zones: same input, same output, on any machine.</summary>
    private static readonly string[] Pure =
    [
        "src/Core/Model", "src/Core/Capture/Observe", "src/Core/History/Decide", "src/Core/Provisioning/Plan",
    ];

    [Fact]
    public void Pure_zones_use_no_task_clock_logger_randomness_or_io()
    {
        var found = Pure.SelectMany(Sources)
            .SelectMany(file => File.ReadLines(file).Select((line, at) => (file, line, at)))
            .Where(l => Impure().IsMatch(Code(l.line)))
            .Select(l => $"{Path.GetRelativePath(Root, l.file)}:{l.at + 1}: {l.line.Trim()}");
        Assert.Empty(found);
    }

    [Fact]
    public void Nothing_is_sorted_by_the_language_of_the_machine()
    {
        var found = Sources("src")
            .SelectMany(file => File.ReadLines(file).Select((line, at) => (file, line, at)))
            .Where(l => SortedByCulture().IsMatch(Code(l.line)))
            .Select(l => $"{Path.GetRelativePath(Root, l.file)}:{l.at + 1}: {l.line.Trim()}");
        Assert.Empty(found);
    }

    [Fact]
    public void Only_stores_mention_the_event_store_and_its_driver()
    {
        var found = Sources("src")
            .Where(file => !Within(file, "src/Stores") && !Within(file, "src/Host"))
            .Where(file => File.ReadLines(file).Any(line => VendorOfStore().IsMatch(Code(line))))
            .Select(file => Path.GetRelativePath(Root, file));
        Assert.Empty(found);
    }

    [Fact]
    public void Adapters_reference_core_and_their_protocol_never_each_other_nor_a_store()
    {
        foreach (var project in Directory.EnumerateFiles(Path.Combine(Root, "src/Adapters"), "*.csproj", SearchOption.AllDirectories))
        {
            var references = XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileName(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.Equal(["SyncEngine.Core.csproj"], references);
        }
    }

    [Fact]
    public void Core_references_only_the_base_library_abstractions_reactive_and_scrutor()
    {
        var packages = XDocument.Load(Path.Combine(Root, "src/Core/SyncEngine.Core.csproj")).Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value);
        Assert.All(packages, p => Assert.Matches(@"^(Microsoft\.Extensions\..*(Abstractions|Options|ConfigurationExtensions)|System\.Reactive|Scrutor|AnyAscii)$", p));
    }

    [Fact]
    public void Files_stay_short()
    {
        var lengths = Sources("src").Select(file => (File: Path.GetRelativePath(Root, file), Lines: File.ReadLines(file).Count())).OrderBy(f => f.Lines).ToList();
        Assert.DoesNotContain(lengths, f => f.Lines > 400);
        Assert.True(lengths[lengths.Count / 2].Lines <= 80, $"median {lengths[lengths.Count / 2].Lines}");
        Assert.True(lengths[lengths.Count * 9 / 10].Lines <= 220, $"p90 {lengths[lengths.Count * 9 / 10].Lines}");
    }

    [Fact]
    public void Nothing_waits_for_somebody_to_finish_it()
    {
        var found = Sources("src").Concat(Sources("tests")).Where(file => !file.EndsWith("SourceRules.cs", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => Unfinished().IsMatch(line)))
            .Select(file => Path.GetRelativePath(Root, file));
        Assert.Empty(found);
    }

    private static string Code(string line) => line.TrimStart() is { } text && (text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith('*')) ? "" : line;

    private static bool Within(string file, string folder) =>
        Path.GetRelativePath(Root, file).Replace('\\', '/').StartsWith(folder + "/", StringComparison.Ordinal);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(async|await|Task<|ValueTask|ILogger|TimeProvider|DateTime(Offset)?\.(Utc)?Now|Random\b|Guid\.(NewGuid|CreateVersion7)|CurrentCulture|Environment\.|File\.|FileStream|HttpClient)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Impure();

    /// <summary>Analyzers see a comparer that is missing for texts, but not for tuples of them.</summary>
    [GeneratedRegex(@"\bSorted(Dictionary|Set|List)<\([^)]*\bstring\b.*(= \[\]|new\(\));|\bComparer<string>\.Default", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SortedByCulture();

    [GeneratedRegex(@"\b(Marten|Npgsql|Weasel|JasperFx)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex VendorOfStore();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|Skip = """, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Unfinished();
}
