using SyncEngine.Emulators;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Host.Tests;

/// <summary>What goes wrong for administrators: one clear message each, exit 1, nothing changed.</summary>
public sealed class ErrorTests
{
    [Fact]
    public async Task A_wrong_key_of_Pyrus()
    {
        await using var setup = await WithCompanyAsync();
        setup.Systems["pyrus"]["SecurityKey"] = "hunter2-wrong";
        await AssertOneErrorAsync(setup, "pyrus", "preview", "staff");
    }

    [Fact]
    public async Task A_Pyrus_that_cannot_be_reached()
    {
        await using var setup = await WithCompanyAsync();
        setup.Systems["pyrus"]["BaseUrl"] = "http://127.0.0.1:9/api/v4/";
        setup.Systems["pyrus"]["ReadRetryDelay"] = "00:00:00";
        await AssertOneErrorAsync(setup, "127.0.0.1:9", "preview", "staff");
    }

    [Fact]
    public async Task Not_an_administrator_in_Pyrus()
    {
        await using var setup = await WithCompanyAsync();
        Assert.Equal(2, (await setup.CallAsync("preview", "staff")).ExitCode);
        setup.Pyrus.SeedMember(setup.Pyrus.Caller with { Rights = PyrusRights.NewMember });
        await AssertOneErrorAsync(setup, "dministrator", "sync", "staff", "--yes");
    }

    [Fact]
    public async Task A_directory_server_that_cannot_be_reached()
    {
        await using var setup = await WithServerAsync("ldaps://127.0.0.1:9");
        await AssertOneErrorAsync(setup, "127.0.0.1:9", "preview", "staff");
    }

    [Fact]
    public async Task A_machine_without_a_domain_and_no_server_given()
    {
        await using var setup = await WithCompanyAsync();
        setup.Systems["corp-ad"].Remove("LdifPath");
        setup.Systems["corp-ad"]["User"] = "u";
        setup.Systems["corp-ad"]["Password"] = "hunter2";
        await AssertOneErrorAsync(setup, "not in an Active Directory domain", "preview", "staff");
    }

    [Fact]
    public async Task An_export_that_is_not_there()
    {
        await using var setup = await RealSetup.OpenAsync();
        await AssertOneErrorAsync(setup, setup.Folder.In("export.ldif"), "preview", "staff");
    }

    [Fact]
    public async Task An_export_with_a_broken_line_is_an_error_or_an_incomplete_read_that_names_the_line()
    {
        await using var setup = await WithCompanyAsync();
        var lines = new LdifCompany().Person(1, "Anna", "Ivanova").ToString().Replace("givenName: Anna", "givenName Anna", StringComparison.Ordinal);
        setup.Folder.Write("export.ldif", lines);
        var number = Array.FindIndex(lines.Split('\n'), line => line.StartsWith("givenName Anna", StringComparison.Ordinal)) + 1;
        await AssertOneErrorAsync(setup, $"line {number}", "preview", "staff");
    }

    [Fact]
    public async Task An_export_of_another_domain_under_the_same_name()
    {
        await using var setup = await WithCompanyAsync();
        Assert.Equal(2, (await setup.CallAsync("preview", "staff")).ExitCode);
        setup.Folder.Write("export.ldif", new LdifCompany().Person(1, "Anna", "Ivanova").ToString().Replace("S-1-5-21-1-2-3", "S-1-5-21-9-9-9", StringComparison.Ordinal));
        await AssertOneErrorAsync(setup, "says it is", "preview", "staff");
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached()
    {
        using var folder = new TempFolder();
        folder.Write("syncengine.json", """
            { "Store": { "ConnectionString": "Host=127.0.0.1;Port=9;Username=u;Password=hunter2;Timeout=3" },
              "Systems": { "ad": { "Type": "ActiveDirectory", "LdifPath": "x.ldif" }, "pyrus": { "Type": "Pyrus", "Login": "l", "SecurityKey": "hunter2" } },
              "Syncs": { "staff": { "Source": "ad", "Target": "pyrus" } } }
            """);
        AssertOneError(await new TestConsole { WorkingFolder = folder.Path }.RunAsync("status"), "127.0.0.1");
    }

    [Fact]
    public async Task A_wrong_password_an_untrusted_certificate_and_a_wrong_base_of_a_real_domain_controller()
    {
        await using var domain = await SambaDomain.StartAsync(TestContext.Current.CancellationToken);
        await using var setup = await WithServerAsync(domain.LdapsUrl);
        setup.Systems["corp-ad"]["TrustedCertificate"] = domain.CaFile;
        setup.Systems["corp-ad"]["Password"] = "hunter2-wrong";
        await AssertOneErrorAsync(setup, SambaDomain.AdminUser, "preview", "staff");

        setup.Systems["corp-ad"]["Password"] = SambaDomain.AdminPassword;
        setup.Systems["corp-ad"].Remove("TrustedCertificate");
        await AssertOneErrorAsync(setup, "ertificate", "preview", "staff");

        setup.Systems["corp-ad"]["TrustedCertificate"] = domain.CaFile;
        setup.Systems["corp-ad"]["BaseDn"] = "OU=Nowhere,DC=contoso,DC=test";
        await AssertOneErrorAsync(setup, "OU=Nowhere,DC=contoso,DC=test", "preview", "staff");

        setup.Systems["corp-ad"].Remove("BaseDn");
        var right = await setup.CallAsync("preview", "staff", "--json");
        Assert.True(right.ExitCode is 0 or 2, right.ToString());
    }

    private static async Task<RealSetup> WithCompanyAsync()
    {
        var setup = await RealSetup.OpenAsync();
        setup.Export(new LdifCompany().Person(1, "Anna", "Ivanova"));
        return setup;
    }

    private static async Task<RealSetup> WithServerAsync(string url)
    {
        var setup = await RealSetup.OpenAsync();
        setup.Systems["corp-ad"] = new Dictionary<string, object>
        {
            ["Type"] = "ActiveDirectory", ["Server"] = url, ["User"] = SambaDomain.AdminUser, ["Password"] = SambaDomain.AdminPassword,
        };
        return setup;
    }

    private static async Task AssertOneErrorAsync(RealSetup setup, string expected, params string[] args)
    {
        AssertOneError(await setup.CallAsync(args), expected);
        var json = await setup.CallAsync([.. args, "--json"]);
        var error = json.Json.GetProperty("error");
        Assert.True(json.ExitCode == 1, json.ToString());
        Assert.NotEqual("Unexpected", error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
        Assert.Equal(0, setup.Writes);
    }

    private static void AssertOneError(ConsoleRun run, string expected)
    {
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.True(run.Out.Length == 0 || run.Out.StartsWith("staff  corp-ad -> pyrus", StringComparison.Ordinal), "Only sync shows something first: its plan.");
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("Remedy", StringComparison.Ordinal));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }
}
