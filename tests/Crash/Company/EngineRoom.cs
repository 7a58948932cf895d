using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Adapters.Pyrus;
using SyncEngine.Testing;

namespace SyncEngine.Crash;

/// <summary>How every host of these tests is put together: in the process that is killed, and in the one that finishes what it left.</summary>
internal static class EngineRoom
{
    /// <param name="directory">The directory of a stage.</param>
    /// <param name="pyrus">How to reach the application.</param>
    /// <param name="store">The store.</param>
    /// <param name="atOnce">How many writes may be under way.</param>
    /// <param name="handsOver">Whether the work of leavers goes to their managers, by dismissal.</param>
    internal static ServiceCollection Services(
        ScriptedSource directory, Action<PyrusOptions> pyrus, Action<ISyncEngineBuilder> store, int atOnce = 1, bool handsOver = false)
    {
        var services = new ServiceCollection();
        services.Configure<SyncEngineOptions>(options => options.ConcurrentWritesMax = atOnce); // with 1, one step after the other
        services.AddSyncEngine(engine =>
        {
            store(engine);
            engine
                .AddScriptedSource(directory)
                .AddPyrus(TwentyRows.Application, options =>
                {
                    options.HandOverByDismissal = handsOver;
                    pyrus(options);
                })
                .AddSync(TwentyRows.Sync.Value, sync =>
                {
                    sync.From(TwentyRows.Directory).To(TwentyRows.Application).Limit("Block", max: 20, percent: 100);
                    sync.DepartmentSeparator = "/";
                    sync.DepartmentManagers = true;
                    TwentyRows.RoleGroups.ToList().ForEach(sync.RoleGroups.Add);
                    (handsOver ? ["manager"] : Array.Empty<string>()).ToList().ForEach(sync.TaskReceivers.Add);
                    sync.LatinFields.Add("firstName");
                    sync.LatinFields.Add("lastName");
                });
        });
        return services;
    }
}
