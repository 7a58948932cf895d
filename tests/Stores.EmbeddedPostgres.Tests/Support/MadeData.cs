using System.Diagnostics;
using SyncEngine.EmbeddedPostgres.Tests;

[assembly: AssemblyFixture(typeof(MadeData))]

namespace SyncEngine.EmbeddedPostgres.Tests;

/// <summary>Data made once for all tests that are not about making it: a copy takes a tenth of the time.</summary>
public sealed class MadeData : IAsyncLifetime
{
    private readonly Scratch scratch = new();

    public async ValueTask InitializeAsync()
    {
        await using var server = await EmbeddedPostgresServer.StartAsync(scratch.Options, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A folder of a test's own with the data in it, which no server has been over there.</summary>
    internal Scratch Copy()
    {
        var copy = new Scratch();
        using var tool = Process.Start("cp", ["-a", "--reflink=auto", scratch.Root, copy.Root]);
        tool.WaitForExit();
        Assert.Equal(0, tool.ExitCode);
        return copy;
    }
}
