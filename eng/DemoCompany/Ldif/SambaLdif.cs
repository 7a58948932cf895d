using System.Globalization;
using System.Text;

namespace SyncEngine.DemoCompany.Ldif;

/// <summary>
/// The directory as LDIF that a domain controller takes, in another domain: what it makes by itself (ids, categories, built-in containers, back links)
/// is left out, and everything stands after what it names.
/// </summary>
internal static class SambaLdif
{
    private const int NoPasswordNeeded = 0x20;

    /// <param name="text">Takes the LDIF.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="domain">The DN of the domain that it is for.</param>
    public static void Write(TextWriter text, CorpDirectory directory, string domain)
    {
        var write = new Writer(text, domain);
        foreach (var entry in directory.Entries)
        {
            switch (entry)
            {
                case Person person:
                    write.Person(person);
                    break;
                case Computer computer:
                    write.Entry(computer, "computer", ("sAMAccountName", computer.Name + "$"));
                    break;
                case Contact contact:
                    write.Entry(contact, "contact", ("displayName", contact.Name), ("mail", contact.Mail));
                    break;
                case Unit unit:
                    write.Entry(unit, "organizationalUnit");
                    break;
            }
        }

        var groups = directory.Entries.OfType<Group>().ToList();
        groups.ForEach(write.Group);
        groups.ForEach(write.Nested);
        foreach (var person in directory.People)
        {
            write.PrimaryGroup(person);
        }
    }

    private sealed class Writer(TextWriter text, string domain)
    {
        public void Person(Person person) => Entry(
            person,
            "user",
            [
                ("sAMAccountName", person.Login), ("userPrincipalName", $"{person.Login}@{Domain.DnsName}"), ("givenName", person.FirstName), ("sn", person.LastName),
                ("displayName", person.DisplayName), ("mail", person.Mail), ("title", person.Title), ("department", person.Department),
                ("company", person.IsService ? null : "Corp Example"), ("telephoneNumber", person.Phone), ("mobile", person.Mobile),
                ("employeeNumber", person.EmployeeNumber), ("description", person.Description), ("manager", person.Manager is { } boss ? Dn(boss) : null),
                ("userAccountControl", Number(person.AccountControl | NoPasswordNeeded)), ("pwdLastSet", person.MustChangePassword ? "0" : null),
                ("accountExpires", Moment(person.Expires)), ("lockoutTime", Moment(person.LockedSince)),
                .. person.ProxyAddresses.Select(address => ("proxyAddresses", (string?)address)),
            ]);

        public void Group(Group group) => Entry(
            group, "group", [("sAMAccountName", group.Login), .. group.Members.Where(m => m is not DemoCompany.Group).Select(m => ("member", (string?)Dn(m)))]);

        public void Nested(Group group) => Change(group, "add", "member", group.Members.OfType<Group>().Select(Dn));

        public void PrimaryGroup(Person person) =>
            Change(person, "replace", "primaryGroupID", person.PrimaryGroup is { } group ? [Dn(group)] : []);

        public void Entry(DirectoryEntry entry, string objectClass, params IEnumerable<(string Name, string? Value)> attributes)
        {
            Line("dn", Dn(entry));
            Line("objectClass", objectClass);
            foreach (var (name, value) in attributes)
            {
                Line(name, value);
            }

            text.WriteLine();
        }

        private void Change(DirectoryEntry entry, string how, string attribute, IEnumerable<string> values)
        {
            var all = values.ToList();
            if (all.Count > 0)
            {
                Line("dn", Dn(entry));
                text.WriteLine("changetype: modify");
                text.WriteLine($"{how}: {attribute}");
                all.ForEach(value => Line(attribute, value));
                text.WriteLine();
            }
        }

        private string Dn(DirectoryEntry entry) =>
            entry is ForeignPrincipal ? $"<SID={entry.Name}>" : string.Concat(entry.Dn.AsSpan(0, entry.Dn.Length - Domain.Root.Length), domain);

        private void Line(string name, string? value)
        {
            if (value is not null)
            {
                text.WriteLine($"{name}:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}");
            }
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Moment(DateTime? moment) => moment is { } time ? Number(time.ToFileTimeUtc()) : null;
}
