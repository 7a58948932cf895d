using SyncEngine.Provisioning;

namespace SyncEngine.EndToEnd;

/// <summary>
/// What the engine does about a company, told once and run with every directory there is: the same rows, the same reasons, the same accounts. Everything is real
/// but the companies: a domain controller or Google's API over HTTP, Pyrus over HTTP, PostgreSQL.
/// </summary>
public abstract partial class EitherDirectory
{
    private const string Ada = "ada@contoso.test";
    private const string Bob = "bob@contoso.test";
    private const string Mia = "mia@contoso.test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract Task<CompanyDirectory> OpenAsync();

    /// <summary>
    /// Runs a story in a company with Ada, Bob, their manager Mia and some more, who all have their accounts when it begins. When it ends, nothing is left to do, and
    /// each of its plans comes out again from the events alone.
    /// </summary>
    private async Task TellAsync(Func<Story, Task> story, Action<SyncOptions>? configure = null)
    {
        await using var told = await Story.BeginAsync(await OpenAsync(), configure);
        await told.Directory.HireAsync(
            new Employee("ada", "Ada", "Byron") { Title = "Engineer", Department = "Research", Manager = "mia" },
            new Employee("bob", "Bob", "Cole") { Title = "Engineer", Department = "Research", Manager = "mia" },
            new Employee("mia", "Mia", "Dow") { Title = "Head", Department = "Board" });
        await told.Directory.HireAsync([.. Enumerable.Range(0, 10).Select(i => new Employee($"p{i:00}", $"Person{i:00}", "Novak"))]);
        if (configure is null)
        {
            await told.SyncAsync();
        }

        await story(told);

        told.Directory.Have(Trouble.None);
        Assert.DoesNotContain((await told.PlanAsync()).Rows, row => row is { Selected: true, Held: null });
        foreach (var plan in await told.Engine.ListPlansAsync(Story.Sync, 100, Token))
        {
            Assert.True((await told.Engine.ReplayAsync(plan.Id, Token)).Same, $"the plan {plan.Id} does not come out again");
        }
    }
}

/// <summary>The stories with a real domain controller.</summary>
public sealed class FromActiveDirectory(SambaServer server) : EitherDirectory, IClassFixture<SambaServer>
{
    private protected override Task<CompanyDirectory> OpenAsync() => SambaCompany.OpenAsync(server);
}

/// <summary>The stories with the API of Google's directory.</summary>
public sealed class FromGSuite : EitherDirectory
{
    private protected override Task<CompanyDirectory> OpenAsync() => GoogleCompany.OpenAsync();
}
