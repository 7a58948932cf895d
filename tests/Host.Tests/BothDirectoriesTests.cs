using System.Text.Json;
using SyncEngine.Emulators;

namespace SyncEngine.Host.Tests;

/// <summary>The console with Active Directory and G Suite at once: <c>"Source": [ "corp-ad", "workspace" ]</c>.</summary>
public sealed class BothDirectoriesTests
{
    [Fact]
    public async Task One_account_for_whom_both_have_and_a_directory_that_is_down_keeps_only_its_own()
    {
        var google = await GSuiteEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var setup = await RealSetup.OpenAsync();
        try
        {
            google.SeedOrgUnit(new() { OrgUnitPath = "/Users" });
            google.SeedUser(new() { PrimaryEmail = "ada@corp.example", GivenName = "Ada", FamilyName = "Novak", OrgUnitPath = "/Users" });
            google.SeedUser(new() { PrimaryEmail = "cyd@corp.example", GivenName = "Cyd", FamilyName = "Young", OrgUnitPath = "/Users" });
            setup.Export(Company());
            setup.Sync["Source"] = new[] { "corp-ad", "workspace" };
            setup.Systems["workspace"] = new()
            {
                ["Type"] = "GSuite", ["BaseUrl"] = google.BaseUrl.ToString(), ["ServiceAccountKeyPath"] = google.ServiceAccountKeyPath, ["DelegatedAdmin"] = google.DelegatedAdmin,
            };
            var preview = await setup.RunAsync("preview", "staff", "--json");
            Assert.True(preview.ExitCode == 2, preview.ToString());
            var ada = Row(preview, "ada@corp.example");
            Assert.Equal("corp-ad", ada.GetProperty("source").GetProperty("system").GetString());
            Assert.Equal("workspace", ada.GetProperty("further")[0].GetProperty("system").GetString());

            var sync = await setup.RunAsync("sync", "staff", "--yes");
            Assert.True(sync.ExitCode == 0, sync.ToString());
            Assert.All(new[] { "ada@corp.example", "bob@corp.example", "cyd@corp.example" }, email => Assert.NotNull(setup.Pyrus.FindMember(email)));
            var again = await setup.RunAsync("preview", "staff");
            Assert.True(again.ExitCode == 0, again.ToString());

            var status = await setup.RunAsync("status", "staff");
            Assert.Contains("corp-ad, workspace -> pyrus", status.Out, StringComparison.Ordinal);
            var explained = await setup.RunAsync("explain", "staff", "ada@corp.example");
            Assert.Contains("The same person is", explained.Out, StringComparison.Ordinal);
            var history = await setup.RunAsync("history", "ada@corp.example");
            Assert.Contains("workspace", history.Out, StringComparison.Ordinal);
        }
        finally
        {
            await google.DisposeAsync();
        }

        setup.Export(Company(enabled: false));
        var down = await setup.RunAsync("preview", "staff", "--json");
        Assert.True(down.ExitCode == 4, down.ToString());
        Assert.Equal("Block", Row(down, "bob@corp.example").GetProperty("status").GetString());
        Assert.DoesNotContain("ada@corp.example", down.Json.GetProperty("rows").EnumerateArray().Where(r => r.GetProperty("status").GetString() == "Block").Select(Email));
        Assert.Contains("whoever is known there keeps access", down.Out, StringComparison.Ordinal);
    }

    private static LdifCompany Company(bool enabled = true)
    {
        var company = new LdifCompany().Person(1, "Ada", "Novak", enabled: enabled).Person(2, "Bob", "Stone", enabled: enabled);
        return Enumerable.Range(3, 30).Aggregate(company, (all, number) => all.Person(number, $"Person{number}", "Quinn"));
    }

    private static JsonElement Row(ConsoleRun run, string email) => run.Json.GetProperty("rows").EnumerateArray().Single(row => Email(row) == email);

    private static string? Email(JsonElement row) => row.GetProperty("source").ValueKind == JsonValueKind.Null ? null : row.GetProperty("source").GetProperty("email").GetString();
}
