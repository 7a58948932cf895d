using Microsoft.Extensions.Logging.Abstractions;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>Stores and databases for tests. A database is a copy of one in which the tables are made already.</summary>
internal static class TestStores
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static string? template;

    internal static async Task<string> CreateDatabaseAsync(PostgresServer server)
    {
        await Gate.WaitAsync();
        try
        {
            template ??= await MakeTemplateAsync(server);
        }
        finally
        {
            Gate.Release();
        }

        return await server.CreateDatabaseAsync(template, "strategy file_copy");
    }

    internal static Task<string> CreateEmptyDatabaseAsync(PostgresServer server) =>
        server.CreateDatabaseAsync("template0", "locale_provider icu icu_locale 'und'");

    internal static MartenStore Make(string connectionString, MartenStoreOptions? options = null, TimeProvider? time = null)
    {
        options ??= new MartenStoreOptions();
        return new MartenStore(
            new DataSourceLease(_ => new(ConnectionText.CreateSource(ConnectionText.Tuned(connectionString, options))), owned: true),
            options,
            time ?? TimeProvider.System,
            NullLoggerFactory.Instance);
    }

    private static async Task<string> MakeTemplateAsync(PostgresServer server)
    {
        var name = await CreateEmptyDatabaseAsync(server);
        await using var store = Make(server.ConnectionString(name) + ";Pooling=false");
        await store.OpenAsync(CancellationToken.None);
        return name;
    }
}
