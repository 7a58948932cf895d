using SyncEngine.Capture;
using SyncEngine.DemoCompany;
using SyncEngine.DemoCompany.Large;
using SyncEngine.DemoCompany.Ldif;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Faults;

/// <summary>
/// A company of some hundred people below a unit of its own, before and after some of them left in every way there is, behind proxies that remember both.
/// Every answer comes from Samba, cut into pages and ranges as Windows would.
/// </summary>
public sealed class FaultyCompany : IAsyncLifetime
{
    internal const string Base = "OU=Corp," + SambaDomain.BaseDn;
    internal const int PageSize = 60;
    internal const int ValuesMax = 60;
    internal const string Picked = LargeGroups.Everyone;
    private const int People = 240;
    private SambaDomain? domain;

    internal SambaDomain Domain => domain!;

    /// <summary>The log-in names of those whose access must end.</summary>
    internal IReadOnlyList<string> Leavers { get; private set; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        domain = await SambaDomain.StartAsync(new SambaContent(Write), Token);
        await using var proxy = Proxy();
        foreach (var mode in new[] { ReadMode.Delta, ReadMode.Full })
        {
            using var world = new FaultWorld(proxy);
            await world.SyncAsync();
            if (Leavers.Count == 0)
            {
                await LeaveAsync();
            }

            proxy.Age = 1;
            proxy.Begin();
            await world.PrepareAsync(mode);
        }

        Answers = proxy.Remembered;
    }

    /// <summary>A proxy of its own that knows both states of the domain already.</summary>
    internal ControllerProxy Proxy() => new(Domain, Answers) { ValuesMax = ValuesMax, EmptyPages = true };

    public async ValueTask DisposeAsync()
    {
        if (domain is not null)
        {
            await domain.DisposeAsync();
        }
    }

    private ProxyMemory Answers { get; set; } = new();

    private static CorpDirectory Company() => LargeCompany.Build(People);

    private static void Write(TextWriter text)
    {
        text.Write($"dn: {Base}\nobjectClass: organizationalUnit\n\ndn: CN=Users,{Base}\nobjectClass: container\n\n");
        SambaLdif.Write(text, Company(), Base);
    }

    /// <summary>Three are disabled, three deleted, three moved out of what is read, three taken out of the picked group.</summary>
    private async Task LeaveAsync()
    {
        var company = Company();
        var staff = company.Group(Picked).Members.OfType<Person>().Where(p => p is { Disabled: false, Mail: not null, PrimaryGroup: null, Groups.Count: > 0 })
            .Where(p => p.Groups.TrueForAll(g => g.Name is Picked || g.Name.StartsWith("Team", StringComparison.Ordinal))).ToList();
        var leavers = staff.Where((_, i) => i % (staff.Count / 12) == 3).Take(12).ToList();
        foreach (var (i, person) in leavers.Index())
        {
            var dn = person.Dn.Replace(DemoCompany.Domain.Root, Base, StringComparison.Ordinal);
            await ((i % 4) switch
            {
                0 => Domain.Tools.DisableAsync(dn, Token),
                1 => Domain.Tools.DeleteAsync(dn, Token),
                2 => Domain.Tools.MoveAsync(dn, $"CN={person.Login}", SambaDomain.UsersContainer, Token),
                _ => Domain.Tools.ChangeAsync(
                    $"dn: CN={Picked},OU=Groups,{Base}\nchangetype: modify\ndelete: member\nmember:: {Base64(dn)}\n\n", Token),
            });
        }

        Leavers = [.. leavers.Select(p => p.Login).Order(StringComparer.Ordinal)];
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
