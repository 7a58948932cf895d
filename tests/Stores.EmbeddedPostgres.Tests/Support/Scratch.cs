using System.Diagnostics;
using System.Globalization;

namespace SyncEngine.EmbeddedPostgres.Tests;

/// <summary>A folder of one test with a short path that the server's user may pass through; disposing ends any server over it.</summary>
internal sealed class Scratch : IDisposable
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public Scratch()
    {
        Folder = $"/tmp/se-{Guid.NewGuid().ToString("N")[..8]}";
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, Passable);
    }

    public string Folder { get; }

    public string Root => Path.Combine(Folder, "data");

    public EmbeddedPostgresOptions Options => new() { DataPath = Root, Durable = false, AllowDownload = false };

    /// <summary>The layout of the server in <see cref="Root"/> once there is one.</summary>
    public ClusterLayout Layout => LayoutOf(Root);

    public static ClusterLayout LayoutOf(string root) => new(root, ClusterLayout.MajorOfData(root)!.Value);

    /// <summary>The server's process while it is alive.</summary>
    public int? ServerPid() => ServerPid(Root);

    public static int? ServerPid(string root) =>
        ClusterLayout.MajorOfData(root) is not null && PostmasterFile.TryRead(LayoutOf(root).Data) is { } file && file.IsAlive() ? file.Pid : null;

    public Task<EmbeddedPostgresServer> StartAsync() =>
        EmbeddedPostgresServer.StartAsync(Options, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "postmaster.pid", SearchOption.AllDirectories).ToList())
        {
            if (PostmasterFile.TryRead(Path.GetDirectoryName(file)!) is { } server && server.IsAlive())
            {
                Signal("QUIT", server.Pid);
                Poll.Until(() => !server.IsAlive(), "the server to end");
            }
        }

        Directory.Delete(Folder, recursive: true);
    }

    public static void Signal(string signal, int pid)
    {
        using var kill = Process.Start("kill", ["-s", signal, pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
