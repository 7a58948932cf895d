using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten.Holder;

/// <summary>As much of a builder as a store needs.</summary>
internal sealed class HolderBuilder : ISyncEngineBuilder
{
    public IServiceCollection Services { get; } = new ServiceCollection();

    public ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory) => this;

    public ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, ITarget> factory) => this;

    public ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory) => this;
}
