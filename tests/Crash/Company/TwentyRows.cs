using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Crash;

/// <summary>
/// A company and what happens in it, so that one plan has twenty rows of people and departments, and beside them roles, members and a manager, with every kind of write in it. Called at each stage by whoever needs the
/// directory of that stage; gives the same records in every process.
/// </summary>
internal static class TwentyRows
{
    internal const string Directory = "corp-ad";
    internal const string Application = "pyrus";

    /// <summary>Selected rows of the plan: departments and people.</summary>
    internal const int Rows = 20;

    /// <summary>Selected rows beside them: one manager of a department, two roles, one who leaves a role and four who come into one.</summary>
    internal const int FurtherRows = 8;

    /// <summary>The groups that are kept as roles.</summary>
    internal static readonly string[] RoleGroups = ["g-sellers", "g-designers"];

    internal static readonly SyncName Sync = new("staff");

    /// <summary>Who has an account before anything happens.</summary>
    internal static ScriptedSource Before() => Made([.. Staff(), Group("g-sellers", "Sellers", "kim", "kit"), Group("g-designers", "Designers")]);

    /// <summary>Two are on leave: blocked, and their roles gone.</summary>
    internal static ScriptedSource OnLeave() => Made([.. Staff().Select(person => person.Anchor is "guid-rosa" or "guid-rolf" ? person with { Enabled = false } : person), Group("g-sellers", "Sellers", "kim", "kit"), Group("g-designers", "Designers")]);

    /// <summary>Everything happens at once.</summary>
    internal static ScriptedSource After() => Made(
        [.. Staff().Select(Later), .. Newcomers(), Group("g-sellers", "Sellers of Europe", "kit", "una", "ada"), Group("g-designers", "Designers", "uma", "yulia")]);

    private static SourceRecord Later(SourceRecord person) => person.Anchor switch
    {
        // Update: one field; only a department, which has to be made first; a field cleared and another set.
        "guid-uma" => With(person, AttributeNames.Title, "Head of Design"),
        "guid-udo" => With(person, AttributeNames.Department, "Research"),
        "guid-una" => With(With(person, AttributeNames.Title), AttributeNames.Phone, "+49 30 2"),

        // A chain of addresses, which ends with the newcomer who gets the first one.
        "guid-kai" => With(person, AttributeNames.Email, "kim@corp.example"),
        "guid-kim" => With(person, AttributeNames.Email, "kit@corp.example"),
        "guid-kit" => With(person, AttributeNames.Email, "kit.novak@corp.example"),

        // Unblock: with roles given back and a new title; bare.
        "guid-rosa" => With(person, AttributeNames.Title, "Editor in chief"),

        // Block: bare; with roles; deleted.
        "guid-leo" or "guid-lea" => person with { Enabled = false },
        "guid-lou" => person with { Deleted = true },
        _ => person,
    };

    private static IEnumerable<SourceRecord> Staff()
    {
        yield return Person("uma", "Uma", title: "Designer");
        yield return Person("udo", "Udo");
        yield return Person("una", "Una", title: "Clerk");
        yield return Person("kai", "Kai");
        yield return Person("kim", "Kim");
        yield return Person("kit", "Kit");
        yield return Person("rosa", "Rosa", title: "Editor");
        yield return Person("rolf", "Rolf");
        yield return With(Person("leo", "Leo"), AttributeNames.Manager, "guid-uma"); // who gets the work, where it is handed over
        yield return With(Person("lea", "Lea"), AttributeNames.Manager, "guid-kim");
        yield return With(Person("lou", "Lou"), AttributeNames.Manager, "guid-zoe");
        yield return Person("zoe", "Zoe"); // nothing ever happens to her
    }

    private static IEnumerable<SourceRecord> Newcomers()
    {
        // New: below departments that have to be made, parent first; with the originals of transliterated names, a second write; with an address to wait for.
        yield return With(Person("ada", "Ada", department: "Sales/Berlin"), AttributeNames.Manager, "guid-uma");
        yield return With(Person("yulia", "Юлия"), AttributeNames.LastName, "Щукина");
        yield return With(Person("heir", "Hera"), AttributeNames.Email, "kai@corp.example");

        // Bind: alone; with a difference; a leaver whose account was never linked.
        yield return Person("bea", "Bea");
        yield return Person("ben", "Ben", title: "Buyer");
        yield return With(Person("max", "Max"), AttributeNames.Manager, "guid-zoe") with { Enabled = false };
    }

    private static SourceRecord Group(string anchor, string name, params string[] logins) => new()
    {
        Kind = EntryKind.Group, Anchor = anchor, Members = [.. logins.Select(login => $"guid-{login}")], Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    };

    private static ScriptedSource Made(SourceRecord[] people) => new(
        new SystemName(Directory),
        [new SourceRecord { Kind = EntryKind.Unit, Anchor = "ou-users", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")) }, .. people]);

    private static SourceRecord Person(string login, string first, string? title = null, string? department = null) => new()
    {
        Kind = EntryKind.Account,
        Anchor = $"guid-{login}",
        Parent = "ou-users",
        Attributes = AttributeSet.Of(
            (AttributeNames.Login, login), (AttributeNames.FirstName, first), (AttributeNames.LastName, "Novak"),
            (AttributeNames.Email, $"{login}@corp.example"), (AttributeNames.Title, title), (AttributeNames.Department, department)),
    };

    private static SourceRecord With(SourceRecord person, string attribute, params string[] values) =>
        person with { Attributes = person.Attributes.With(attribute, [.. values]) };
}
