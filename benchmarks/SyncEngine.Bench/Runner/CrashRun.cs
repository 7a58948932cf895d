using System.Diagnostics;
using System.Globalization;
using SyncEngine.Bench.Server;

namespace SyncEngine.Bench.Runner;

/// <summary>
/// Kills the importing process for real at random moments of a first import, starts it again until the import is done, and compares what is in
/// the store then with what an undisturbed import leaves.
/// </summary>
internal static class CrashRun
{
    private const string Schema = MartenStoreOptions.SchemaDefault;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    internal static async Task<int> RunAsync(int size, int kills, CancellationToken cancellationToken)
    {
        await using var server = await BenchServer.StartAsync(cancellationToken);
        await using var world = new BenchWorld(size, server);
        BenchWorld.Say("importing without a disturbance");
        await using var calm = await server.CreateAsync(null, cancellationToken);
        await PieceProcess.RunAsync(world.Piece("prepare", calm), cancellationToken);
        var expected = await ContentAsync(calm, cancellationToken);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        BenchWorld.Say(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var done = 0;
        var ok = true;
        while (done < kills && ok)
        {
            await using var database = await server.CreateAsync(null, cancellationToken);
            done += await KilledImportAsync(world, database, kills - done, random, cancellationToken);
            var content = await ContentAsync(database, cancellationToken);
            ok = content == expected;
            BenchWorld.Say(ok ? "the same as the undisturbed import" : $"DIFFERS: {content} instead of {expected}");
        }

        await Console.Out.WriteLineAsync("crash,size,kills,ok");
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"crash,{size},{done},{(ok ? "yes" : "no")}"));
        return ok ? 0 : 1;
    }

    /// <summary>One import with up to so many kills in it; gives how many there were.</summary>
    private static async Task<int> KilledImportAsync(BenchWorld world, BenchDatabase database, int kills, Random random, CancellationToken cancellationToken)
    {
        var done = 0;
        while (done < kills)
        {
            // Spread over what is left to import; each at its own moment between two looks.
            var there = await DrawnAsync(database, cancellationToken);
            var committed = await CommittedAsync(database, cancellationToken);
            var step = random.NextInt64(0, 1 + (2 * Math.Max(0, world.Entries - committed) / (kills - done + 1)));
            using var process = PieceProcess.Start(world.Piece("prepare", database));
            try
            {
                while (!process.HasExited && await DrawnAsync(database, cancellationToken) < there + step)
                {
                    await Task.Delay(Poll, cancellationToken);
                }

                await Task.Delay(random.Next(0, 150), cancellationToken);
            }
            finally
            {
                process.Kill(); // SIGKILL
            }

            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 0)
            {
                BenchWorld.Say("  it was done before it could be killed");
                return done;
            }

            done++;
            await GoneAsync(database, cancellationToken);
            committed = await CommittedAsync(database, cancellationToken);
            BenchWorld.Say(string.Create(CultureInfo.InvariantCulture, $"  kill {done}: {committed} of {world.Entries} entries were committed"));
        }

        await PieceProcess.RunAsync(world.Piece("prepare", database), cancellationToken);
        return done;
    }

    /// <summary>Everything about entries that must not depend on how often the import was begun.</summary>
    private static Task<string> ContentAsync(BenchDatabase database, CancellationToken cancellationToken) => database.ScalarAsync<string>(
        $"""
        select concat_ws(' ',
          (select count(*) || ' ' || md5(string_agg(md5(stream_id || ' ' || version || ' ' || type || ' ' || data::text), '' order by stream_id collate "C", version))
           from {Schema}.mt_events where stream_id like 'entry:%'),
          (select count(*) || ' ' || md5(string_agg(md5(id || ' ' || version), '' order by id collate "C")) from {Schema}.mt_streams where id like 'entry:%'),
          (select count(*) || ' ' || md5(string_agg(md5(id || ' ' || mt_version || ' ' || data::text), '' order by id collate "C")) from {Schema}.mt_doc_entry),
          (select count(*) from (select 1 from {Schema}.mt_events where type = 'entry_discovered_v1' group by stream_id having count(*) <> 1) as twice),
          (select count(*) from {Schema}.mt_events e where not exists (select 1 from {Schema}.mt_streams s where s.id = e.stream_id)))
        """,
        cancellationToken);

    private static async Task<long> CommittedAsync(BenchDatabase database, CancellationToken cancellationToken) =>
        await HasTablesAsync(database, cancellationToken)
            ? await database.ScalarAsync<long>($"select count(*) from {Schema}.mt_streams where id like 'entry:%'", cancellationToken)
            : 0;

    /// <summary>How many sequence numbers were drawn, committed or not: cheap to ask.</summary>
    private static async Task<long> DrawnAsync(BenchDatabase database, CancellationToken cancellationToken) =>
        await HasTablesAsync(database, cancellationToken)
            ? await database.ScalarAsync<long>($"select last_value from {Schema}.mt_events_sequence", cancellationToken)
            : 0;

    private static async Task<bool> HasTablesAsync(BenchDatabase database, CancellationToken cancellationToken) =>
        await database.ScalarAsync<bool>($"select to_regclass('{Schema}.mt_events_sequence') is not null", cancellationToken);

    /// <summary>Waits until the server has noticed that its client is dead, and taken back what it had not committed.</summary>
    private static async Task GoneAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (await database.ScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = 'SyncEngine'",
            cancellationToken) > 0)
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new BenchException("The server keeps a connection of the killed process.");
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }
}
