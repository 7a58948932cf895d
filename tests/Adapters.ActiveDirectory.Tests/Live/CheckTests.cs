using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

public sealed class CheckTests(SharedDomain shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_configuration_passes_every_step()
    {
        var results = await CheckAsync(_ => { });

        Assert.Equal(["name", "reachable", "certificate", "credentials", "base", "visible", "changes", "deletions", "clock"], results.Select(r => r.Check));
        Assert.All(results, r => Assert.True(r.Status == CheckStatus.Ok, r.Detail));
        Assert.Contains("accounts", results.Single(r => r.Check == "visible").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_step_that_fails_is_the_last_and_names_cause_and_remedy()
    {
        await FailsAtAsync("name", "ServerNotFound", o => o.Server = "ldaps://dc1.corp.invalid");
        await FailsAtAsync("reachable", "ConnectionRefused", o => o.Server = "ldaps://127.0.0.1:1");
        await FailsAtAsync("certificate", "CertificateUntrusted", o => o.TrustedCertificate = null);
        await FailsAtAsync("certificate", "TrustedCertificateUnreadable", o => o.TrustedCertificate = "/nowhere.pem");
        await FailsAtAsync("credentials", "WrongCredentials", o => o.Password = "Wr0ng-secret");
        await FailsAtAsync("base", "BaseNotFound", o => o.BaseDn = $"OU=Nowhere,{SambaDomain.BaseDn}");
    }

    [Fact]
    public async Task A_base_without_people_fails()
    {
        var unit = await shared.OwnUnitAsync();
        var results = await CheckAsync(o => o.BaseDn = unit);
        Assert.Equal(("visible", CheckStatus.Failed), (results[^1].Check, results[^1].Status));
    }

    [Fact]
    public async Task A_clock_that_is_off_and_a_certificate_that_expires_soon_are_warnings()
    {
        var later = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(80));
        var results = await CheckAsync(_ => { }, later);

        Assert.Equal(CheckStatus.Warning, results.Single(r => r.Check == "clock").Status);
        Assert.Equal(CheckStatus.Warning, results.Single(r => r.Check == "certificate").Status);
    }

    [Fact]
    public async Task An_export_is_checked_for_being_readable_whole_and_young()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "dn: DC=corp\nobjectClass: domainDNS\n", Token);
            void UseFile(ActiveDirectoryOptions o) => (o.Server, o.LdifPath) = (null, path);
            var unmarked = await CheckAsync(UseFile);
            Assert.Equal(["readable", "whole", "age"], unmarked.Select(r => r.Check));
            Assert.Equal([CheckStatus.Ok, CheckStatus.Failed, CheckStatus.Ok], unmarked.Select(r => r.Status));

            await File.AppendAllTextAsync(path, "\nresult: 0 Success\n\n# numEntries: 1\n", Token);
            Assert.All(await CheckAsync(UseFile), r => Assert.Equal(CheckStatus.Ok, r.Status));
            Assert.Equal(CheckStatus.Warning, (await CheckAsync(UseFile, new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(3))))[^1].Status);

            await File.WriteAllTextAsync(path, "nonsense\n", Token);
            var broken = Assert.Single(await CheckAsync(UseFile));
            Assert.Equal(CheckStatus.Failed, broken.Status);
            Assert.Contains("line 1", broken.Detail, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task FailsAtAsync(string check, string code, Action<ActiveDirectoryOptions> spoil)
    {
        var results = await CheckAsync(spoil);
        var last = results[^1];
        Assert.Equal((check, CheckStatus.Failed), (last.Check, last.Status));
        Assert.Contains($"[{code}]", last.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Wr0ng-secret", last.Detail, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(last.Remedy));
        Assert.All(results.SkipLast(1), r => Assert.Equal(CheckStatus.Ok, r.Status));
    }

    private async Task<List<CheckResult>> CheckAsync(Action<ActiveDirectoryOptions> change, TimeProvider? time = null)
    {
        var options = AdReading.Options(shared.Domain);
        change(options);
        return await new ActiveDirectoryCheck(AdReading.System, () => options, time ?? TimeProvider.System).CheckAsync(Token).ToListAsync(Token);
    }
}
