using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>How a host registers the store.</summary>
public sealed class RegistrationTests(SharedStore shared) : IClassFixture<SharedStore>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_store_stands_behind_every_port_and_beside_a_check()
    {
        await using var services = new TestBuilder().UseMarten(shared.ConnectionString).Services.BuildServiceProvider();

        object[] ports =
        [
            services.GetRequiredService<IEventStore>(), services.GetRequiredService<IKnownEntries>(), services.GetRequiredService<IEntryQueries>(),
            services.GetRequiredService<IPlanStore>(), services.GetRequiredService<IRunQueries>(), services.GetRequiredService<IRunLock>(),
        ];
        Assert.Single(ports.Distinct());
        Assert.Equal("store", services.GetRequiredService<ISystemCheck>().Subject);
        Assert.Equal(0, await services.GetRequiredService<IEventStore>().ReadLastSequenceAsync(Token));
    }

    [Fact]
    public async Task A_connection_string_that_is_known_later_is_asked_for_once_and_not_before_it_is_needed()
    {
        var asked = 0;
        await using var services = new TestBuilder().UseMarten((_, _) =>
        {
            asked++;
            return asked == 1 ? throw new IOException("not yet") : new(shared.ConnectionString);
        }).Services.BuildServiceProvider();
        var store = services.GetRequiredService<IEventStore>();
        Assert.Equal(0, asked);

        await Assert.ThrowsAsync<IOException>(() => store.ReadLastSequenceAsync(Token));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => store.ReadLastSequenceAsync(Token)));

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_data_source_of_the_host_stays_the_hosts()
    {
        await using var source = NpgsqlDataSource.Create(shared.ConnectionString);
        await using (var services = new TestBuilder().UseMarten(source).Services.BuildServiceProvider())
        {
            await services.GetRequiredService<IEventStore>().ReadLastSequenceAsync(Token);
        }

        await using var command = source.CreateCommand("select 1");
        Assert.Equal(1, await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task A_container_may_be_disposed_without_waiting()
    {
        var services = new TestBuilder().UseMarten(shared.ConnectionString).Services.BuildServiceProvider();
        var store = services.GetRequiredService<IEventStore>();
        await store.ReadLastSequenceAsync(Token);

#pragma warning disable CA1849 // This is what is tested.
        services.Dispose();
#pragma warning restore CA1849

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ReadLastSequenceAsync(Token));
    }

    [Fact]
    public void A_second_store_is_an_error()
    {
        Assert.Throws<ConfigurationException>(() => new TestBuilder().UseMarten("Host=h").UseMarten("Host=h"));
        Assert.Throws<ConfigurationException>(() => new TestBuilder().UseInMemoryStore().UseMarten("Host=h"));
    }

    [Fact]
    public void Settings_out_of_their_range_are_named_all_at_once()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => new TestBuilder().UseMarten("Host=h", options =>
        {
            options.Schema = "Pg;drop";
            options.CommandTimeout = TimeSpan.Zero;
            options.SchemaPolicy = (SchemaPolicy)9;
        }));

        Assert.Contains("'Pg;drop'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("CommandTimeout", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("SchemaPolicy is 9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_is_tuned_where_the_host_says_nothing()
    {
        var tuned = new NpgsqlConnectionStringBuilder(ConnectionText.Tuned("Host=h", new MartenStoreOptions { CommandTimeout = TimeSpan.FromMinutes(2) }));
        var own = new NpgsqlConnectionStringBuilder(ConnectionText.Tuned("Host=h;Max Auto Prepare=0;Timezone=Asia/Tokyo;Application Name=mine", new MartenStoreOptions()));

        Assert.Equal((50, 2, "UTC", 120, "SyncEngine"), (tuned.MaxAutoPrepare, tuned.AutoPrepareMinUsages, tuned.Timezone, tuned.CommandTimeout, tuned.ApplicationName));
        Assert.Equal((0, "Asia/Tokyo", "mine"), (own.MaxAutoPrepare, own.Timezone, own.ApplicationName));
    }
}
