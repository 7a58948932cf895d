using Microsoft.Extensions.DependencyInjection;
using SyncEngine;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Stores.Marten.Holder;

// A process for tests to kill. `<connection> lock <sync>` takes the lock of a sync, says so, and holds it until its input ends;
// `<connection> import <people> <batch>` says "importing" and appends everybody who is not there yet, a batch a transaction.
var builder = new HolderBuilder();
builder.UseMarten(args[0]);
await using var services = builder.Services.BuildServiceProvider();
if (args[1] == "lock")
{
    await using var held = await services.GetRequiredService<IRunLock>().TryAcquireAsync(new SyncName(args[2]), CancellationToken.None);
    Console.WriteLine(held is null ? "refused" : "held");
    await Console.In.ReadToEndAsync();
}
else
{
    var known = await services.GetRequiredService<IKnownEntries>().ReadIndexAsync(Import.Directory, CancellationToken.None)
        .Select(entry => entry.Key).ToHashSetAsync();
    Console.WriteLine("importing");
    foreach (var batch in Import.People(int.Parse(args[2], null)).Where(append => !known.Contains(append.Stream.TryEntry()!.Value)).Chunk(int.Parse(args[3], null)))
    {
        await services.GetRequiredService<IEventStore>().AppendAsync(batch, new EventMetadata(new RunId(Guid.CreateVersion7()), Actor.Engine), CancellationToken.None);
    }

    Console.WriteLine("done");
}
