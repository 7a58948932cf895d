using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.DemoCompany.Large;
using SyncEngine.DemoCompany.Ldif;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Large;

/// <summary>One domain for all classes that look at it.</summary>
[CollectionDefinition(nameof(LargeDomain))]
public sealed class LargeDomainClasses : ICollectionFixture<LargeDomain>;

/// <summary>A domain of 5,000 people, what the adapter reads of it, and what <c>ldapsearch</c> says of it.</summary>
public sealed class LargeDomain : IAsyncLifetime
{
    internal const int People = 5_000;
    private SambaDomain? domain;
    private Dictionary<string, ToldEntry> byDn = [];
    private Dictionary<uint, ToldEntry> byRid = [];

    internal SambaDomain Domain => domain!;

    /// <summary>What the adapter gave.</summary>
    internal AdReading Reading { get; private set; } = null!;

    /// <summary>Everything in the domain, in the server's words.</summary>
    internal IReadOnlyList<ToldEntry> Told { get; private set; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        domain = await SambaDomain.StartAsync(
            new SambaContent(text => SambaLdif.Write(text, LargeCompany.Build(People), SambaDomain.BaseDn)), Token);
        Reading = await AdReading.OfAsync(AdReading.Options(domain));
        Told = ToldEntry.Parse(await SearchAsync("(objectClass=*)", "*", "objectGUID", "objectSid", "uSNChanged"));
        byDn = Told.ToDictionary(e => e.Dn, StringComparer.Ordinal);
        byRid = Told.Where(e => e.Is("group") && e.Texts("objectSid").Count > 0 && !e.Dn.Contains("CN=Builtin", StringComparison.Ordinal)).ToDictionary(e => e.Rid);
    }

    internal ToldEntry At(string dn) => byDn[dn];

    internal ToldEntry GroupOfRid(uint rid) => byRid[rid];

    internal ToldEntry Group(string name) => Told.Single(e => e.Is("group") && e.Text("cn") == name);

    /// <summary>The name of what holds an entry. The servers' own spelling: equal names are spelled equally.</summary>
    internal static string ParentDn(string dn)
    {
        var comma = 0;
        for (; dn[comma] != ','; comma += dn[comma] == '\\' ? 2 : 1)
        {
        }

        return dn[(comma + 1)..];
    }

    internal Task<string> SearchAsync(string filter, params string[] attributes) => Domain.Tools.SearchAsync(
        ["-LLL", "-o", "ldif-wrap=no", "-E", "!domainScope", "-b", SambaDomain.BaseDn, filter, .. attributes], Token);

    public async ValueTask DisposeAsync()
    {
        if (domain is not null)
        {
            await domain.DisposeAsync();
        }
    }
}
