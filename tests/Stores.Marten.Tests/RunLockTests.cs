using System.Diagnostics;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>The lock of runs over several hosts, and over hosts that die.</summary>
public sealed class RunLockTests(PostgresServer server, SharedStore shared) : IClassFixture<SharedStore>
{
    private static readonly SyncName Staff = new("staff");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_host_is_kept_out_until_the_holder_lets_go()
    {
        await using var other = TestStores.Make(shared.ConnectionString);
        var held = await shared.Store.TryAcquireAsync(Staff, Token);

        Assert.NotNull(held);
        Assert.Null(await other.TryAcquireAsync(Staff, Token));
        await held.DisposeAsync();
        await using var next = await other.TryAcquireAsync(Staff, Token);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task The_lock_of_a_process_that_is_killed_is_free_at_once()
    {
        using var holder = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SyncEngine.Marten.Holder.dll"), shared.ConnectionString, "lock", "killed"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(Token));
            Assert.Null(await shared.Store.TryAcquireAsync(new SyncName("killed"), Token));
        }
        finally
        {
            holder.Kill();
            await holder.WaitForExitAsync(CancellationToken.None);
        }

        await using var next = await AcquireSoonAsync(new SyncName("killed"));
    }

    [Fact]
    public async Task The_lock_of_a_connection_that_is_cut_is_free_at_once_and_its_disposal_does_no_harm()
    {
        var sync = new SyncName("cut");
        var held = await shared.Store.TryAcquireAsync(sync, Token);
        Assert.NotNull(held);

        await server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid() and ((classid::bigint << 32) | objid::bigint) = {LockKeys.Run("syncengine", "cut")}");

        await using var next = await AcquireSoonAsync(sync);
        await held.DisposeAsync();
        Assert.Null(await shared.Store.TryAcquireAsync(sync, Token));
    }

    [Fact]
    public async Task Two_schemas_in_one_database_have_locks_of_their_own()
    {
        await using var other = TestStores.Make(shared.ConnectionString, new MartenStoreOptions { Schema = "second" });
        await using var held = await shared.Store.TryAcquireAsync(Staff, Token);
        await using var too = await other.TryAcquireAsync(Staff, Token);

        Assert.NotNull(held);
        Assert.NotNull(too);
    }

    private async Task<IAsyncDisposable> AcquireSoonAsync(SyncName sync)
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            if (await shared.Store.TryAcquireAsync(sync, Token) is { } held)
            {
                return held;
            }

            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(10), "The lock was not let go of within 10 s.");
            await Task.Delay(10, Token);
        }
    }
}
