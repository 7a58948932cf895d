using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing.Tests;

/// <summary>As much of a builder as a store needs.</summary>
internal sealed class TestBuilder : ISyncEngineBuilder
{
    public IServiceCollection Services { get; } = new ServiceCollection();

    public ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory) => throw new NotSupportedException();

    public ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, ITarget> factory) => throw new NotSupportedException();

    public ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory)
    {
        Services.AddSingleton(factory);
        return this;
    }
}
