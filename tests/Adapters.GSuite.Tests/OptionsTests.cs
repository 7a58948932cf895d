using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.GSuite.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("https://admin.googleapis.com/", true)]
    [InlineData("http://127.0.0.1:5000/admin/directory/v1/", true)]
    [InlineData("http://admin.googleapis.com/", false)]
    [InlineData("ftp://admin.googleapis.com/", false)]
    [InlineData("https://admin.googleapis.com/?a=b", false)]
    [InlineData("admin.googleapis.com", false)]
    public void Only_https_is_taken_except_on_this_machine(string? url, bool valid) => Assert.Equal(valid, Validate(o => o.BaseUrl = url).Succeeded);

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("https://hook.example/google?host=1", true)]
    [InlineData("http://127.0.0.1:5000/google", true)]
    [InlineData("http://hook.example/google", false)]
    [InlineData("hook.example", false)]
    [InlineData("https://hook.example/#here", false)]
    public void Google_tells_changes_to_https_only_except_on_this_machine(string? url, bool valid) =>
        Assert.Equal(valid, Validate(o => o.NotificationAddress = url).Succeeded);

    [Theory]
    [InlineData("my_customer", true)]
    [InlineData("C03az79cb", true)]
    [InlineData("", false)]
    [InlineData("corp.example", false)]
    [InlineData("C03/az", false)]
    public void A_customer_is_an_id(string customer, bool valid) => Assert.Equal(valid, Validate(o => o.Customer = customer).Succeeded);

    [Fact]
    public void All_failures_are_told_at_once_with_key_value_and_what_is_allowed()
    {
        var result = Validate(o =>
        {
            o.BaseUrl = "http://user:s3cr3t@admin.googleapis.com/";
            o.Customer = "x";
            o.DelegatedAdmin = "admin";
            o.Domains = ["corp.example", "Corp.Example", "a@b"];
            o.CustomerMembers = (CustomerMembers)7;
            o.UserPageSize = 501;
            o.GroupPageSize = 0;
            o.MemberPageSize = 201;
            o.Concurrency = 21;
            o.ReadAttempts = 1;
            o.ListingRestarts = 11;
            o.WaitingForManagersMax = 0;
            o.ManagerLookupsMax = -1;
            o.ResponseMegabytesMax = 0;
            o.RequestTimeout = TimeSpan.Zero;
            o.ReadRetryDelay = TimeSpan.FromHours(1);
            o.QuotaWaitMax = TimeSpan.FromHours(2);
            o.NotificationAddress = "https://user:s3cr3t@hook.example/";
            o.NotificationSecret = "s3cr3t";
        });
        Assert.Equal(20, result.Failures!.Count());
        Assert.All(result.Failures!, f => Assert.StartsWith("Systems:workspace:", f));
        Assert.Contains(result.Failures!, f => f.Contains("UserPageSize is 501: 1 to 500", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Failures!, f => f.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public void A_section_is_bound_and_the_hosts_own_key_passed_over()
    {
        using var provider = Register(("Type", "GSuite"), ("DelegatedAdmin", "admin@corp.example"), ("Domains:0", "corp.example"), ("CustomerMembers", "Everyone"));
        var options = provider.GetRequiredService<IOptionsMonitor<GSuiteOptions>>().Get(Rig.Name);
        Assert.Equal(("admin@corp.example", "corp.example", CustomerMembers.Everyone), (options.DelegatedAdmin, Assert.Single(options.Domains), options.CustomerMembers));
        Assert.Equal("my_customer", options.Customer);
    }

    [Fact]
    public void An_unknown_key_is_an_error_that_names_it_and_what_is_allowed()
    {
        var error = Assert.Throws<ConfigurationException>(() => Register(("Custmer", "C1")));
        Assert.Contains("Systems:workspace:Custmer", error.Message);
        Assert.Contains("Customer", error.Remedy);
    }

    [Fact]
    public void A_value_of_the_wrong_shape_is_an_error_that_names_the_key()
    {
        using var provider = Register(("DelegatedAdmin", "admin@corp.example"), ("UserPageSize", "many"));
        Assert.Contains("UserPageSize", Assert.Throws<ConfigurationException>(() => provider.GetRequiredKeyedService<ISource>(Rig.Name)).Message);
    }

    [Fact]
    public void Missing_values_are_an_error_of_the_engine_when_the_system_is_used_and_when_the_host_starts()
    {
        using var provider = Register(("Customer", "C03az79cb"));
        Assert.Contains("Systems:workspace:DelegatedAdmin", Assert.Throws<ConfigurationException>(() => provider.GetRequiredKeyedService<ISource>(Rig.Name)).Message);
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void Adding_one_name_twice_adds_to_its_options_and_registers_once()
    {
        var services = new ServiceCollection();
        new TestBuilder(services).AddGSuite(Rig.Name, o => o.DelegatedAdmin = "a@corp.example").AddGSuite(Rig.Name, o => o.Customer = "C1").AddGSuite("other", o => o.DelegatedAdmin = "b@corp.example");
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<GSuiteOptions>>().Get(Rig.Name);
        Assert.Equal(("a@corp.example", "C1"), (options.DelegatedAdmin, options.Customer));
        Assert.Equal(2, provider.GetServices<ISystemCheck>().Count());
        Assert.Throws<ArgumentException>(() => new TestBuilder(services).AddGSuite("Not A Name", _ => { }));
    }

    private static ValidateOptionsResult Validate(Action<GSuiteOptions> change)
    {
        var options = new GSuiteOptions { DelegatedAdmin = "admin@corp.example" };
        change(options);
        return new GSuiteOptionsValidator().Validate(Rig.Name, options);
    }

    private static ServiceProvider Register(params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create<string, string?>($"Systems:{Rig.Name}:{v.Key}", v.Value)))
            .Build();
        var services = new ServiceCollection();
        new TestBuilder(services).AddGSuite(Rig.Name, configuration.GetSection($"Systems:{Rig.Name}"));
        return services.BuildServiceProvider();
    }
}
