using SyncEngine.Emulators;

namespace SyncEngine.Host.Tests;

/// <summary>The console with a G Suite as its directory, over HTTP.</summary>
public sealed class GSuiteTests
{
    [Fact]
    public async Task Doctor_preview_and_sync_work_from_a_key_file_beside_the_configuration()
    {
        await using var google = await GSuiteEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        google.SeedOrgUnit(new() { OrgUnitPath = "/Staff/Users" });
        google.SeedUser(new() { PrimaryEmail = "anna@corp.example", GivenName = "Anna", FamilyName = "Bell", OrgUnitPath = "/Staff/Users" });
        google.SeedUser(new() { PrimaryEmail = "boris@corp.example", GivenName = "Boris", FamilyName = "Cole", OrgUnitPath = "/Staff/Users" });
        await using var setup = await RealSetup.OpenAsync();
        setup.Folder.Write("key.json", google.ServiceAccountKeyJson);
        setup.Systems["corp-ad"] = new()
        {
            ["Type"] = "GSuite", ["BaseUrl"] = google.BaseUrl.ToString(), ["ServiceAccountKeyPath"] = "key.json", ["DelegatedAdmin"] = google.DelegatedAdmin,
        };

        var doctor = await setup.RunAsync("doctor", "staff");
        Assert.True(doctor.ExitCode == 0, doctor.ToString());
        Assert.Contains("admin.directory.orgunit.readonly", doctor.Out, StringComparison.Ordinal);

        var sync = await setup.RunAsync("sync", "staff", "--yes");
        Assert.True(sync.ExitCode == 0, sync.ToString());
        Assert.All(new[] { "anna@corp.example", "boris@corp.example" }, email => Assert.NotNull(setup.Pyrus.FindMember(email)));

        google.SuspendUser("anna@corp.example");
        google.DeleteUser("boris@corp.example");
        var preview = await setup.RunAsync("preview", "staff", "--json");
        Assert.True(preview.ExitCode == 2, preview.ToString());
        Assert.Equal(
            [("Block", "SourceDeleted"), ("Block", "SourceDisabled")],
            preview.Json.GetProperty("rows").EnumerateArray()
                .Select(row => (row.GetProperty("status").GetString()!, row.GetProperty("reason").GetString()!)).Where(row => row.Item1 == "Block").Order());
    }

    [Fact]
    public async Task Doctor_says_what_to_do_about_a_scope_that_is_not_granted()
    {
        await using var google = await GSuiteEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        google.AuthorizedScopes = [.. google.AuthorizedScopes.Where(scope => !scope.Contains("group.member", StringComparison.Ordinal))];
        await using var setup = await RealSetup.OpenAsync();
        setup.Systems["corp-ad"] = new()
        {
            ["Type"] = "GSuite", ["BaseUrl"] = google.BaseUrl.ToString(), ["ServiceAccountKeyPath"] = google.ServiceAccountKeyPath, ["DelegatedAdmin"] = google.DelegatedAdmin,
        };

        var doctor = await setup.RunAsync("doctor", "staff");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("admin.directory.group.member.readonly is not granted", doctor.Out, StringComparison.Ordinal);
        Assert.Contains("Domain-wide delegation", doctor.Out, StringComparison.Ordinal);
    }
}
