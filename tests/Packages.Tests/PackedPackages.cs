using System.Diagnostics;
using System.Text;
using SyncEngine.TestSupport;

[assembly: AssemblyFixture(typeof(SyncEngine.Packages.Tests.PackedPackages))]

namespace SyncEngine.Packages.Tests;

/// <summary>Packs every package once, into a folder of its own with its own build output, so that nothing of the checkout is touched.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "SyncEngine.Core", "SyncEngine.Marten", "SyncEngine.EmbeddedPostgres", "SyncEngine.Adapters.ActiveDirectory", "SyncEngine.Adapters.GSuite",
        "SyncEngine.Adapters.Pyrus", "SyncEngine.Emulators", "SyncEngine.Testing",
    ];

    public string Folder { get; } = Directory.CreateTempSubdirectory("syncengine-packages-").FullName;

    public static string Root { get; } = Repository.Root;

    public async ValueTask InitializeAsync()
    {
        foreach (var project in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(p => !p.Contains("Host", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            await RunAsync(Root, "pack", project, "-c", "Release", "-o", Folder, $"-p:ArtifactsPath={Path.Combine(Folder, "build")}", "-p:UseArtifactsOutput=true", "-nologo");
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string PathOf(string name) => Directory.EnumerateFiles(Folder, $"{name}.*.nupkg")
        .Single(file => char.IsAsciiDigit(Path.GetFileName(file)[name.Length + 1]));

    internal static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended {process.ExitCode}:\n{output}");
        return output.ToString();
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
