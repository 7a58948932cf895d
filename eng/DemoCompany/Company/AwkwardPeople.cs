using System.Text;

namespace SyncEngine.DemoCompany.Company;

/// <summary>People whose data is as real data is: each a case of its own.</summary>
internal static class AwkwardPeople
{
    private const string Inside = "Sales / EMEA / Inside Sales";
    private const string ServiceDesk = "IT / Service Desk";

    public static void AddTo(CorpDirectory directory, Recruiter recruiter)
    {
        WithoutMail(recruiter.Hire(new("Marta", "Keller", Places.BerlinUsers, ServiceDesk, "Support Specialist")));
        WithoutMail(recruiter.Hire(new("Иван", "Громов", Places.MoscowUsers, "Operations / Logistics / Warehouse", "Warehouse Operator")));
        Mail(recruiter.Hire(new("Paul", "Weber", Places.BerlinUsers, Inside, "Sales Representative")), "paul.weber@@corp.example");
        Mail(recruiter.Hire(new("Lucia", "Rossi", Places.LisbonUsers, "Marketing / Brand", "Copywriter")), "lucia rossi@corp.example");
        Mail(recruiter.Hire(new("Nadia", "Haddad", Places.BerlinUsers, "Legal", "Legal Counsel")), "Nadia.Haddad@Corp.Example");

        // Two people, one address: somebody copied the account of the first.
        recruiter.Hire(new("Anna", "Schmidt", Places.BerlinUsers, "Finance / Accounting", "Accountant") { Login = "anna.schmidt.acc" });
        Mail(recruiter.Hire(new("Anna", "Schmidt", Places.BerlinUsers, Inside, "Account Manager") { Login = "anna.schmidt.sales" }), "anna.schmidt@corp.example");

        // The same letters composed in another way, and blanks that nobody sees.
        Decompose(recruiter.Hire(new("Inês", "Gonçalves", Places.LisbonUsers, "Finance / Controlling", "Controller")));
        var blanks = recruiter.Hire(new("Tom", "Baker", Places.LondonUsers, Inside, "Account Manager"));
        (blanks.Title, blanks.Department, blanks.DisplayName) = ("Account Manager ", " Sales /  EMEA / Inside Sales ", "Tom Baker  ");

        recruiter.Hire(new("Олег", "Ёлкин", Places.MoscowUsers, "IT / 1C", "1C Developer"));
        recruiter.Hire(new("Зоя", "Щукина", Places.MoscowUsers, "IT / 1C", "1С-разработчик"));

        // Directly below the domain, in no unit at all.
        var nowhere = recruiter.Hire(new("Viktor", "Novak", Places.BerlinUsers, "IT / Infrastructure", "System Administrator"));
        nowhere.Parent = directory.Place("domain");

        // On leave, active, in a unit that the rule leaves out.
        recruiter.Hire(new("Elif", "Yıldız", Places.LongLeave, "People / Recruiting", "Recruiter"));

        // A name that a careless reader of distinguished names cuts in two.
        var comma = recruiter.Hire(new("Sam", "O'Neil", Places.LondonRemote, "Legal", "Paralegal"));
        comma.Name = "O'Neil, Sam \"Sunny\"";

        Disabled(recruiter.Hire(new("Greta", "Lange", Places.DisabledUsers, "People / Payroll", "Payroll Specialist")));
        Disabled(recruiter.Hire(new("Pavel", "Dvořák", Places.DisabledUsers, "IT / Infrastructure", "Network Engineer")));
        Disabled(recruiter.Hire(new("Мария", "Соколова", Places.DisabledUsers, "Sales / CIS", "Account Manager")));
        Disabled(recruiter.Hire(new("Jonas", "Vogel", Places.BerlinUsers, "Engineering / Quality", "QA Engineer")));
        Disabled(recruiter.Hire(new("Rui", "Matos", Places.LisbonUsers, "Marketing / Performance", "Web Analyst")));

        // A hire of next month: made, not yet switched on.
        Disabled(recruiter.Hire(new("Clara", "Winter", Places.BerlinUsers, "People / Recruiting", "Talent Sourcer")));
    }

    private static void WithoutMail(Person person) => Mail(person, null);

    private static void Mail(Person person, string? mail)
    {
        person.Mail = mail;
        person.ProxyAddresses.Clear();
    }

    private static void Decompose(Person person)
    {
        person.FirstName = person.FirstName!.Normalize(NormalizationForm.FormD);
        person.LastName = person.LastName!.Normalize(NormalizationForm.FormD);
        person.DisplayName = person.DisplayName!.Normalize(NormalizationForm.FormD);
    }

    private static void Disabled(Person person) => person.Disabled = true;
}
