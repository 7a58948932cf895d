using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("https://accounts.pyrus.com/api/v4/", true)]
    [InlineData("https://api.pyrus.com/v4/", true)]
    [InlineData(" https://pyrus.corp.example/api/v4 ", true)]
    [InlineData("http://127.0.0.1:5000/api/v4/", true)]
    [InlineData("http://localhost:5000/", true)]
    [InlineData("http://pyrus.corp.example/", false)]
    [InlineData("ftp://pyrus.corp.example/", false)]
    [InlineData("https://pyrus.corp.example/?a=b", false)]
    [InlineData("pyrus.corp.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_https_is_taken_except_on_this_machine(string? url, bool valid) =>
        Assert.Equal(valid, Validate(o => o.BaseUrl = url!).Succeeded);

    [Fact]
    public void All_failures_are_told_at_once_with_key_value_and_what_is_allowed()
    {
        var result = Validate(o =>
        {
            o.Login = " ";
            o.SecurityKey = "";
            o.PersonId = 0;
            o.RequestTimeout = TimeSpan.Zero;
            o.ReadAttempts = 11;
            o.ReadRetryDelay = TimeSpan.FromHours(1);
            o.RateLimitWaitMax = TimeSpan.FromHours(2);
            o.ResponseMegabytesMax = 0;
        });
        Assert.Equal(8, result.Failures!.Count());
        Assert.All(result.Failures!, f => Assert.StartsWith("Systems:pyrus:", f));
        Assert.Contains(result.Failures!, f => f.Contains("ReadAttempts is 11: 2 to 10", StringComparison.Ordinal));
    }

    [Fact]
    public void A_section_is_bound_and_the_hosts_own_key_passed_over()
    {
        var provider = Register(("Type", "Pyrus"), ("Login", "a@corp.example"), ("SecurityKey", "k"), ("PersonId", "5"), ("RequestTimeout", "00:00:30"));
        var options = provider.GetRequiredService<IOptionsMonitor<PyrusOptions>>().Get("pyrus");
        Assert.Equal(("a@corp.example", 5, TimeSpan.FromSeconds(30)), (options.Login, options.PersonId, options.RequestTimeout));
        Assert.Equal(PyrusOptions.BaseUrlDefault, options.BaseUrl);
    }

    [Fact]
    public void An_unknown_key_is_an_error_that_names_it_and_what_is_allowed()
    {
        var error = Assert.Throws<ConfigurationException>(() => Register(("Logn", "a@corp.example")));
        Assert.Contains("Systems:pyrus:Logn", error.Message);
        Assert.Contains("Login", error.Remedy);
    }

    [Fact]
    public void A_value_of_the_wrong_shape_is_an_error_that_names_the_key()
    {
        var provider = Register(("Login", "a"), ("SecurityKey", "k"), ("ReadAttempts", "many"));
        var error = Assert.Throws<ConfigurationException>(() => provider.GetRequiredKeyedService<ISource>("pyrus"));
        Assert.Contains("ReadAttempts", error.Message);
    }

    [Fact]
    public void Missing_values_are_an_error_of_the_engine_when_the_system_is_used_and_when_the_host_starts()
    {
        var provider = Register(("Login", "a@corp.example"));
        var error = Assert.Throws<ConfigurationException>(() => provider.GetRequiredKeyedService<ISource>("pyrus"));
        Assert.Contains("Systems:pyrus:SecurityKey", error.Message);
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void Adding_one_name_twice_adds_to_its_options_and_registers_once()
    {
        var services = new ServiceCollection();
        var builder = new Builder(services);
        builder.AddPyrus("pyrus", o => o.Login = "first").AddPyrus("pyrus", o => o.SecurityKey = "second").AddPyrus("other", o => (o.Login, o.SecurityKey) = ("x", "y"));
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<PyrusOptions>>().Get("pyrus");
        Assert.Equal(("first", "second"), (options.Login, options.SecurityKey));
        Assert.Equal(["pyrus", "other"], builder.Sources);
        Assert.Equal(["pyrus", "other"], builder.Targets);
        Assert.Throws<ArgumentException>(() => builder.AddPyrus("Not A Name", _ => { }));
    }

    private static ValidateOptionsResult Validate(Action<PyrusOptions> change)
    {
        var options = new PyrusOptions { Login = "a@corp.example", SecurityKey = "k" };
        change(options);
        return new PyrusOptionsValidator().Validate("pyrus", options);
    }

    private static ServiceProvider Register(params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create<string, string?>("Systems:pyrus:" + v.Key, v.Value)))
            .Build();
        var services = new ServiceCollection();
        new Builder(services).AddPyrus("pyrus", configuration.GetSection("Systems:pyrus"));
        return services.BuildServiceProvider();
    }

    private sealed class Builder(IServiceCollection services) : ISyncEngineBuilder
    {
        public List<string> Sources { get; } = [];

        public List<string> Targets { get; } = [];

        public IServiceCollection Services => services;

        public ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory)
        {
            Sources.Add(name.Value);
            services.AddKeyedSingleton(name.Value, (sp, _) => factory(sp));
            return this;
        }

        public ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, ITarget> factory)
        {
            Targets.Add(name.Value);
            return this;
        }

        public ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory) => this;
    }
}
