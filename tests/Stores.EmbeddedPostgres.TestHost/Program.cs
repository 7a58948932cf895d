using SyncEngine;
using SyncEngine.EmbeddedPostgres;

// Starts the server over the folder given, says "ready" and the connection string, leaves when its input ends, says "stopped".
try
{
    var options = new EmbeddedPostgresOptions { DataPath = args[0], Durable = false, AllowDownload = false };
    await using (var server = await EmbeddedPostgresServer.StartAsync(options, CancellationToken.None))
    {
        Console.WriteLine($"ready {server.ConnectionString}");
        await Console.In.ReadToEndAsync();
    }

    Console.WriteLine("stopped");
    return 0;
}
catch (SyncEngineException error)
{
    Console.WriteLine($"error {error.Code} {error.Message}");
    return 1;
}
