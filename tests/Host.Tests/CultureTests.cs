using System.Globalization;

namespace SyncEngine.Host.Tests;

/// <summary>Results are the same on any machine.</summary>
public sealed class CultureTests
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("ru-RU")]
    public async Task Results_do_not_depend_on_the_culture(string culture)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        try
        {
            await using var world = new ScriptedWorld().WithCompany();
            Golden.Check("preview-first.json", (await world.RunAsync("preview", "staff", "--json")).Out);
            await using var other = new ScriptedWorld().WithCompany();
            other.Console.Columns = 120;
            Golden.Check("preview-first-120.txt", (await other.RunAsync("preview", "staff")).Out);
            Assert.Equal(0, (await other.RunAsync("sync", "staff", "--yes", "--only", "BIND")).ExitCode);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
