using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>Registers sources and checks only, without an engine.</summary>
internal sealed class TestBuilder(IServiceCollection services) : ISyncEngineBuilder
{
    public IServiceCollection Services => services;

    public ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory)
    {
        services.AddKeyedSingleton(name.Value, (provider, _) => factory(provider));
        return this;
    }

    public ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, ITarget> factory) => this;

    public ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory)
    {
        services.AddSingleton(factory);
        return this;
    }
}
