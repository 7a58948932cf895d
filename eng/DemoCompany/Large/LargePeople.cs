using System.Globalization;
using System.Text;
using Bogus;
using SyncEngine.DemoCompany.Company;

namespace SyncEngine.DemoCompany.Large;

/// <summary>The people: names of many countries, a boss for nearly everyone, and a share of each state an account can be in.</summary>
internal static class LargePeople
{
    private const int ReportsOfManager = 9;
    private static readonly string[] Locales = ["en", "de", "ru", "pl", "pt_PT", "zh_CN", "fr", "el", "en_GB", "cz"];
    private static readonly DateTime LongAgo = new(2024, 1, 31, 23, 0, 0, DateTimeKind.Utc);

    public static IReadOnlyList<Person> AddTo(CorpDirectory directory, IReadOnlyList<DirectoryEntry> places, int count, int seed)
    {
        var random = new Randomizer(seed);
        var fakers = Locales.Select(locale => new Faker(locale) { Random = random }).ToList();
        var staff = new List<Person>(count);
        for (var i = 0; i < count; i++)
        {
            var faker = fakers[random.Number(fakers.Count - 1)];
            var department = Departments.All[random.Number(Departments.All.Count - 1)];
            var person = Hire(i, faker.Name.FirstName(), faker.Name.LastName(), department.Path, random.ArrayElement(department.Titles));
            person.Manager = i == 0 || random.Number(49) == 0 ? null : staff[(i - 1) / ReportsOfManager];
            Trouble(person, i);
            staff.Add(directory.Add(person, places[i % places.Count]));
        }

        return staff;
    }

    private static Person Hire(int i, string first, string last, string department, string title)
    {
        var number = i.ToString("D6", CultureInfo.InvariantCulture);
        var mailName = Ascii($"{Latin.Of(first)}.{Latin.Of(last)}");
        var person = new Person("u" + number, RelativeName(i, first, last, number))
        {
            FirstName = first,
            LastName = last,
            DisplayName = $"{first} {last}",
            Mail = i % 29 == 0 ? null : $"{mailName}.{number}@{Domain.DnsName}",
            Title = title,
            Department = department,
            EmployeeNumber = number,
            Phone = "+49 30 55" + number,
            Mobile = i % 3 == 0 ? "+49 151 55" + number : null,
            Description = i % 10 == 0 ? "Второй account, #" + number : null,
        };
        if (person.Mail is not null)
        {
            person.ProxyAddresses.Add("SMTP:" + person.Mail);
            person.ProxyAddresses.AddRange(i % 4 == 0 ? [$"smtp:{mailName}.{number}@corp-old.example", $"X500:/o=corp/cn={number}"] : []);
        }

        return person;
    }

    // The number makes it the only one in its place.
    private static string RelativeName(int i, string first, string last, string number) => (i % 12) switch
    {
        0 => $"{last}, {first} {number}",
        1 => $"#{number} {first}",
        2 => $"{first} \"{last}\" + {number}",
        3 => $"{number} {first} ".Normalize(NormalizationForm.FormD),
        _ => $"{first} {last} {number}",
    };

    private static void Trouble(Person person, int i)
    {
        person.Disabled = i % 23 == 5;
        person.Expires = i % 47 == 6 ? LongAgo : null;
        person.LockedSince = i % 97 == 7 ? LongAgo : null;
        person.MustChangePassword = i % 53 == 8;
        person.PasswordNeverExpires = i % 31 == 9;
    }

    private static string Ascii(string name) => string.Concat(name.Where(char.IsAscii)) is { Length: > 1 } plain ? plain : "anon";
}
