namespace SyncEngine.EmbeddedPostgres.Tests;

/// <summary>A machine with the folders and server programs a test gives it. Its programs say their version and can do nothing else.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);

    public string Folder => scratch.Folder;

    public HostFacts Facts => new(IsRoot: false, IsMacOS: false, name => variables.GetValueOrDefault(name), Folder);

    public string this[string variable]
    {
        set => variables[variable] = value;
    }

    /// <summary>Puts programs of a version into a folder of this machine and gives its path.</summary>
    public string Install(string folder, string version)
    {
        var path = Path.Combine(Folder, folder);
        Directory.CreateDirectory(path);
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            var file = Path.Combine(path, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }

    public void Release(string text)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "etc"));
        File.WriteAllText(Path.Combine(Folder, "etc/os-release"), text);
    }

    public void Dispose() => scratch.Dispose();
}
