using Npgsql;
using SyncEngine.Emulators;
using SyncEngine.TestSupport;

namespace SyncEngine.Crash;

/// <summary>The moment before the apply on PostgreSQL, from which every performance starts: a database to copy and an application to copy.</summary>
internal sealed class Theatre : IAsyncDisposable
{
    private readonly TestDatabase template;

    private Theatre(TestDatabase template, Rehearsal rehearsal)
    {
        this.template = template;
        Rehearsal = rehearsal;
    }

    internal Rehearsal Rehearsal { get; }

    internal static async Task<Theatre> OpenAsync(bool handsOver, CancellationToken cancellationToken)
    {
        var database = await TestPostgres.CreateDatabaseAsync(cancellationToken);
        var rehearsal = await Rehearsal.PlayAsync(
            (directory, pyrus, hands) => new Host(directory, pyrus, engine => engine.UseMarten(database.ConnectionString), handsOver: hands), handsOver, cancellationToken);
        database.Disconnect();
        return new Theatre(database, rehearsal);
    }

    /// <summary>A copy of both, and a process that is ready to apply the plan.</summary>
    /// <param name="time">The application's time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="atOnce">How many writes the process may have under way.</param>
    internal async Task<Performance> RaiseCurtainAsync(TimeProvider time, CancellationToken cancellationToken, int atOnce = 1)
    {
        var database = await TestPostgres.CreateDatabaseAsync(template, cancellationToken);
        var pyrus = await Rehearsal.ApplicationAsync(time, cancellationToken);
        return new Performance(database, pyrus, await VictimProcess.StartAsync(database.ConnectionString, pyrus, Rehearsal, atOnce, cancellationToken), Rehearsal.HandsOver);
    }

    public async ValueTask DisposeAsync()
    {
        Rehearsal.Dispose();
        await template.DisposeAsync();
    }
}

/// <summary>One apply by a process of its own, over a database and an application of its own, and what came after.</summary>
internal sealed class Performance(TestDatabase database, PyrusEmulator pyrus, VictimProcess victim, bool handsOver) : IAsyncDisposable
{
    internal PyrusEmulator Pyrus => pyrus;

    internal VictimProcess Victim => victim;

    /// <summary>After the process ended: a fresh host carries on until nothing is left to do.</summary>
    internal async Task<(Ending Ending, Host Host)> FinishAsync(CancellationToken cancellationToken)
    {
        await GoneAsync(cancellationToken);
        var host = new Host(TwentyRows.After(), pyrus, engine => engine.UseMarten(database.ConnectionString), handsOver: handsOver);
        var (last, _) = await host.FinishAsync(cancellationToken);
        return (await Ending.OfAsync(host, pyrus, last, cancellationToken), host);
    }

    public async ValueTask DisposeAsync()
    {
        await victim.DisposeAsync();
        await pyrus.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>Waits until the server has noticed that its client is dead: then the lock of the run is free.</summary>
    private async Task GoneAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand("select count(*) = 0 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await Poll.UntilAsync(async () => await command.ExecuteScalarAsync(cancellationToken) is true, "the server keeps a connection of the killed process", cancellationToken);
    }
}
