using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Emulators;

namespace SyncEngine.Adapters.GSuite.Tests.Doctor;

/// <summary>Each trouble of a set-up is provoked, and the check names the cause and what to do.</summary>
public sealed class CheckTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task All_is_well_and_nothing_is_written()
    {
        await using var rig = await StartAsync();
        var results = await CheckAsync(rig);
        Assert.All(results, r => Assert.Equal((CheckStatus.Ok, null), (r.Status, r.Remedy)));
        Assert.Equal(
            ["configuration", "key", "reachable", "clock", "delegation", "scopes", "users", "customer", "deleted users", "units", "groups", "members"],
            results.Select(r => r.Check));
        Assert.Contains(results, r => r.Detail.Contains(rig.Emulator.CustomerId, StringComparison.Ordinal));
        Assert.All(rig.ApiRequests.Where(r => r.Query.Contains("maxResults", StringComparison.Ordinal)), r => Assert.Contains("maxResults=1&", r.Query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_options_are_told_before_anything_is_tried()
    {
        await using var rig = await StartAsync((o, _) => o.DelegatedAdmin = "");
        var result = Assert.Single(await CheckAsync(rig));
        Assert.Equal(("configuration", CheckStatus.Failed), (result.Check, result.Status));
        Assert.Contains("DelegatedAdmin", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_is_not_there_or_no_key()
    {
        await using var missing = await StartAsync((o, _) => o.ServiceAccountKeyPath += ".not");
        await FailsAsync(missing, "key", "KeyUnreadable", "ServiceAccountKeyPath");

        using var key = new KeyFile(json => json["type"] = "authorized_user");
        await using var wrong = await StartAsync((o, _) => o.ServiceAccountKeyPath = key.Path);
        await FailsAsync(wrong, "key", "KeyUnusable", "Make a new key");
    }

    [Fact]
    public async Task A_key_that_was_deleted()
    {
        await using var rig = await StartAsync();
        var old = rig.Emulator.ServiceAccountKeyJson;
        rig.Emulator.ReplaceServiceAccountKey();
        await File.WriteAllTextAsync(rig.Emulator.ServiceAccountKeyPath, old, Rig.Ct);
        await FailsAsync(rig, "delegation", "KeyRefused", "Make a new key");
    }

    [Fact]
    public async Task An_administrator_who_is_not_there()
    {
        await using var rig = await StartAsync((o, _) => o.DelegatedAdmin = "nobody@corp.example");
        await FailsAsync(rig, "delegation", "DelegatedAdminUnknown", "Check DelegatedAdmin");
    }

    [Fact]
    public async Task No_delegation_at_all()
    {
        await using var rig = await StartAsync();
        rig.Emulator.AuthorizedScopes = [];
        var result = await FailsAsync(rig, "delegation", "DelegationMissing", "Domain-wide delegation");
        Assert.All(GoogleScopes.All, scope => Assert.Contains(scope, result.Remedy!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("admin.directory.user.readonly")]
    [InlineData("admin.directory.group.readonly")]
    [InlineData("admin.directory.group.member.readonly")]
    [InlineData("admin.directory.orgunit.readonly")]
    public async Task Each_scope_that_is_not_granted_is_named(string missing)
    {
        await using var rig = await StartAsync();
        rig.Emulator.AuthorizedScopes = [.. GoogleScopes.All.Where(scope => !scope.EndsWith('/' + missing, StringComparison.Ordinal))];
        var results = await CheckAsync(rig);
        var failed = Assert.Single(results, r => r.Status == CheckStatus.Failed);
        Assert.Equal("scopes", failed.Check);
        Assert.StartsWith($"{missing} is not granted", failed.Detail, StringComparison.Ordinal);
        Assert.Equal(3, results.Count(r => r is { Check: "scopes", Status: CheckStatus.Ok }));
        Assert.Equal(results[^1].Check, results.Last(r => r.Check == "scopes").Check);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_told_from_a_wrong_key()
    {
        var ahead = new FakeTimeProvider(time.GetUtcNow() + TimeSpan.FromHours(3));
        await using var rig = await Rig.StartAsync(o => o.TimeProvider = time, time: ahead);
        var result = Assert.Single(await CheckAsync(rig), r => r.Status == CheckStatus.Failed);
        Assert.Equal("clock", result.Check);
        Assert.Contains("3:00:00 ahead of Google", result.Detail, StringComparison.Ordinal);
        Assert.Contains("NTP", result.Remedy!, StringComparison.Ordinal);
        Assert.Equal("ClockSkew", (await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ReadAsync())).Code);
    }

    [Fact]
    public async Task An_API_that_is_not_enabled()
    {
        await using var rig = await StartAsync();
        rig.Emulator.Behaviour.ApiEnabled = false;
        await FailsAsync(rig, "api", "ApiNotEnabled", "Admin SDK API");
    }

    [Fact]
    public async Task A_user_who_is_no_administrator()
    {
        await using var rig = await StartAsync((o, _) => o.DelegatedAdmin = "zoe@corp.example");
        var results = await CheckAsync(rig);
        Assert.Equal(["users", "deleted users", "units", "groups"], results.Where(r => r.Status == CheckStatus.Failed).Select(r => r.Check));
        Assert.All(results.Where(r => r.Status == CheckStatus.Failed), r => Assert.Contains("[AdminRightsMissing]", r.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("groups", "groups")]
    [InlineData("groups/*", "members")]
    [InlineData("customer/*", "units")]
    public async Task A_right_that_is_missing_for_one_thing_only(string path, string check)
    {
        await using var rig = await StartAsync();
        rig.Emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.Forbidden) { Path = path, Times = 100 });
        await FailsAsync(rig, check, "AdminRightsMissing", "admin role");
    }

    [Fact]
    public async Task A_customer_or_domain_of_somebody_else()
    {
        await using var customer = await StartAsync((o, _) => o.Customer = "C0else");
        Assert.Contains(await CheckAsync(customer), r => r is { Check: "users", Status: CheckStatus.Failed });
        await using var domain = await StartAsync((o, _) => o.Domains = ["corp.example", "else.example"]);
        var failed = Assert.Single(await CheckAsync(domain), r => r.Status == CheckStatus.Failed);
        Assert.Equal("users", failed.Check);
        Assert.Contains("Domains", failed.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_answers()
    {
        await using var rig = await StartAsync();
        await rig.Emulator.DisposeAsync();
        using var key = new KeyFile(json => json["token_uri"] = rig.Emulator.TokenUrl.ToString());
        await using var alone = await StartAsync((o, _) => (o.ServiceAccountKeyPath, o.BaseUrl) = (key.Path, rig.Emulator.BaseUrl.ToString()));
        await FailsAsync(alone, "reachable", "Unreachable", "network");
    }

    [Fact]
    public async Task Groups_are_found_by_id_address_alias_and_name()
    {
        await using var rig = await StartAsync();
        rig.Emulator.SeedGroup(new() { Email = "twin@corp.example", Name = "Staff", Aliases = ["other@corp.example"] });
        var id = rig.Emulator.Id(SmallCompany.Sellers);
        var found = await rig.Check.FindGroupsAsync([id, "STAFF@corp.example", "staff", "Other@corp.example", "nothing"], Rig.Ct);
        Assert.Equal([1, 1, 2, 1, 0], new[] { id, "STAFF@corp.example", "staff", "Other@corp.example", "nothing" }.Select(text => found![text].Count));
        Assert.Equal(id, found![id][0].Anchor);
    }

    private static async Task<CheckResult> FailsAsync(Rig rig, string check, string code, string remedy)
    {
        var results = await CheckAsync(rig);
        var failed = Assert.Single(results, r => r.Status == CheckStatus.Failed);
        Assert.Equal(check, failed.Check);
        Assert.EndsWith($"[{code}]", failed.Detail, StringComparison.Ordinal);
        Assert.Contains(remedy, failed.Remedy!, StringComparison.Ordinal);
        return failed;
    }

    private static async Task<List<CheckResult>> CheckAsync(Rig rig) => await rig.Check.CheckAsync(Rig.Ct).ToListAsync(Rig.Ct);

    private async Task<Rig> StartAsync(Action<GSuiteOptions, GSuiteEmulator>? configure = null)
    {
        var rig = await Rig.StartAsync(configure: configure, time: time);
        SmallCompany.Seed(rig.Emulator);
        return rig;
    }
}
