using System.Globalization;
using Bogus;

namespace SyncEngine.DemoCompany.Large;

/// <summary>
/// The groups: one that cannot be given at once, chains, a circle, a diamond, empty ones, and members that are no people. Six memberships a person on
/// average, as in real directories.
/// </summary>
internal static class LargeGroups
{
    public const string Everyone = "All Staff";
    public const string ChainTop = "Chain 1";
    public const string Circle = "Circle 1";
    public const string Diamond = "Diamond Top";
    public const string Mixed = "Mixed, Company";
    public const string Empty = "Empty 1";
    public const string Primary = "Contractors";
    public const string AbovePrimary = "Everyone External";
    private const int GroupsOfLarge = 200; // of a company of 5,000
    private const int PeopleOfGroup = 25;
    private const double MembershipsOfPerson = 5.4; // and the large group

    public static void AddTo(CorpDirectory directory, IReadOnlyList<Person> staff, int seed)
    {
        var random = new Randomizer(seed);
        var groups = directory.Place(LargeUnits.Groups);
        Members(New(Everyone), staff.Where((_, i) => i % 5 < 3));
        Nested();
        Others();
        PrimaryOnes();
        var left = Math.Max(Math.Min(GroupsOfLarge, staff.Count / 10), staff.Count / PeopleOfGroup);
        var size = (int)(staff.Count * MembershipsOfPerson / left);
        for (var g = 0; g < left; g++)
        {
            // Half of the size for each, so that some are small and some are large.
            Members(New(Text($"Team Группа {g:D5}")), random.ListItems((IList<Person>)staff, random.Number(size / 2, size + (size / 2))));
        }

        void Nested()
        {
            // Five deep: the last of the chain has people.
            var chain = Enumerable.Range(1, 6).Select(i => New(Text($"Chain {i}"))).ToList();
            var circle = Enumerable.Range(1, 3).Select(i => New(Text($"Circle {i}"))).ToList();
            var diamond = new[] { Diamond, "Diamond Left", "Diamond Right", "Diamond Bottom" }.Select(New).ToList();
            foreach (var (above, below) in chain.Zip(chain.Skip(1)).Concat(circle.Zip(circle.Skip(1))).Concat(
                [(circle[2], circle[0]), (diamond[0], diamond[1]), (diamond[0], diamond[2]), (diamond[1], diamond[3]), (diamond[2], diamond[3])]))
            {
                above.Add(below);
            }

            // A chain into the diamond, and the circle below the chain.
            chain[2].Add(diamond[0]);
            chain[4].Add(circle[1]);
            foreach (var (i, group) in new[] { chain[0], chain[5], circle[0], circle[1], circle[2], diamond[1], diamond[2], diamond[3] }.Index())
            {
                Members(group, staff.Skip(7 * i).Take(20));
            }
        }

        void Others()
        {
            var mixed = New(Mixed);
            for (var i = 0; i < 10; i++)
            {
                mixed.Add(directory.Add(new Contact(Text($"contact:{i}"), Text($"Contact, {i}"), Text($"contact{i}@partner.example")), directory.Place(LargeUnits.Contacts)));
                mixed.Add(directory.Add(new Computer(Text($"pc{i}"), Text($"WS-{i:D4}")), directory.Place(LargeUnits.Contacts)));
                mixed.Add(directory.Add(new ForeignPrincipal(Text($"S-1-5-21-1004336348-1177238915-682003330-{1104 + i}")), null));
            }

            Members(mixed, staff.Take(15));
            New(Empty);
            New("Empty 2").Add(directory.Group(Empty));
        }

        void PrimaryOnes()
        {
            var contractors = New(Primary);
            New(AbovePrimary).Add(contractors);
            foreach (var person in staff.Where((_, i) => i % 83 == 11))
            {
                contractors.Add(person);
                person.PrimaryGroup = contractors;
            }
        }

        Group New(string name) => directory.Add(new Group(name, name) { Login = name.Replace(",", "", StringComparison.Ordinal) }, groups);

        void Members(Group group, IEnumerable<Person> members)
        {
            foreach (var member in members)
            {
                group.Add(member);
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
