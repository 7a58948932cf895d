using System.Globalization;
using System.Text;

namespace SyncEngine.DemoCompany.Large;

/// <summary>Sites, departments in them, and teams in those; below them the names that spoil careless readers of distinguished names.</summary>
internal static class LargeUnits
{
    public const string Groups = "ou:groups";
    public const string Contacts = "ou:contacts";
    public const string UsersContainer = "cn:users";
    private const int PeopleOfUnit = 100;

    private static readonly string[] Sites = ["Berlin", "Москва", "Lisboa", "北京", "London", "Kraków"];

    private static readonly string[] Teams = ["Users", "Engineering", "Sales", "Finance & Legal", "Пользователи", "用户"];

    /// <summary>Everything that has a meaning in a DN, blanks at the edges, scripts, names that differ by case or by composition only.</summary>
    public static IReadOnlyList<string> AwkwardNames { get; } =
    [
        "Users, Paris", "R+D", "\"Quoted\" users", " leading blank", "trailing blank ", " both ", "#hash users", "semi;colon", "less<than>more", "back\\slash",
        "equal=sign", "slash/ed", "a,b+c\"d\\e<f>g;h=i#j", "Büro 😀 users", "USERS", "users", "Jos\u00E9", "Jose\u0301", "Straße", "STRASSE",
        "ουσία", "مستخدمون", "two  blanks", "*(star)",
    ];

    /// <summary>Gives the units that people stand in.</summary>
    public static IReadOnlyList<DirectoryEntry> AddTo(CorpDirectory directory, int people)
    {
        var domain = directory.Add(new Domain(), null);
        var users = directory.Add<DirectoryEntry>(new Container(UsersContainer, "Users"), domain);
        directory.Add<DirectoryEntry>(new Unit(Groups, "Groups"), domain);
        directory.Add<DirectoryEntry>(new Unit(Contacts, "Contacts"), domain);
        var places = new List<DirectoryEntry> { users };
        var sites = Sites.Select(site => directory.Add(new Unit("ou:" + site, site), domain)).ToList();
        foreach (var (i, name) in AwkwardNames.Index())
        {
            // In different places, where the directory holds them for the same name.
            var site = sites[AwkwardNames.Take(i).Count(other => IsSame(other, name))];
            places.Add(directory.Add(new Unit("ou:awkward/" + name, name), site));
        }

        for (var i = 0; places.Count < people / PeopleOfUnit; i++)
        {
            var site = sites[i % sites.Count];
            var name = string.Create(CultureInfo.InvariantCulture, $"{Teams[i % Teams.Length]} {i / Teams.Length}");
            var unit = directory.Add(new Unit($"{site.Key}/{name}", name), site);
            places.Add(i % 3 == 0 ? directory.Add(new Unit(unit.Key + "/users", "Users"), unit) : unit);
        }

        return places;
    }

    private static bool IsSame(string one, string other) =>
        one.Normalize(NormalizationForm.FormC).Equals(other.Normalize(NormalizationForm.FormC), StringComparison.OrdinalIgnoreCase);
}
