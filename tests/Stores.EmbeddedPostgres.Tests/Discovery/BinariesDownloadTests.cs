using System.IO.Compression;
using System.Formats.Tar;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace SyncEngine.EmbeddedPostgres.Tests.Discovery;

/// <summary>Against a repository of our own on this machine, which has the shape of the public one.</summary>
public sealed class BinariesDownloadTests
{
    [Fact]
    public async Task Programs_are_fetched_checked_and_then_found_like_installed_ones()
    {
        using var machine = new FakeMachine();
        using var repository = new FakeRepository(await JarAsync("17.9"));
        var cache = Path.Combine(machine.Folder, "cache/syncengine");
        machine["XDG_CACHE_HOME"] = Path.Combine(machine.Folder, "cache");

        var found = await Finder(machine, new BinariesDownload(cache, NullLogger.Instance, repository.Address))
            .FindAsync(dataMajor: null, "/data", TestContext.Current.CancellationToken);

        Assert.Equal(17, found.Major);
        Assert.StartsWith(cache, found.Folder, StringComparison.Ordinal);
        Assert.Equal([found.Folder], BinariesFolders.Find(machine.Facts));
    }

    [Fact]
    public async Task A_download_that_fails_is_named_in_the_error()
    {
        using var machine = new FakeMachine();
        using var repository = new FakeRepository(jar: null);

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => Finder(machine, new BinariesDownload(machine.Folder, NullLogger.Instance, repository.Address))
                .FindAsync(dataMajor: null, "/data", TestContext.Current.CancellationToken));

        Assert.Equal(EmbeddedPostgresException.BinariesMissing, error.Code);
        Assert.Contains("download of PostgreSQL 17: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("404", error.Message, StringComparison.Ordinal);
    }

    private static BinariesFinder Finder(FakeMachine machine, BinariesDownload download)
    {
        var probe = new BinariesProbe(new Tool(TimeProvider.System, TimeSpan.FromSeconds(30)), ServerUser.Self);
        return new BinariesFinder(machine.Facts, probe, download, NullLogger.Instance);
    }

    /// <summary>A jar with an archive with the three programs, as they are published (the archive's compression left out).</summary>
    private static async Task<byte[]> JarAsync(string version)
    {
        using var source = new FakeMachine();
        source.Install("tree/bin", version);
        using var tar = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(
            Path.Combine(source.Folder, "tree"), tar, includeBaseDirectory: false, TestContext.Current.CancellationToken);
        using var jar = new MemoryStream();
        using (var zip = new ZipArchive(jar, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = zip.CreateEntry("postgres-linux-x86_64.txz").Open();
            await entry.WriteAsync(tar.ToArray(), TestContext.Current.CancellationToken);
        }

        return jar.ToArray();
    }

    private sealed class FakeRepository : IDisposable
    {
        private const string Metadata =
            "<metadata><versioning><versions><version>16.4.0</version><version>17.9.0</version></versions></versioning></metadata>";

        private readonly HttpListener listener = new();
        private readonly byte[]? jar;

        public FakeRepository(byte[]? jar)
        {
            this.jar = jar;
            Address = $"http://127.0.0.1:{FreePort()}";
            listener.Prefixes.Add(Address + "/");
            listener.Start();
            _ = ServeAsync();
        }

        public string Address { get; }

        public void Dispose() => listener.Close();

        private async Task ServeAsync()
        {
            while (listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await listener.GetContextAsync();
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var answer = Answer(context.Request.Url!.AbsolutePath);
                context.Response.StatusCode = answer is null ? 404 : 200;
                context.Response.Close(answer ?? [], willBlock: true);
            }
        }

        private byte[]? Answer(string path) => jar is null ? null
            : path.EndsWith("/maven-metadata.xml", StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetBytes(Metadata)
            : path.EndsWith("-17.9.0.jar", StringComparison.Ordinal) ? jar
            : path.EndsWith(".sha256", StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetBytes(Convert.ToHexString(SHA256.HashData(jar)))
            : null;

        private static int FreePort()
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
    }
}
