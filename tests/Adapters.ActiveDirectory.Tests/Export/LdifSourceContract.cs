using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Export;

/// <summary>An export keeps to what every source keeps to.</summary>
public sealed class LdifSourceContract : SourceContract
{
    private const string Root = "DC=corp,DC=example";

    protected override async Task<SourceUnderTest> OpenSourceAsync()
    {
        var path = Path.GetTempFileName();
        string[] entries =
        [
            $"dn: CN=u1,OU=Inner,OU=Users,{Root}\nobjectClass: user\n{Id(1)}userAccountControl: 512\nobjectSid: S-1-5-21-1-2-3-1101\n",
            $"dn: OU=Inner,OU=Users,{Root}\nobjectClass: organizationalUnit\n{Id(2)}",
            $"dn: OU=Users,{Root}\nobjectClass: organizationalUnit\n{Id(3)}",
            $"dn: CN=u2,OU=Users,{Root}\nobjectClass: user\n{Id(4)}userAccountControl: 514\nmanager: CN=u1,OU=Inner,OU=Users,{Root}\n",
            $"dn: CN=g,OU=Users,{Root}\nobjectClass: group\n{Id(5)}member: CN=u1,OU=Inner,OU=Users,{Root}\n",
            $"dn: {Root}\nobjectClass: domainDNS\n{Id(6)}objectSid: S-1-5-21-1-2-3\n",
        ];
        var whole = string.Join('\n', entries) + $"\n# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: {entries.Length}\n";
        await File.WriteAllTextAsync(path, whole, Token);
        return new SourceUnderTest(
            AdReading.Source(new ActiveDirectoryOptions { LdifPath = path }),
            interrupt: () => File.WriteAllTextAsync(path, whole[..whole.IndexOf("dn: CN=g", StringComparison.Ordinal)], Token),
            dispose: () =>
            {
                File.Delete(path);
                return ValueTask.CompletedTask;
            });
    }

    private static string Id(int number) => $"objectGUID: {new Guid(number, 0, 0, new byte[8])}\n";
}
