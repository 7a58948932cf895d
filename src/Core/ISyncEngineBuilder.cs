using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>What <c>AddSyncEngine</c> hands to the host: adapters and stores extend it with their own <c>Add…</c> and <c>Use…</c> methods.</summary>
public interface ISyncEngineBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>Registers a connected system in its reading role. The name is the service key.</summary>
    ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory);

    /// <summary>Registers a connected system in its writing role, beside <see cref="AddSource"/> of the same name.</summary>
    ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, ITarget> factory);

    /// <summary>Registers a check that <c>doctor</c> runs.</summary>
    ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory);
}
