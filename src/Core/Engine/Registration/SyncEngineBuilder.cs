using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

internal sealed class SyncEngineBuilder(IServiceCollection services) : ISyncEngineBuilder
{
    public IServiceCollection Services { get; } = services;

    public ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.AddSingleton(new SystemRegistration(name, IsTarget: false));
        Services.AddKeyedSingleton(name.Value, (provider, _) => factory(provider));
        return this;
    }

    public ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, ITarget> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.AddSingleton(new SystemRegistration(name, IsTarget: true));
        Services.AddKeyedSingleton(name.Value, (provider, _) => factory(provider));
        return this;
    }

    public ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        // The type is named: otherwise the container takes this for the factory of an ISystemCheck, and the engine asks for factories.
        Services.AddSingleton<Func<IServiceProvider, ISystemCheck>>(factory);
        return this;
    }
}
