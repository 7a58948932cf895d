using System.Text;

namespace SyncEngine.Host.Tests;

/// <summary>Writes a small directory as an export of ldapsearch, with the closing lines that prove it whole.</summary>
internal sealed class LdifCompany
{
    private readonly List<string> entries = [];

    internal LdifCompany()
    {
        Entry("DC=corp,DC=example", 1, "objectClass: domainDNS", "objectSid: S-1-5-21-1-2-3");
        Entry("OU=Users,DC=corp,DC=example", 2, "objectClass: organizationalUnit", "ou: Users");
    }

    internal LdifCompany Person(int number, string first, string last, string title = "Engineer", bool enabled = true, string unit = "OU=Users,")
    {
        Entry(
            $"CN={first} {last},{unit}DC=corp,DC=example", 100 + number, "objectClass: user", $"givenName: {first}", $"sn: {last}",
            $"sAMAccountName: {first.ToLowerInvariant()}", $"mail: {first.ToLowerInvariant()}@corp.example", $"title: {title}",
            $"userAccountControl: {(enabled ? 512 : 514)}");
        return this;
    }

    internal LdifCompany Entry(string dn, int id, params string[] lines)
    {
        entries.Add(string.Join('\n', [$"dn: {dn}", .. lines, $"objectGUID: 00000000-0000-0000-0000-{id:000000000000}"]));
        return this;
    }

    public override string ToString() => new StringBuilder("# extended LDIF\n\n")
        .AppendJoin("\n\n", entries)
        .Append("\n\n# search result\nsearch: 2\nresult: 0 Success\n\n")
        .Append(System.Globalization.CultureInfo.InvariantCulture, $"# numResponses: {entries.Count + 1}\n# numEntries: {entries.Count}\n")
        .ToString();
}
