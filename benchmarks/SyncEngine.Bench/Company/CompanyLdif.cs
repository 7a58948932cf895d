using System.Globalization;
using System.Text;

namespace SyncEngine.Bench.Company;

/// <summary>Writes the company as <c>ldapsearch -o ldif-wrap=no</c> exports it, entry by entry: 18 attributes a person.</summary>
internal sealed class CompanyLdif : IDisposable
{
    private readonly BigCompany company;
    private readonly StreamWriter file;
    private readonly bool asServed;
    private int entries;

    private CompanyLdif(BigCompany company, string path, bool asServed)
    {
        this.company = company;
        this.asServed = asServed;
        file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
    }

    /// <param name="company">The company.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="changed">Who has another title than usual.</param>
    /// <param name="disabled">Who is disabled, when not those whom the company says.</param>
    internal static void Write(BigCompany company, string path, Func<int, bool> changed, Func<int, bool>? disabled = null)
    {
        using var ldif = new CompanyLdif(company, path, asServed: false);
        ldif.Everything(changed, disabled ?? BigCompany.IsDisabled);
        ldif.End();
    }

    /// <summary>
    /// The same for loading into a server that knows nothing of Active Directory: links as a domain controller gives them to who asks for ids, and the
    /// category also by its short name, by which it is searched for.
    /// </summary>
    internal static void WriteAsServed(BigCompany company, string path)
    {
        using var ldif = new CompanyLdif(company, path, asServed: true);
        ldif.Everything(_ => false, BigCompany.IsDisabled);
    }

    public void Dispose() => file.Dispose();

    private void Everything(Func<int, bool> changed, Func<int, bool> disabled)
    {
        Domain();
        for (var u = 0; u < company.Units; u++)
        {
            Place(BigCompany.UnitDn(u), "organizationalUnit", "Organizational-Unit", BigCompany.UnitId(u));
        }

        Place($"OU=Groups,{BigCompany.Root}", "organizationalUnit", "Organizational-Unit", BigCompany.UnitId(-1));
        Place($"CN=Users,{BigCompany.Root}", "container", "Container", BigCompany.UnitId(-2));
        Group($"CN=Domain Users,CN=Users,{BigCompany.Root}", "Domain Users", BigCompany.GroupId(-1), 513, []);
        for (var i = 0; i < company.People; i++)
        {
            Person(i, changed(i), disabled(i));
        }

        for (var g = 0; g < company.Groups; g++)
        {
            Group(BigCompany.GroupDn(g), BigCompany.GroupName(g), BigCompany.GroupId(g), (uint)(1_000_000_000 + g), company.MembersOf(g));
        }
    }

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

        Text("manager", Link(i / 10));
        Text("mobile", BigCompany.Mobile(i));
        file.WriteLine();
    }

    private void Group(string dn, string name, Guid id, uint rid, IEnumerable<int> members)
    {
        Begin(dn);
        Values("objectClass", ["top", "group"]);
        Text("cn", name);
        Values("member", members.Select(Link));
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

    private void Category(string name) =>
        Values("objectCategory", [$"CN={name},CN=Schema,CN=Configuration,{BigCompany.Root}", .. asServed ? [name] : Array.Empty<string>()]);

    private string Link(int person) => asServed
        ? string.Create(CultureInfo.InvariantCulture, $"<GUID={BigCompany.PersonId(person):D}>;<SID=S-1-5-21-2893021456-1184620973-3460917225-{person + 1_000}>;{company.PersonDn(person)}")
        : company.PersonDn(person);

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
