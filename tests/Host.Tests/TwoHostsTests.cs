using System.Globalization;
using Npgsql;

namespace SyncEngine.Host.Tests;

/// <summary>Two consoles watch one sync over one database, as processes. One of them is killed now and then, in the middle of whatever it does.</summary>
public sealed class TwoHostsTests
{
    private const int Cycles = 50;
    private const int Kills = 4;
    private const int People = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_fifty_cycles_each_plan_is_prepared_once_and_applied_once_and_no_lock_is_left()
    {
        await using var setup = await RealSetup.OpenAsync();
        setup.Sync["AutoApply"] = new[] { "New", "Update", "Block:SourceDisabled" };
        setup.Export(Company(0));
        Assert.Equal(0, (await setup.CallAsync("sync", "staff", "--yes")).ExitCode);
        await using var data = NpgsqlDataSource.Create(setup.ConnectionString);
        var before = await PreparedAsync(data);
        var hosts = new[] { Watch(setup), Watch(setup) };
        try
        {
            var random = new Random(20_261_123);
            var changes = 0;
            for (var kill = 0; kill <= Kills; kill++)
            {
                var goal = before + (Cycles * (kill + 1) / (Kills + 1));
                while (await PreparedAsync(data) < goal)
                {
                    // Each change is to be written by one of the two, whichever is first.
                    changes++;
                    setup.Export(Company(changes));
                    await Soon.HoldsAsync(() => Position(setup) == Title(changes), $"change {changes}");
                }

                if (kill < Kills)
                {
                    var killed = random.Next(2);
                    setup.Export(Company(++changes));
                    setup.Pyrus.ClearRequests();
                    var middle = random.Next(1, 8);
                    await Soon.HoldsAsync(() => setup.Pyrus.Requests.Count > middle, "a run in its middle");
                    hosts[killed].Kill();
                    await hosts[killed].DisposeAsync();
                    hosts[killed] = Watch(setup);
                }
            }

            foreach (var host in hosts)
            {
                host.Terminate();
            }

            foreach (var host in hosts)
            {
                var ended = await host.EndAsync();
                Assert.True(ended.ExitCode == 0, ended.ToString());
            }

            Assert.True(await PreparedAsync(data) - before >= Cycles);
            Assert.Equal(0, await CountAsync(data, "select count(*) from (select stream_id from syncengine.mt_events where type = 'plan_prepared_v1' group by stream_id having count(*) > 1) t"));
            Assert.Equal(0, await CountAsync(data, "select count(*) from (select stream_id from syncengine.mt_events where type = 'plan_applied_v1' group by stream_id having count(*) > 1) t"));
            Assert.InRange(await CountAsync(data, "select count(*) from syncengine.mt_events where type = 'plan_applied_v1'"), changes / 2, changes + Kills + 1);
            await Soon.HoldsAsync(async () => await CountAsync(data, "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())") == 0, "no lock");

            // What the last one left undone is done by a person, and then nothing is left: every account once, with the last value.
            var rest = await setup.CallAsync("sync", "staff", "--yes");
            Assert.True(rest.ExitCode == 0, rest.ToString());
            Assert.Equal(0, (await setup.CallAsync("preview", "staff")).ExitCode);
            Assert.Equal(Title(changes), Position(setup));
            Assert.Empty(setup.Pyrus.Members.GroupBy(member => member.Email, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key));
            Assert.Equal(People + changes, setup.Pyrus.Members.Count(member => member.Email?.EndsWith("@corp.example", StringComparison.Ordinal) == true));
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    private static HostProcess Watch(RealSetup setup) => setup.Start("watch", "staff", "--every", "1s", "--json");

    private static string? Position(RealSetup setup) => setup.Pyrus.FindMember("p000@corp.example")?.Position;

    private static string Title(int changes) => string.Create(CultureInfo.InvariantCulture, $"Title {changes}");

    /// <summary>With each change one person has another title, and one more is hired.</summary>
    private static LdifCompany Company(int changes)
    {
        var company = new LdifCompany();
        for (var number = 0; number < People + changes; number++)
        {
            company.Person(number, string.Create(CultureInfo.InvariantCulture, $"P{number:000}"), "Novak", number == 0 ? Title(changes) : "Engineer");
        }

        return company;
    }

    private static Task<long> PreparedAsync(NpgsqlDataSource data) => CountAsync(data, "select count(*) from syncengine.mt_events where type = 'plan_prepared_v1'");

    private static async Task<long> CountAsync(NpgsqlDataSource data, string sql)
    {
        await using var command = data.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
