using Microsoft.Extensions.DependencyInjection;
using SyncEngine;
using SyncEngine.Crash;
using SyncEngine.Crash.Victim;
using SyncEngine.History;
using SyncEngine.Model;

// A host for tests to kill: `<connection> <base URL> <login> <key> <plan> <writes at once> <whether work is handed over>`. Says "ready" when it is warm, waits for a line with the number of the
// step to die at (0 for none), applies the plan and says each step. Leaves when its input ends: it does not outlive the test that started it.
var services = EngineRoom.Services(
    TwentyRows.After(),
    options => (options.BaseUrl, options.Login, options.SecurityKey) = (args[1], args[2], args[3]),
    engine => engine.UseMarten(args[0]),
    atOnce: int.Parse(args[5], System.Globalization.CultureInfo.InvariantCulture),
    handsOver: bool.Parse(args[6]));
services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new SteppingHandler()));
var store = services.Last(service => service is { IsKeyedService: false } && service.ServiceType == typeof(IEventStore));
services.AddSingleton<IEventStore>(provider => new SteppingStore((IEventStore)store.ImplementationFactory!(provider)));
await using var host = services.BuildServiceProvider();
var engine = host.GetRequiredService<ISyncEngine>();
var plan = new PlanId(Guid.Parse(args[4]));
await engine.FindPlanAsync(plan, CancellationToken.None);
Console.WriteLine("ready");
if (await Console.In.ReadLineAsync() is not { } order)
{
    return;
}

Steps.DieAt = int.Parse(order, System.Globalization.CultureInfo.InvariantCulture);
_ = Task.Run(async () =>
{
    await Console.In.ReadToEndAsync();
    Environment.Exit(1);
});
var report = await engine.ApplyAsync(plan, Actor.Person("anna"), null, CancellationToken.None);
Console.WriteLine($"done {report.Outcomes.Length}");
