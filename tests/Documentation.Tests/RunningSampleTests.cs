using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Documentation.Tests.Samples;
using SyncEngine.EmbeddedPostgres;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Documentation.Tests;

/// <summary>The samples do what the documents say, for real.</summary>
public sealed class RunningSampleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_in_memory_sample_makes_the_account_and_then_finds_nothing_to_do()
    {
        var (application, second) = await InMemorySample.RunAsync(Token);
        Assert.Equal("ada@corp.example", Assert.Single(application.Contents).Attributes[AttributeNames.Email]);
        Assert.Equal(1, second.Counts.Noop);
    }

    [Fact]
    public async Task The_embedding_sample_brings_an_export_into_pyrus()
    {
        await using var pyrus = await PyrusEmulator.StartAsync(new PyrusEmulatorOptions(), Token);
        await using var database = await TestPostgres.CreateDatabaseAsync(Token);
        var report = await EmbeddingSample.RunAsync(
            [
                $"--Store:ConnectionString={database.ConnectionString}",
                $"--Systems:corp-ad:LdifPath={Path.Combine(AppContext.BaseDirectory, "Data", "export.ldif")}",
                $"--Systems:pyrus:BaseUrl={pyrus.BaseUrl}",
                $"--Systems:pyrus:Login={pyrus.Login}",
                $"--Systems:pyrus:SecurityKey={pyrus.SecurityKey}",
            ],
            Token);
        Assert.False(report.Plan.Incomplete, string.Join("; ", report.Plan.Reads.SelectMany(r => r.Problems).Select(p => p.Message)));
        Assert.Equal(2, report.Count(RowResult.Applied)); // the department and Ada; Max is in no picked group
        Assert.Equal("Engineer", pyrus.FindMember("ada@corp.example")!.Position);
        Assert.Null(pyrus.FindMember("max@corp.example"));
    }

    [Fact]
    public async Task The_embedded_server_carries_a_store()
    {
        var root = $"/tmp/syncengine-docs-{Guid.NewGuid().ToString("N")[..8]}";
        try
        {
            Assert.Equal(0, await EmbeddedPostgresSample.RunAsync(new EmbeddedPostgresOptions { DataPath = root, Durable = false }, Token));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task The_digest_sample_recomputes_the_digest_of_every_completed_run()
    {
        await using var services = await PreparedStore.FillAsync(engine => engine.UseInMemoryStore(), Token);
        await AssertDigestsAsync(services.GetRequiredService<IEventStore>());
    }

    private static async Task AssertDigestsAsync(IEventStore store)
    {
        var runs = new Dictionary<RunId, List<RecordedEvent>>();
        await foreach (var recorded in store.ReadAllAsync(0, long.MaxValue, Token))
        {
            (runs.TryGetValue(recorded.Metadata.Run, out var events) ? events : runs[recorded.Metadata.Run] = []).Add(recorded);
        }

        var checkedRuns = 0;
        foreach (var events in runs.Values)
        {
            if (events[^1].Event is RunCompleted completed)
            {
                Assert.Equal(completed.Digest.Value, RunDigestSample.Digest(events.SkipLast(1), completed.Previous.Value));
                checkedRuns++;
            }
        }

        Assert.Equal(4, checkedRuns);
    }
}
