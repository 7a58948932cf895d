using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// Makes the server's data: beside its place, with the database in it, and only then moved there. What an interrupted first run left is
/// thrown away by the next, so that data which is there is whole.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ClusterCreation(
    ClusterLayout layout, PostgresBinaries binaries, ServerUser user, ClusterFolders folders, Tool tool, HostFacts facts, ILogger logger)
{
    /// <summary>Makes it. Called under the set-up lock, when there is none.</summary>
    public async Task CreateAsync(bool durable, CancellationToken cancellationToken)
    {
        Log.Creating(logger, layout.Major, layout.Data);
        DiscardUnfinished();
        ServerSettings.Write(layout, durable);
        var fresh = layout.NewUnfinished();
        try
        {
            await folders.MakeServersAsync(fresh, cancellationToken).ConfigureAwait(false);
            await RunAsync(binaries.InitDb, InitDbArguments(fresh, durable), null, cancellationToken).ConfigureAwait(false);
            Configure(fresh);
            await RunAsync(
                binaries.Postgres,
                ["--single", "-j", "-D", fresh, "postgres"],
                $"CREATE DATABASE {ClusterLayout.Name};\n\n",
                cancellationToken).ConfigureAwait(false);
            Directory.Move(fresh, layout.Data);
        }
        catch
        {
            DiscardUnfinished();
            throw;
        }
    }

    private List<string> InitDbArguments(string folder, bool durable)
    {
        // C alone would not fold Cyrillic; names of whole languages are missing on small systems.
        string[] locale = facts.IsMacOS ? ["--lc-collate=C", "--lc-ctype=en_US.UTF-8", "--lc-messages=C"] : ["--locale=C.UTF-8"];
        List<string> arguments = ["-D", folder, "-U", ClusterLayout.Name, "-A", "trust", "-E", "UTF8", .. locale];
        if (!durable)
        {
            arguments.Add("--no-sync");
        }

        return arguments;
    }

    private static void Configure(string folder)
    {
        using var file = new StreamWriter(Path.Combine(folder, "postgresql.conf"), append: true);
        file.Write(ServerSettings.Include);
        file.Flush();
        ((FileStream)file.BaseStream).Flush(flushToDisk: true);
    }

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken)
    {
        ToolResult result;
        try
        {
            result = await tool.RunAsync(user, program, arguments, input, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw Failed(program, error.Message, error);
        }

        // The single-user server ends with 0 whatever its statements came to.
        if (result.ExitCode != 0 || result.Error.Contains("ERROR:", StringComparison.Ordinal))
        {
            throw Failed(program, result.Said, null);
        }
    }

    private EmbeddedPostgresException Failed(string program, string said, Exception? cause) => new(
        EmbeddedPostgresException.CreateFailed,
        $"The embedded server's data could not be created in '{layout.Folder}'. {Path.GetFileName(program)} said: {said}",
        said.Contains("could not look up effective user ID", StringComparison.Ordinal)
            ? "PostgreSQL needs a user with a name: give this user id a line in /etc/passwd, or give a connection string (Store:ConnectionString)."
            : said.Contains("No space left", StringComparison.Ordinal)
            ? "Free about 50 MB there, or give another data path (Store:DataPath)."
            : "Mend what it says, or give another data path (Store:DataPath) or a connection string (Store:ConnectionString).",
        cause);

    private void DiscardUnfinished()
    {
        foreach (var folder in layout.Unfinished().ToList())
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Its maker outlived its host and is still writing; the next creation takes it away.
            }
        }
    }
}
