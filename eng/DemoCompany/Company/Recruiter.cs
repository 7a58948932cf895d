using System.Globalization;

namespace SyncEngine.DemoCompany.Company;

/// <summary>Makes accounts the way the company's help desk does: log-in name, address, numbers, primary address among the proxy addresses.</summary>
internal sealed class Recruiter(CorpDirectory directory, int firstNumber = 1000)
{
    private const int LoginLengthMax = 20;
    private static readonly DateTime FirstDay = new(2019, 4, 1, 7, 30, 0, DateTimeKind.Utc);
    private readonly HashSet<string> addresses = new(
        directory.People.Select(p => p.Mail?[..p.Mail.LastIndexOf('@')]).OfType<string>(), StringComparer.OrdinalIgnoreCase);
    private int number = firstNumber;

    public Person Hire(Newcomer newcomer)
    {
        var mailName = $"{Latin.Of(newcomer.FirstName)}.{Latin.Of(newcomer.LastName)}";
        var login = newcomer.Login ?? Free(mailName, name => !directory.Has(Short(name)), Short);
        var place = directory.Place(newcomer.Place);
        var person = new Person(login, FreeName(place, $"{newcomer.FirstName} {newcomer.LastName}"))
        {
            FirstName = newcomer.FirstName,
            LastName = newcomer.LastName,
            DisplayName = $"{newcomer.FirstName} {newcomer.LastName}",
            Mail = Free(mailName, name => addresses.Add(name), name => name) + "@" + Domain.DnsName,
            Title = newcomer.Title,
            Department = newcomer.Department,
            EmployeeNumber = Text(++number),
            WhenCreated = FirstDay.AddHours(97 * (number - 1000)),
        };
        person.Phone = Invariant($"+49 30 5550 {number}");
        person.Mobile = number % 3 == 0 ? Invariant($"+49 151 5550 {number}") : null;
        person.ProxyAddresses.Add("SMTP:" + person.Mail);
        if (number % 4 == 0)
        {
            person.ProxyAddresses.Add($"smtp:{mailName}@corp-old.example");
        }

        return directory.Add(person, place);
    }

    /// <summary>A text that nobody has yet: the text itself, else with a number behind it.</summary>
    private static string Free(string text, Func<string, bool> isFree, Func<string, string> result)
    {
        for (var i = 1; ; i++)
        {
            var candidate = i == 1 ? text : text + Text(i);
            if (isFree(candidate))
            {
                return result(candidate);
            }
        }
    }

    private string FreeName(DirectoryEntry place, string name) => Free(
        name, candidate => !directory.Entries.Any(e => e.Parent == place && e.Name.Equals(candidate, StringComparison.OrdinalIgnoreCase)), candidate => candidate);

    private static string Short(string login) => login.Length <= LoginLengthMax ? login : login[..LoginLengthMax].TrimEnd('.');

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
