using SyncEngine.DemoCompany.Company;

namespace SyncEngine.DemoCompany.Pyrus;

/// <summary>Accounts that people of the company have already: most as they should be, the rest each a case of its own.</summary>
internal sealed class SeedAccounts(CorpDirectory directory, SeedDepartments departments)
{
    private const int AdministratorRights = 0x115 | 0x80 | 0x2 | 0x8 | 0x40 | 0x200 | 0x400 | 0x20 | 0x800;
    private const int Ordinary = 40;
    private int nextId = 1100;

    public IEnumerable<SeedMember> Make()
    {
        // Every sixth of the many, so that all places and departments come up.
        var ordinary = directory.People
            .Where(p => p.IsOrdinary && p.Title?.StartsWith("Head", StringComparison.Ordinal) == false)
            .ToList();
        var many = ordinary.Where((_, i) => i % 6 == 0).Take(Ordinary).ToList();
        for (var i = 0; i < many.Count; i++)
        {
            yield return i switch
            {
                3 or 9 or 15 or 21 => Of(many[i]) with { Email = many[i].Mail!.ToUpperInvariant() },
                5 => Of(many[i]) with { Email = " " + many[i].Mail },
                7 or 17 => Of(many[i]) with { Banned = true }, // by hand
                11 => Of(many[i]) with { FirstName = "Robert", LastName = "Fuchs" }, // had this address before
                13 => Of(many[i]) with { Fired = true },
                19 => Of(many[i]) with { Rights = AdministratorRights },
                2 or 8 or 14 or 20 or 26 or 32 => Of(many[i]) with { Position = "Trainee" }, // years ago
                _ => Of(many[i]),
            };
        }

        // Known to the application by the address of before the company's change of name.
        var renamed = ordinary.First(p => !many.Contains(p) && p.ProxyAddresses.Count > 1);
        yield return Of(renamed) with { Email = renamed.ProxyAddresses[1]["smtp:".Length..] };

        // People of the story, and two who are gone in the directory and still sign in here.
        foreach (var login in new[] { Cast.Marries, Cast.LeavesAndIsMovedAway, Cast.IsDeleted, Cast.IsMissing, Cast.ComesBack, "jonas.vogel" })
        {
            yield return Of(directory.Person(login));
        }
    }

    private SeedMember Of(Person person) => new()
    {
        Id = nextId++,
        FirstName = person.FirstName!,
        LastName = person.LastName!,
        Email = person.Mail!,
        Position = person.Title,
        DepartmentId = departments.Find(person.Department!),
    };
}
