namespace SyncEngine.DemoCompany.Company;

/// <summary>Who reports to whom: one of each department leads it, leaders report to the chief.</summary>
internal static class Managers
{
    public static void Assign(CorpDirectory directory)
    {
        var chief = directory.Person(Cast.Chief);
        foreach (var department in Departments.All)
        {
            var people = directory.People.Where(p => p.Department == department.Path).ToList();
            var leader = people.Last(p => !p.Disabled && p.Mail is not null && p.Parent != directory.Place(Places.WarsawUsers));
            leader.Title = $"Head of {department.Name}";
            leader.Manager = chief;
            foreach (var person in people.Where(p => p != leader))
            {
                person.Manager = leader;
            }
        }

        // Two who lead each other, as it happens when a deputy takes over.
        var (first, second) = (directory.Person(Cast.MovesToLisbon), directory.Person(Cast.MarriesToo));
        first.Manager = second;
        second.Manager = first;
    }
}
