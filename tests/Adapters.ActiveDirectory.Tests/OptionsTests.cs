using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.ActiveDirectory.Tests;

public sealed class OptionsTests
{
    private static readonly ActiveDirectoryOptions Good = new() { Server = "ldaps://dc1.corp.example", User = "svc@corp.example", Password = "secret" };

    [Fact]
    public void A_server_with_a_user_or_an_export_alone_will_do()
    {
        Assert.Empty(Failures(_ => { }));
        Assert.Empty(Failures(o => (o.Server, o.User, o.Password, o.LdifPath) = (null, null, null, "export.ldif")));
    }

    [Fact]
    public void Every_failure_is_told_at_once_with_the_value_found()
    {
        var failures = Failures(o =>
        {
            o.Server = "dc1";
            o.User = " ";
            o.Password = "";
            o.BaseDn = "Staff";
            o.PageSize = 1001;
            o.ConnectTimeout = TimeSpan.Zero;
            o.OperationTimeout = TimeSpan.FromHours(1);
            o.LdifEndMarker = (LdifEndMarker)7;
            o.Attributes = ["not a name", "title", "office", "Office"];
        });

        Assert.Equal(11, failures.Length);
        foreach (var part in new[] { "'dc1'", "User", "Password", "'Staff'", "1001", "00:00:00", "01:00:00", "'7'", "'not a name'", "'title'", "'Office' twice" })
        {
            Assert.Contains(failures, f => f.Contains(part, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_machine_outside_of_any_domain_needs_a_server_and_is_told_so()
    {
        var failure = Assert.Single(Failures(o => o.Server = null));
        Assert.Contains("this machine is not in an Active Directory domain", failure, StringComparison.Ordinal);
        Assert.Contains("ldaps://", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_in_a_domain_may_leave_the_server_out() => Assert.Empty(Failures(o => o.Server = null, "corp.example"));

    [Fact]
    public void Several_servers_are_parted_by_blanks_or_commas_and_each_is_checked()
    {
        Assert.Empty(Failures(o => o.Server = "ldaps://dc1, ldaps://dc2:636\n ldap://dc3"));
        var failures = Failures(o => o.Server = "ldaps://dc1 dc2 ldaps://dc3:3269 ldaps://DC1:636");
        Assert.Equal(3, failures.Length);
        Assert.Contains("'dc2'", failures[0], StringComparison.Ordinal);
        Assert.Contains("'ldaps://dc3:3269'", failures[1], StringComparison.Ordinal);
        Assert.Contains("'ldaps://DC1:636' twice", failures[2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_expired_accounts_count_as_must_be_known() =>
        Assert.Contains("CountAsDisabled", Assert.Single(Failures(o => o.ExpiredAccounts = (ExpiredAccounts)9)), StringComparison.Ordinal);

    [Theory]
    [InlineData("ldaps://dc1:3269")]
    [InlineData("ldap://dc1:3268")]
    public void A_global_catalog_is_refused(string server) =>
        Assert.Contains("global catalog", Assert.Single(Failures(o => o.Server = server)), StringComparison.Ordinal);

    [Fact]
    public void A_server_and_an_export_at_once_are_refused() =>
        Assert.Contains("both given", Assert.Single(Failures(o => o.LdifPath = "x.ldif")), StringComparison.Ordinal);

    [Fact]
    public void With_Kerberos_neither_user_nor_password_is_needed_nor_taken()
    {
        Assert.Empty(Failures(o => (o.Server, o.SignIn, o.User, o.Password) = ("ldap://dc1.corp.example", SignInMethod.Kerberos, null, null)));
        var failures = Failures(o => (o.Server, o.SignIn, o.TrustedCertificate) = ("ldap://dc1.corp.example", SignInMethod.Kerberos, "ca.pem"));

        Assert.Equal(3, failures.Length);
        Assert.Contains("Password is given, but SignIn is Kerberos", failures[0], StringComparison.Ordinal);
        Assert.Contains("User is 'svc@corp.example', but SignIn is Kerberos", failures[1], StringComparison.Ordinal);
        Assert.Contains("TrustedCertificate is 'ca.pem', but Server ('ldap://dc1.corp.example') is sealed by Kerberos and shows no certificate", failures[2], StringComparison.Ordinal);
        Assert.DoesNotContain(failures, f => f.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_way_to_sign_in_that_does_not_exist_is_refused() =>
        Assert.Contains("SignIn is '7': it must be Password or Kerberos.", Assert.Single(Failures(o => o.SignIn = (SignInMethod)7)), StringComparison.Ordinal);

    [Theory]
    [InlineData("ldaps://svc:S3cret@dc1", "ldaps://…@dc1")]
    [InlineData("svc:S3cret@dc1", "…@dc1")]
    [InlineData("ldaps://svc:S3@cret@dc1", "ldaps://…@dc1")]
    [InlineData("ldaps://svc:S3 cre,t@dc1", "ldaps://…@dc1")]
    public void A_password_written_into_the_server_is_not_shown_either(string server, string shown)
    {
        var failure = Assert.Single(Failures(o => o.Server = server));
        Assert.Contains($"Server is '{shown}'", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("S3", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void No_message_shows_the_password() =>
        Assert.DoesNotContain(Failures(o => (o.Server, o.Password) = ("dc1", "S3cret")), f => f.Contains("S3cret", StringComparison.Ordinal));

    [Fact]
    public void Registered_from_configuration_the_source_has_its_name_as_key_and_options()
    {
        var builder = new Builder();
        builder.AddActiveDirectory("corp-ad", Section(("Type", "ActiveDirectory"), ("LdifPath", "a.ldif"), ("PageSize", "50"), ("LdifEndMarker", "optional"), ("Attributes:0", "office")));
        builder.AddActiveDirectory("other-ad", o => o.LdifPath = "b.ldif");
        using var services = builder.Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptionsMonitor<ActiveDirectoryOptions>>();
        Assert.Equal(("a.ldif", 50, LdifEndMarker.Optional, "office"), (options.Get("corp-ad").LdifPath, options.Get("corp-ad").PageSize, options.Get("corp-ad").LdifEndMarker, options.Get("corp-ad").Attributes[0]));
        Assert.Equal("b.ldif", options.Get("other-ad").LdifPath);
        Assert.Equal(["corp-ad", "other-ad"], builder.Sources.Select(s => s.Factory(services).Name.Value));
        Assert.Equal(["corp-ad", "other-ad"], builder.Checks.Select(c => c(services).Subject));
    }

    [Fact]
    public void A_misspelt_key_is_an_error_that_names_it_and_the_known_ones()
    {
        var error = Assert.Throws<ConfigurationException>(() => new Builder().AddActiveDirectory("corp-ad", Section(("Sever", "ldaps://dc1"))));
        Assert.Contains("Systems:corp-ad:Sever", error.Message, StringComparison.Ordinal);
        Assert.Contains("Server", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_an_error_that_names_its_key()
    {
        var builder = new Builder();
        builder.AddActiveDirectory("corp-ad", Section(("LdifPath", "a.ldif"), ("PageSize", "many")));
        using var services = builder.Services.BuildServiceProvider();

        var error = Assert.Throws<ConfigurationException>(() => builder.Sources[0].Factory(services));

        Assert.Contains("Systems:corp-ad:PageSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_options_are_one_configuration_error_and_one_line_of_the_check()
    {
        var builder = new Builder();
        builder.AddActiveDirectory("corp-ad", Section(("BaseDn", "Staff")));
        using var services = builder.Services.BuildServiceProvider();

        var error = Assert.Throws<ConfigurationException>(() => builder.Sources[0].Factory(services));
        var line = Assert.Single(await builder.Checks[0](services).CheckAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        Assert.Contains("not in an Active Directory domain", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Staff'", error.Message, StringComparison.Ordinal);
        Assert.Equal((CheckStatus.Failed, "configuration"), (line.Status, line.Check));
    }

    private static string[] Failures(Action<ActiveDirectoryOptions> spoil, string? machineDomain = null)
    {
        var options = new ActiveDirectoryOptions { Server = Good.Server, User = Good.User, Password = Good.Password };
        spoil(options);
        var result = new ActiveDirectoryOptionsValidator(new MachineDomain(() => machineDomain)).Validate("corp-ad", options);
        return [.. result.Failures ?? []];
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>($"Systems:corp-ad:{v.Key}", v.Value)))
        .Build()
        .GetSection("Systems:corp-ad");

    private sealed class Builder : ISyncEngineBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();

        internal List<(SystemName Name, Func<IServiceProvider, ISource> Factory)> Sources { get; } = [];

        internal List<Func<IServiceProvider, ISystemCheck>> Checks { get; } = [];

        public ISyncEngineBuilder AddSource(SystemName name, Func<IServiceProvider, ISource> factory)
        {
            Sources.Add((name, factory));
            return this;
        }

        public ISyncEngineBuilder AddTarget(SystemName name, Func<IServiceProvider, ITarget> factory) => this;

        public ISyncEngineBuilder AddCheck(Func<IServiceProvider, ISystemCheck> factory)
        {
            Checks.Add(factory);
            return this;
        }
    }
}
