using Bogus;
using Bogus.DataSets;

namespace SyncEngine.DemoCompany.Company;

/// <summary>The many, with names by Bogus from fixed seeds.</summary>
internal static class OrdinaryPeople
{
    public static void AddTo(Recruiter recruiter)
    {
        Hire(recruiter, Places.BerlinUsers, 96, 101, "de", "en");
        Hire(recruiter, Places.WarsawUsers, 24, 102, "pl");
        Hire(recruiter, Places.MoscowUsers, 70, 103, "ru");
        Hire(recruiter, Places.LisbonUsers, 38, 104, "pt_PT", "en");
        Hire(recruiter, Places.LondonUsers, 18, 105, "en_GB");
        Hire(recruiter, Places.LondonRemote, 9, 106, "en_GB", "fr");
        Hire(recruiter, Places.UsersContainer, 4, 107, "en");
    }

    private static void Hire(Recruiter recruiter, string place, int count, int seed, params string[] locales)
    {
        var random = new Randomizer(seed);
        var fakers = locales.Select(locale => new Faker(locale) { Random = random }).ToList();
        var weights = Departments.All.Select(d => d.Weight / (float)Departments.All.Sum(all => all.Weight)).ToArray();
        for (var i = 0; i < count; i++)
        {
            var faker = fakers[i % fakers.Count];
            var gender = random.Bool() ? Name.Gender.Female : Name.Gender.Male;
            var department = random.WeightedRandom([.. Departments.All], weights);
            var person = recruiter.Hire(new Newcomer(
                faker.Name.FirstName(gender), faker.Name.LastName(gender), place, department.Path, random.ArrayElement(department.Titles)));
            person.IsOrdinary = true;
        }
    }
}
