using SyncEngine.DemoCompany.Company;
using SyncEngine.DemoCompany.GSuite;
using SyncEngine.DemoCompany.Ldif;
using SyncEngine.DemoCompany.Pyrus;
using SyncEngine.DemoCompany.Story;

namespace SyncEngine.DemoCompany;

/// <summary>The files of the demo, the same bytes on every machine.</summary>
internal static class DemoFiles
{
    public static IEnumerable<(string Name, byte[] Bytes)> Make()
    {
        var first = CompanyBuilder.Build();
        var later = CompanyBuilder.Build();
        LaterCompany.Tell(later);
        yield return ("company-1.ldif", LdifExport.Write(first));
        yield return ("company-2.ldif", LdifExport.Write(later));
        yield return ("gsuite-1.json", GSuiteSeed.Write(first));
        yield return ("gsuite-2.json", GSuiteSeed.Write(later));
        yield return ("pyrus-seed.json", PyrusSeed.Write(first));
    }
}
