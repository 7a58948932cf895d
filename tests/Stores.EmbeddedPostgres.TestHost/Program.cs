using SyncEngine;
using SyncEngine.EmbeddedPostgres;
using SyncEngine.TestSupport;

// A host for tests to start several times over and to kill. Says "ready" and the connection string, leaves when its input ends, says
// "stopped". With a folder: the embedded server over it. With --guarded: the server that test projects use.
try
{
    if (args[0] == "--guarded")
    {
        await using var database = await TestPostgres.CreateDatabaseAsync(CancellationToken.None);
        await ServeAsync(database.ConnectionString);
    }
    else
    {
        var options = new EmbeddedPostgresOptions { DataPath = args[0], Durable = false, AllowDownload = false };
        await using var server = await EmbeddedPostgresServer.StartAsync(options, CancellationToken.None);
        await ServeAsync(server.ConnectionString);
    }

    Console.WriteLine("stopped");
    return 0;
}
catch (SyncEngineException error)
{
    Console.WriteLine($"error {error.Code} {error.Message}");
    return 1;
}

static async Task ServeAsync(string connectionString)
{
    Console.WriteLine($"ready {connectionString}");
    await Console.In.ReadToEndAsync();
}
