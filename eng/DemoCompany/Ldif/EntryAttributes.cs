using System.Globalization;

namespace SyncEngine.DemoCompany.Ldif;

/// <summary>An entry's attributes, with the names and in about the order of Active Directory.</summary>
internal static class EntryAttributes
{
    public static IReadOnlyList<string> Requested { get; } =
    [
        "objectClass", "cn", "ou", "sn", "title", "description", "telephoneNumber", "givenName", "whenCreated", "displayName", "memberOf",
        "member", "department", "company", "proxyAddresses", "employeeNumber", "name", "objectGUID", "userAccountControl", "primaryGroupID",
        "objectSid", "sAMAccountName", "groupType", "userPrincipalName", "objectCategory", "isDeleted", "lastKnownParent", "mail", "manager", "mobile",
        "showInAdvancedViewOnly",
    ];

    public static void Write(LdifText text, DirectoryEntry entry)
    {
        var write = new Writer(text, entry);
        switch (entry)
        {
            case Person { Deleted: true } person:
                write.Tombstone(person);
                break;
            case Person person:
                write.Person(person);
                break;
            case Computer computer:
                write.Computer(computer);
                break;
            case Group group:
                write.Group(group);
                break;
            case Contact contact:
                write.Contact(contact);
                break;
            default:
                write.Place();
                break;
        }
    }

    private sealed class Writer(LdifText text, DirectoryEntry entry)
    {
        public void Person(Person person)
        {
            Classes("top", "person", "organizationalPerson", "user");
            One("cn", person.Name);
            One("sn", person.LastName);
            One("title", person.Title);
            One("description", person.Description);
            One("telephoneNumber", person.Phone);
            One("givenName", person.FirstName);
            Created();
            One("displayName", person.DisplayName);
            MemberOf();
            One("department", person.Department);
            One("company", person.IsService ? null : "Corp Example");
            Many("proxyAddresses", person.ProxyAddresses);
            One("employeeNumber", person.EmployeeNumber);
            Identity(person);
            One("userPrincipalName", $"{person.Login}@{Domain.DnsName}");
            Category("Person");
            One("mail", person.Mail);
            One("manager", person.Manager?.Dn);
            One("mobile", person.Mobile);
        }

        public void Tombstone(Person person)
        {
            Classes("top", "person", "organizationalPerson", "user");
            One("cn", person.Name);
            Created();
            One("isDeleted", "TRUE");
            One("lastKnownParent", person.LastParentDn);
            One("name", person.Name);
            Id();
            One("userAccountControl", Text(person.AccountControl));
            text.Value("objectSid", Identifiers.Sid(person.Rid));
            One("sAMAccountName", person.Login);
        }

        public void Computer(Computer computer)
        {
            Classes("top", "person", "organizationalPerson", "user", "computer");
            One("cn", computer.Name);
            Created();
            MemberOf();
            One("name", computer.Name);
            Id();
            One("userAccountControl", Text(computer.IsDomainController ? 532480 : 4096));
            One("primaryGroupID", computer.IsDomainController ? "516" : "515");
            text.Value("objectSid", Identifiers.Sid(computer.Rid));
            One("sAMAccountName", computer.Name + "$");
            Category("Computer");
        }

        public void Group(Group group)
        {
            Classes("top", "group");
            One("cn", group.Name);
            One("description", group.Description);
            Many("member", group.Members.Select(m => m.Dn).Order(StringComparer.Ordinal));
            Created();
            MemberOf();
            One("name", group.Name);
            Id();
            text.Value("objectSid", Identifiers.Sid(group.Rid));
            One("sAMAccountName", group.Login);
            One("groupType", "-2147483646");
            Category("Group");
        }

        public void Contact(Contact contact)
        {
            Classes("top", "person", "organizationalPerson", "contact");
            One("cn", contact.Name);
            Created();
            One("displayName", contact.Name);
            MemberOf();
            One("name", contact.Name);
            Id();
            Category("Person");
            One("mail", contact.Mail);
        }

        public void Place()
        {
            var (type, category) = entry switch
            {
                Domain => ("domain", "Domain-DNS"),
                Unit => ("organizationalUnit", "Organizational-Unit"),
                _ => ("container", "Container"),
            };
            Classes(entry is Domain ? ["top", "domain", "domainDNS"] : ["top", type]);
            One(entry is Unit ? "ou" : entry is Domain ? "dc" : "cn", entry.Name);
            Created();
            if (entry is Container { Hidden: true })
            {
                One("isDeleted", "TRUE");
                One("showInAdvancedViewOnly", "TRUE");
            }

            One("name", entry.Name);
            Id();
            if (entry is Domain)
            {
                text.Value("objectSid", Identifiers.Sid(rid: null));
            }

            Category(category);
        }

        private void Identity(Person person)
        {
            One("name", person.Name);
            Id();
            One("userAccountControl", Text(person.AccountControl));
            One("primaryGroupID", "513");
            text.Value("objectSid", Identifiers.Sid(person.Rid));
            One("sAMAccountName", person.Login);
        }

        private void MemberOf() => Many("memberOf", entry.Groups.Select(g => g.Dn).Order(StringComparer.Ordinal));

        private void Id() => text.Value("objectGUID", Identifiers.ObjectGuid(entry).ToByteArray());

        private void Created() => One("whenCreated", entry.WhenCreated.ToString("yyyyMMddHHmmss'.0Z'", CultureInfo.InvariantCulture));

        private void Category(string name) => One("objectCategory", $"CN={name},CN=Schema,CN=Configuration,{Domain.Root}");

        private void Classes(params string[] classes) => Many("objectClass", classes);

        private void One(string name, string? value)
        {
            if (value is not null)
            {
                text.Value(name, value);
            }
        }

        private void Many(string name, IEnumerable<string> values)
        {
            foreach (var value in values)
            {
                text.Value(name, value);
            }
        }

        private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
