using System.Globalization;
using System.Text;

namespace SyncEngine.Bench.Company;

/// <summary>Writes the company as <c>ldapsearch -o ldif-wrap=no</c> exports it, entry by entry: 18 attributes a person.</summary>
internal sealed class CompanyLdif : IDisposable
{
    private readonly BigCompany company;
    private readonly StreamWriter file;
    private int entries;

    private CompanyLdif(BigCompany company, string path)
    {
        this.company = company;
        file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
    }

    /// <param name="company">The company.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="changed">Who has another title than usual.</param>
    /// <param name="disabled">Who is disabled, when not those whom the company says.</param>
    internal static void Write(BigCompany company, string path, Func<int, bool> changed, Func<int, bool>? disabled = null)
    {
        using var ldif = new CompanyLdif(company, path);
        ldif.Domain();
        for (var u = 0; u < company.Units; u++)
        {
            ldif.Place(BigCompany.UnitDn(u), "organizationalUnit", "Organizational-Unit", BigCompany.UnitId(u));
        }

        ldif.Place($"OU=Groups,{BigCompany.Root}", "organizationalUnit", "Organizational-Unit", BigCompany.UnitId(-1));
        ldif.Place($"CN=Users,{BigCompany.Root}", "container", "Container", BigCompany.UnitId(-2));
        ldif.Group($"CN=Domain Users,CN=Users,{BigCompany.Root}", "Domain Users", BigCompany.GroupId(-1), 513, []);
        for (var i = 0; i < company.People; i++)
        {
            ldif.Person(i, changed(i), disabled is null ? BigCompany.IsDisabled(i) : disabled(i));
        }

        for (var g = 0; g < company.Groups; g++)
        {
            ldif.Group(BigCompany.GroupDn(g), BigCompany.GroupName(g), BigCompany.GroupId(g), (uint)(1_000_000_000 + g), company.MembersOf(g));
        }

        ldif.End();
    }

    public void Dispose() => file.Dispose();

    private void Domain()
    {
        file.WriteLine("# extended LDIF\n#\n# LDAPv3\n# base <" + BigCompany.Root + "> with scope subtree\n# filter: (objectClass=*)\n#\n");
        Begin(BigCompany.Root);
        Values("objectClass", ["top", "domain", "domainDNS"]);
        Bytes("objectGUID", BigCompany.UnitId(-3).ToByteArray());
        Bytes("objectSid", BigCompany.Sid(null));
        Category("Domain-DNS");
        file.WriteLine();
    }

    private void Place(string dn, string type, string category, Guid id)
    {
        Begin(dn);
        Values("objectClass", ["top", type]);
        Bytes("objectGUID", id.ToByteArray());
        Category(category);
        file.WriteLine();
    }

    private void Person(int i, bool changed, bool disabled)
    {
        Begin(company.PersonDn(i));
        Values("objectClass", ["top", "person", "organizationalPerson", "user"]);
        Text("cn", BigCompany.Name(i));
        Text("sn", BigCompany.LastName(i));
        Text("title", changed ? BigCompany.Title(i) + ", acting" : BigCompany.Title(i));
        Text("telephoneNumber", BigCompany.Phone(i));
        Text("givenName", BigCompany.FirstName(i));
        Text("displayName", BigCompany.Name(i));
        Values("memberOf", company.GroupsOf(i).Select(BigCompany.GroupDn));
        Text("department", BigCompany.Department(i));
        Text("employeeNumber", i.ToString(CultureInfo.InvariantCulture));
        Bytes("objectGUID", BigCompany.PersonId(i).ToByteArray());
        Text("userAccountControl", disabled ? "514" : "512");
        Text("primaryGroupID", "513");
        Text("sAMAccountName", BigCompany.Login(i));
        Category("Person");
        if (BigCompany.Mail(i) is { } mail)
        {
            Text("mail", mail);
        }

        Text("manager", company.PersonDn(i / 10));
        Text("mobile", BigCompany.Mobile(i));
        file.WriteLine();
    }

    private void Group(string dn, string name, Guid id, uint rid, IEnumerable<int> members)
    {
        Begin(dn);
        Values("objectClass", ["top", "group"]);
        Text("cn", name);
        Values("member", members.Select(company.PersonDn));
        Bytes("objectGUID", id.ToByteArray());
        Bytes("objectSid", BigCompany.Sid(rid));
        Text("sAMAccountName", name);
        Category("Group");
        file.WriteLine();
    }

    private void End() => file.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"# search result\nsearch: 3\nresult: 0 Success\n\n# numResponses: {entries + 1}\n# numEntries: {entries}"));

    private void Begin(string dn)
    {
        entries++;
        Text("dn", dn);
    }

    private void Category(string name) => Text("objectCategory", $"CN={name},CN=Schema,CN=Configuration,{BigCompany.Root}");

    private void Values(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Text(name, value);
        }
    }

    private void Text(string name, string value)
    {
        if (Ascii.IsValid(value))
        {
            file.Write(name);
            file.Write(": ");
            file.WriteLine(value);
        }
        else
        {
            Bytes(name, Encoding.UTF8.GetBytes(value));
        }
    }

    private void Bytes(string name, byte[] value)
    {
        file.Write(name);
        file.Write(":: ");
        file.WriteLine(Convert.ToBase64String(value));
    }
}
