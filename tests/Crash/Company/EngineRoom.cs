using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Adapters.Pyrus;
using SyncEngine.Testing;

namespace SyncEngine.Crash;

/// <summary>How every host of these tests is put together: in the process that is killed, and in the one that finishes what it left.</summary>
internal static class EngineRoom
{
    internal static ServiceCollection Services(ScriptedSource directory, Action<PyrusOptions> pyrus, Action<ISyncEngineBuilder> store)
    {
        var services = new ServiceCollection();
        services.Configure<SyncEngineOptions>(options => options.ConcurrentWritesMax = 1); // one step after the other
        services.AddSyncEngine(engine =>
        {
            store(engine);
            engine
                .AddScriptedSource(directory)
                .AddPyrus(TwentyRows.Application, pyrus)
                .AddSync(TwentyRows.Sync.Value, sync =>
                {
                    sync.From(TwentyRows.Directory).To(TwentyRows.Application).Limit("Block", max: 20, percent: 100);
                    sync.DepartmentSeparator = "/";
                    sync.LatinFields.Add("firstName");
                    sync.LatinFields.Add("lastName");
                });
        });
        return services;
    }
}
