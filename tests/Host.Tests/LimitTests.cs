using System.Globalization;

namespace SyncEngine.Host.Tests;

/// <summary>Limits against an export, Pyrus over HTTP and PostgreSQL: what is held waits for a named person, the rest goes on.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Of_300_people_45_are_gone_and_no_block_is_written_while_newcomers_and_updates_are()
    {
        await using var setup = await RealSetup.OpenAsync();
        setup.Sync["Limits"] = new { Block = new { Max = 100 } }; // high enough: it is the percentage that holds
        setup.Export(Company(1, 300));
        Assert.Equal(0, (await setup.CallAsync("sync", "staff", "--yes", "--json")).ExitCode);

        var later = Company(46, 302, number => number is 100 or 101 or 102 ? "Head" : "Engineer");
        setup.Export(later);
        Assert.Equal(2, (await setup.CallAsync("preview", "staff")).ExitCode);
        setup.Export(later); // an export cannot be asked for single people: a second one confirms that they are gone
        var preview = await setup.CallAsync("preview", "staff", "--json");
        Assert.Equal(3, preview.ExitCode);
        var held = Assert.Single(preview.Json.GetProperty("held").EnumerateArray());
        Assert.Equal(
            ("BlockAbsent", 45, 300, 5),
            (held.GetProperty("limit").GetString(), held.GetProperty("count").GetInt32(), held.GetProperty("base").GetInt32(), held.GetProperty("percent").GetInt32()));
        var sync = await setup.CallAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(3, sync.ExitCode);
        Assert.Equal((5, 45), (Outcome(sync, "Applied"), Outcome(sync, "Held")));
        Assert.Equal("Head", setup.Pyrus.FindMember("p100@corp.example")!.Position);
        Assert.NotNull(setup.Pyrus.FindMember("p302@corp.example"));
        Assert.DoesNotContain(setup.Pyrus.Members, member => member.Banned);

        var left = await setup.CallAsync("preview", "staff", "--json");
        Assert.Equal(3, left.ExitCode);
        Assert.Equal(0, (await setup.CallAsync("plan", "approve", left.Json.GetProperty("plan").GetString()!, "--reason", "the Omsk office is closed")).ExitCode);
        var approved = await setup.CallAsync("sync", "staff", "--yes", "--json");
        Assert.Equal((0, 45), (approved.ExitCode, Outcome(approved, "Applied")));
        Assert.Equal(45, setup.Pyrus.Members.Count(member => member.Banned));
    }

    [Fact]
    public async Task All_44_people_are_disabled_and_a_limit_of_500_still_holds_them_by_the_percentage()
    {
        await using var setup = await RealSetup.OpenAsync();
        setup.Sync["Limits"] = new { Block = new { Max = 500 } };
        setup.Export(Company(1, 44));
        Assert.Equal(0, (await setup.CallAsync("sync", "staff", "--yes")).ExitCode);

        setup.Export(Company(1, 44, enabled: false));
        var sync = await setup.CallAsync("sync", "staff", "--yes", "--json");
        Assert.Equal(3, sync.ExitCode);
        var held = Assert.Single(sync.Json.GetProperty("held").EnumerateArray());
        Assert.Equal((44, 44, 500, 5), (
            held.GetProperty("count").GetInt32(), held.GetProperty("base").GetInt32(), held.GetProperty("max").GetInt32(), held.GetProperty("percent").GetInt32()));
        Assert.DoesNotContain(setup.Pyrus.Members, member => member.Banned);
    }

    private static int Outcome(ConsoleRun run, string result) => run.Json.GetProperty("outcomes").GetProperty(result).GetInt32();

    private static LdifCompany Company(int from, int to, Func<int, string>? title = null, bool enabled = true)
    {
        var company = new LdifCompany();
        for (var number = from; number <= to; number++)
        {
            company.Person(number, string.Create(CultureInfo.InvariantCulture, $"P{number:000}"), "Novak", title?.Invoke(number) ?? "Engineer", enabled);
        }

        return company;
    }
}
