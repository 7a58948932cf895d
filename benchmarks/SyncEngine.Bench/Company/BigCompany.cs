using System.Buffers.Binary;
using System.Globalization;

namespace SyncEngine.Bench.Company;

/// <summary>
/// A company of any size, made of numbers: person, group or unit i is the same on every machine, and nothing is kept in memory. Nine of ten
/// people are in step with their account; what the others are is told by <see cref="RoleOf"/>.
/// </summary>
internal sealed class BigCompany(int size)
{
    internal const string Root = "DC=corp,DC=example";
    internal const string Directory = "corp-ad";
    internal const string Application = "pyrus";
    private const int PeopleOfUnit = 250;
    private const int PeopleOfGroup = 25;
    private const int PlacesOfPerson = 9;

    private static readonly string[] FirstNames =
        ["Marta", "Jonas", "Amélie", "Ольга", "Tomasz", "Priya", "Chen", "Lucía", "Erik", "Fatima", "Дмитрий", "Nora", "Paul", "Ingrid", "Sam"];

    private static readonly string[] LastNames =
        ["Keller", "Parisian", "Müller", "Иванова", "Kowalski", "Nair", "Wang", "Ortega", "Lindqvist", "Haddad", "Петров", "Jansen", "Moreau", "Berg"];

    private static readonly string[] Titles =
        ["Support Specialist", "Engineer", "Senior Engineer", "Accountant", "Buyer", "Team Lead", "Analyst", "Driver", "Designer", "Nurse", "Clerk"];

    internal int People => size;

    internal int Units => Math.Max(4, size / PeopleOfUnit);

    internal int Groups => Math.Max(2 * PlacesOfPerson, size / PeopleOfGroup);

    internal static BigRole RoleOf(int i) => (i % 1000) switch
    {
        < 900 => BigRole.InStep,
        < 920 => BigRole.New,
        < 940 => BigRole.Update,
        < 955 => BigRole.Block,
        < 965 => BigRole.Unblock,
        < 980 => BigRole.Bind,
        < 985 => BigRole.SharedAddress,
        < 990 => BigRole.NoAddress,
        _ => BigRole.InStep,
    };

    internal static bool HasAccount(int i) => RoleOf(i) is not (BigRole.New or BigRole.SharedAddress or BigRole.NoAddress);

    internal static bool IsLinked(int i) => HasAccount(i) && RoleOf(i) != BigRole.Bind;

    internal static string FirstName(int i) => FirstNames[i % FirstNames.Length];

    internal static string LastName(int i) => LastNames[i / 7 % LastNames.Length];

    internal static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"{FirstName(i)} {LastName(i)} {i:D7}");

    internal static string Login(int i) => string.Create(CultureInfo.InvariantCulture, $"u{i:D7}");

    internal static string? Mail(int i) => RoleOf(i) switch
    {
        BigRole.NoAddress => null,
        BigRole.SharedAddress => string.Create(CultureInfo.InvariantCulture, $"shared{i / 1000:D4}@corp.example"),
        _ => Login(i) + "@corp.example",
    };

    internal static string Title(int i) => Titles[i % Titles.Length];

    internal static string Department(int i) => string.Create(CultureInfo.InvariantCulture, $"Division {i % 10}/Team {i % 100}");

    internal static string Phone(int i) => string.Create(CultureInfo.InvariantCulture, $"+49 30 {i:D7}");

    internal static string Mobile(int i) => string.Create(CultureInfo.InvariantCulture, $"+49 151 {i:D7}");

    internal static bool IsDisabled(int i) => RoleOf(i) == BigRole.Block;

    internal static Guid Id(int i, short kind) => new(unchecked(i * -1_640_531_527), kind, 0x4A11, 0x80, 1, 2, 3, 4, 5, 6, 7);

    internal static Guid PersonId(int i) => Id(i, 1);

    internal static Guid GroupId(int g) => Id(g, 2);

    internal static Guid UnitId(int u) => Id(u, 3);

    internal static string UnitDn(int u) => string.Create(CultureInfo.InvariantCulture, $"OU=Users {u:D4},{Root}");

    internal string PersonDn(int i) => $"CN={Name(i)},{UnitDn(i / PeopleOfUnit % Units)}";

    internal static string GroupName(int g) => string.Create(CultureInfo.InvariantCulture, $"Team Group {g:D6}");

    internal static string GroupDn(int g) => $"CN={GroupName(g)},OU=Groups,{Root}";

    /// <summary>3 to 9 groups, 6 on average, far from each other.</summary>
    internal IEnumerable<int> GroupsOf(int i)
    {
        for (var place = 0; place < 3 + (i % 7); place++)
        {
            yield return (int)(((long)i + ((long)place * (Groups / PlacesOfPerson))) % Groups);
        }
    }

    /// <summary>The other way round, in order of people.</summary>
    internal IEnumerable<int> MembersOf(int group)
    {
        var members = new SortedSet<int>();
        for (var place = 0; place < PlacesOfPerson; place++)
        {
            var first = (group - (place * (Groups / PlacesOfPerson))) % Groups;
            for (long i = first < 0 ? first + Groups : first; i < size; i += Groups)
            {
                if (place < 3 + (i % 7))
                {
                    members.Add((int)i);
                }
            }
        }

        return members;
    }

    internal static byte[] Sid(uint? last)
    {
        uint[] parts = [21, 2893021456, 1184620973, 3460917225, .. last is { } rid ? [rid] : Array.Empty<uint>()];
        var bytes = new byte[8 + (4 * parts.Length)];
        bytes[0] = 1;
        bytes[1] = (byte)parts.Length;
        bytes[7] = 5;
        for (var i = 0; i < parts.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8 + (4 * i)), parts[i]);
        }

        return bytes;
    }
}

/// <summary>What a plan will say of a person.</summary>
internal enum BigRole
{
    InStep,
    New,
    Update,
    Block,
    Unblock,
    Bind,
    SharedAddress,
    NoAddress,
}
