using System.Globalization;
using SyncEngine.DemoCompany.Company;
using SyncEngine.DemoCompany.Ldif;

namespace SyncEngine.DemoCompany.Story;

/// <summary>What happens between the two exports, a paragraph each.</summary>
internal static class LaterCompany
{
    public static void Tell(CorpDirectory directory)
    {
        Marriages(directory);
        NewJobs(directory);
        Moves(directory);
        Leavers(directory);
        Deletions(directory);
        directory.Remove(directory.Person(Cast.IsMissing));
        directory.Place(Places.WarsawUsers).Name = "Warsaw Staff";
        Hires(directory);
    }

    private static void Marriages(CorpDirectory directory)
    {
        var anna = directory.Person(Cast.Marries);
        (anna.LastName, anna.Name, anna.DisplayName) = ("Lindqvist", "Anna Lindqvist", "Anna Lindqvist");
        Address(anna, "anna.lindqvist@corp.example");

        // The address stays with her.
        var katya = directory.Person(Cast.MarriesToo);
        (katya.LastName, katya.Name, katya.DisplayName) = ("Жукова", "Катя Жукова", "Катя Жукова");
    }

    private static void NewJobs(CorpDirectory directory)
    {
        var dmitry = directory.Person(Cast.IsPromoted);
        (dmitry.Title, dmitry.Department) = ("Principal Engineer", "Engineering / Platform / Reliability");
        directory.Group(GroupsOfTheCompany.Storage).Remove(dmitry);
        directory.Group(GroupsOfTheCompany.Vpn).Add(dmitry);
        foreach (var person in Active(directory, Places.BerlinUsers, "Engineering / Product / Web").Take(3))
        {
            person.Title = "Lead " + person.Title;
        }

        // A department that is new to everybody.
        foreach (var person in Active(directory, Places.LondonUsers, "Sales / EMEA").Take(2))
        {
            person.Department = "Sales / APAC";
        }
    }

    private static void Moves(CorpDirectory directory)
    {
        Move(directory, Cast.MovesToLisbon, Places.LisbonUsers);
        Move(directory, Cast.MovesToBerlin, Places.BerlinUsers);
        Move(directory, Cast.MovesToLondon, Places.LondonRemote);
        Move(directory, Cast.GoesOnLeave, Places.LongLeave);
        Move(directory, Cast.GoesOnLeaveToo, Places.LongLeave);
    }

    private static void Leavers(CorpDirectory directory)
    {
        // The commonest way out: disabled and moved away in one step, groups taken.
        var stefan = directory.Person(Cast.LeavesAndIsMovedAway);
        stefan.Disabled = true;
        stefan.Groups.ToList().ForEach(group => group.Remove(stefan));
        Move(directory, Cast.LeavesAndIsMovedAway, Places.DisabledUsers);
        directory.Person(Cast.Leaves).Disabled = true;
        directory.Person(Cast.LeavesToo).Disabled = true;
        directory.Person(Cast.ComesBack).Disabled = false;
    }

    private static void Deletions(CorpDirectory directory)
    {
        foreach (var person in new[] { directory.Person(Cast.IsDeleted), directory.Person(Cast.IsDeletedToo) })
        {
            person.Groups.ToList().ForEach(group => group.Remove(person));
            foreach (var report in directory.People.Where(p => p.Manager == person))
            {
                report.Manager = null;
            }

            person.LastParentDn = person.Parent!.Dn;
            person.Deleted = true;
            person.Name = string.Create(CultureInfo.InvariantCulture, $"{person.Name}\nDEL:{Identifiers.ObjectGuid(person):D}");
            person.Parent = directory.Place(Places.DeletedObjects);
        }
    }

    private static void Hires(CorpDirectory directory)
    {
        var recruiter = new Recruiter(directory, firstNumber: 1900);
        foreach (var newcomer in new Newcomer[]
        {
            new("Oskar", "Lindgren", Places.BerlinUsers, "Engineering / Platform / Reliability", "Site Reliability Engineer"),
            new("Chiara", "Bianchi", Places.LisbonUsers, "Sales / APAC", "Account Manager"),
            new("Тимур", "Сафин", Places.MoscowUsers, "IT / 1C", "1C Developer"),
            new("Grace", "Okafor", Places.LondonUsers, "Legal", "Legal Counsel"),
            new("Jakub", "Zieliński", Places.BerlinUsers, "Sales / EMEA / Inside Sales", "Sales Representative"),
        })
        {
            var person = recruiter.Hire(newcomer);
            person.WhenCreated = new DateTime(2026, 10, 5, 7, 0, 0, DateTimeKind.Utc);
            person.Manager = directory.People.FirstOrDefault(p => p != person && p.Department == person.Department && p.Title!.StartsWith("Head of", StringComparison.Ordinal))
                ?? directory.Person(Cast.Chief);
        }

        directory.Group(GroupsOfTheCompany.InsideSales).Add(directory.Person("jakub.zielinski"));
    }

    private static IEnumerable<Person> Active(CorpDirectory directory, string place, string department) => directory.People.Where(p =>
        !p.Disabled && p.Mail is not null && p.Parent == directory.Place(place) && p.Title?.StartsWith("Head", StringComparison.Ordinal) == false
        && p.Department?.StartsWith(department, StringComparison.Ordinal) == true);

    private static void Move(CorpDirectory directory, string person, string place) => directory.Person(person).Parent = directory.Place(place);

    /// <summary>A new primary address; the old one stays among the others.</summary>
    private static void Address(Person person, string mail)
    {
        person.ProxyAddresses.Remove("SMTP:" + person.Mail);
        person.ProxyAddresses.Add("smtp:" + person.Mail);
        person.ProxyAddresses.Insert(0, "SMTP:" + mail);
        person.Mail = mail;
    }
}
