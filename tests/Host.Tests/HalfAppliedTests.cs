using SyncEngine.Emulators;

namespace SyncEngine.Host.Tests;

/// <summary>A person stops <c>sync</c> in the middle of a write, and calls it again.</summary>
public sealed class HalfAppliedTests
{
    [Fact]
    public async Task What_was_left_is_done_by_the_next_call_and_nothing_of_it_is_stale()
    {
        await using var setup = await RealSetup.OpenAsync();
        var company = new LdifCompany();
        for (var number = 0; number < 12; number++)
        {
            company.Person(number, $"P{number:00}", "Ivanova");
        }

        setup.Export(company);
        setup.Pyrus.Faults.Add(new PyrusFault(PyrusFaultKind.Delay) { Method = "POST", Path = "members", After = 2, Times = 4, Wait = TimeSpan.FromMinutes(2) });
        await using (var host = setup.Start("sync", "staff", "--yes"))
        {
            await Soon.HoldsAsync(() => setup.Pyrus.Requests.Count(request => request is { Method: "POST", Path: "members" }) == 6, "six accounts are asked for");
            host.Interrupt();
            Assert.NotEqual(ExitCodes.Done, (await host.EndAsync()).ExitCode);
        }

        await Soon.HoldsAsync(() => People(setup) == 6, "Pyrus made those whose answers nobody waited for");
        var rest = await setup.CallAsync("sync", "staff", "--yes");
        Assert.True(rest.ExitCode == ExitCodes.Done, rest.ToString());
        Assert.Equal(ExitCodes.Done, (await setup.CallAsync("preview", "staff")).ExitCode);
        Assert.Equal(12, People(setup));
    }

    private static int People(RealSetup setup) => setup.Pyrus.Members.Count(member => member.Email?.EndsWith("@corp.example", StringComparison.Ordinal) == true);
}
