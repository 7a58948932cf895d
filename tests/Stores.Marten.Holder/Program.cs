using Microsoft.Extensions.DependencyInjection;
using SyncEngine;
using SyncEngine.Model;
using SyncEngine.Stores.Marten.Holder;

// Takes the lock of sync args[1] in the database of args[0], says so, and holds it until it is killed or its input ends.
var builder = new HolderBuilder();
builder.UseMarten(args[0]);
await using var services = builder.Services.BuildServiceProvider();
await using var held = await services.GetRequiredService<IRunLock>().TryAcquireAsync(new SyncName(args[1]), CancellationToken.None);
Console.WriteLine(held is null ? "refused" : "held");
await Console.In.ReadToEndAsync();
