using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SyncEngine.Testing;

namespace SyncEngine.Documentation.Tests;

/// <summary>Configurations that documents show are accepted by the parts that read them.</summary>
public sealed class ConfigurationTests
{
    private static IEnumerable<CodeBlock> Shown => Repository.Documents
        .Where(document => !document.StartsWith("src/", StringComparison.Ordinal))
        .SelectMany(CodeBlock.All)
        .Where(block => block.Language == "json" && block.Text.Contains("\"Systems\"", StringComparison.Ordinal));

    [Fact]
    public void Every_shown_configuration_is_accepted()
    {
        Assert.NotEmpty(Shown);
        foreach (var block in Shown)
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(block.Text)))
                .AddInMemoryCollection(Secrets(block))
                .Build();
            var services = new ServiceCollection();
            services.AddSyncEngine(engine => Compose(engine, configuration));
            using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<IStartupValidator>().Validate();
        }
    }

    private static void Compose(ISyncEngineBuilder engine, IConfiguration configuration)
    {
        engine.UseInMemoryStore();
        foreach (var system in configuration.GetSection("Systems").GetChildren())
        {
            _ = system["Type"] switch
            {
                "ActiveDirectory" => engine.AddActiveDirectory(system.Key, system),
                "GSuite" => engine.AddGSuite(system.Key, system),
                "Pyrus" => engine.AddPyrus(system.Key, system),
                var other => throw new InvalidOperationException($"'{other}' is no type of system."),
            };
        }

        foreach (var sync in configuration.GetSection("Syncs").GetChildren())
        {
            engine.AddSync(sync.Key, sync);
        }
    }

    /// <summary>Documents leave secrets out; people give them by the environment.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Secrets(CodeBlock block)
    {
        if (block.Text.Contains("\"Server\"", StringComparison.Ordinal))
        {
            yield return new("Systems:corp-ad:Password", "secret");
        }

        yield return new("Systems:pyrus:SecurityKey", "secret");
    }
}
