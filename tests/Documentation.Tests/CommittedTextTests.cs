using System.Text.RegularExpressions;

namespace SyncEngine.Documentation.Tests;

/// <summary>The repository is for everybody: no text in it knows the machine it was written on, or where packages are fetched from.</summary>
public sealed partial class CommittedTextTests
{
    private static readonly string[] Binary = [".png", ".ico", ".zst", ".pfx", ".gz", ".dll", ".nupkg"];

    private static IEnumerable<(string File, string Text)> Texts => Repository.Files
        .Where(file => !Binary.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        .Select(file => (file, Repository.Text(file)));

    [Fact]
    public void No_file_names_a_path_of_the_machine_it_was_written_on() => Assert.Empty(Matches(MachinePath()));

    [Fact]
    public void No_file_names_the_host_of_a_package_registry() => Assert.Empty(Matches(Registry()));

    [Fact]
    public void No_file_configures_package_sources() =>
        Assert.DoesNotContain(Repository.Files, file => Path.GetFileName(file).Equals("nuget.config", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Matches(Regex pattern) =>
        from text in Texts
        from line in text.Text.Split('\n').Select((line, at) => (line, at))
        let match = pattern.Match(line.line)
        where match.Success
        select $"{text.File}:{line.at + 1}: {match.Value}";

    // Written so that this file does not match itself.
    [GeneratedRegex(@"(?<![\w.])/(work|tmp/wt|tmp/helpers|home/\w+|Users/\w+|root)(/|$)|[A-Z]:\\Users\\", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"(?<!\w)(api|www|globalcdn)?\.?nuget[.]org|pkgs[.]dev[.]azure[.]com|myget[.]org|nuget[.]pkg[.]github[.]com|registry[.]npmjs[.]org|repo1?[.]maven|pypi[.]org", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Registry();
}
