using CsCheck;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Simulation;

/// <summary>One thing that happens: what, to whom, and with which other person, group or detail. It strikes nobody when whom it is about is not there.</summary>
internal sealed record Happening(int What, int Who, int Other, int Detail)
{
    public override string ToString() => $"({What}, {Who}, {Other}, {Detail})";
}

/// <summary>What can happen between two syncs in the directory, and by the hand of an administrator of the application who tells nobody.</summary>
internal static class Happenings
{
    private static readonly string[] Units = ["ou-users", "ou-staff", "ou-paris"];
    private static readonly string[] GroupNames = ["Editors", "Sales", "Support", "Market", "Customers", "Innere Маркет"];
    private static readonly string[] FirstNames = ["Person", "Юлия", "Щукин", "Łucja"];

    internal static Gen<Happening> Any { get; } = Gen.Select(Gen.Int[0, 26], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 3], (what, who, other, detail) => new Happening(what, who, other, detail));

    internal static string Anchor(int who) => $"guid-{who}";

    /// <summary>The company on its first day.</summary>
    internal static void Begin(RandomWorld w)
    {
        Unit(w, "ou-users", "Users", null);
        Unit(w, "ou-staff", "Staff", null);
        Unit(w, "ou-paris", "Paris Users", "ou-staff");
        w.Directory.Records.Add(new SourceRecord { Kind = EntryKind.Account, Anchor = "guid-anchor", Parent = "ou-users", Attributes = Person("anchor", "Anchor", null, null) });
        for (var who = 0; who < 4; who++)
        {
            Hire(w, who, who, who == 0 ? 1 : 0);
        }

        Group(w, "g-editors", "Editors", "guid-0", "guid-anchor");
        Group(w, "g-sales", "Sales", "guid-1", "g-inner");
        Group(w, "g-support", "Support", "guid-2");
        Group(w, "g-market", "Market");
        Group(w, "g-inner", "Inner", "guid-3");
        Group(w, "g-picked", "Picked", "g-inner", "guid-anchor", "guid-0", "guid-1", "guid-2", "guid-4", "guid-5");
    }

    /// <summary>Makes it happen.</summary>
    internal static void Happen(RandomWorld w, Happening happening) => Of(happening.What, happening.Who, happening.Other, happening.Detail)(w);

    private static Action<RandomWorld> Of(int what, int who, int other, int detail) => what switch
    {
        0 or 1 or 2 => w => Hire(w, who, other, detail),
        3 or 25 or 26 => w => Edit(w, Anchor(who % 4), r => r with { Enabled = !r.Enabled }),
        4 => w => w.Directory.Records.RemoveAll(r => r.Anchor == Anchor(who)),
        5 => w => Edit(w, Anchor(who), r => r with { Parent = Units[detail % Units.Length] }),
        6 => w => Set(w, Anchor(who), AttributeNames.Email, $"p{other}@corp.example"),
        7 => w => Set(w, Anchor(who), AttributeNames.Title, detail == 0 ? null : $"Title {detail}"),
        8 => w => Set(w, Anchor(who), AttributeNames.Department, detail == 0 ? null : $"Sales/Team {detail}"),
        9 => w => Edit(w, Anchor(who), r => r with { Deleted = true }),
        10 => w => Set(w, Anchor(who), AttributeNames.FirstName, $"{FirstNames[detail]}{other}"),
        11 or 12 => w => ReportTo(w, Anchor(who), detail == 0 ? null : Anchor(other), detail),
        13 or 14 or 15 => w => Join(w, RandomWorld.Groups[other % RandomWorld.Groups.Length], Anchor(who)),
        16 => w => Join(w, RandomWorld.Groups[other % RandomWorld.Groups.Length], RandomWorld.Groups[who % RandomWorld.Groups.Length]),
        17 => w => Set(w, RandomWorld.Groups[who % RandomWorld.Groups.Length], AttributeNames.Name, GroupNames[other]),
        18 => w => Vanish(w, who, other, detail),
        19 => w => Join(w, "g-picked", Anchor(who)),
        20 or 21 => w => ByHand.Account(w, who, detail),
        22 => w => ByHand.Member(w, who, other),
        23 => w => ByHand.Member(w, who, detail),
        _ => w => ByHand.Structure(w, who, detail),
    };

    private static AttributeSet Person(string login, string first, string? title, string? department) => AttributeSet.Of(
        (AttributeNames.Login, login), (AttributeNames.FirstName, first), (AttributeNames.LastName, "Novak"),
        (AttributeNames.Email, $"{login}@corp.example"), (AttributeNames.Title, title), (AttributeNames.Department, department));

    private static void Hire(RandomWorld w, int who, int other, int detail)
    {
        if (w.Directory.Records.Any(r => r.Anchor == Anchor(who)))
        {
            return;
        }

        w.Directory.Records.Add(new SourceRecord
        {
            Kind = EntryKind.Account,
            Anchor = Anchor(who),
            Parent = Units[detail % Units.Length],
            Attributes = Person($"p{other}", $"{FirstNames[detail]}{other}", detail == 0 ? null : $"Title {detail}", detail == 1 ? "Sales/Team 1" : null),
        });
    }

    /// <summary>Somebody gets another manager, or none, and mostly comes into a team with that.</summary>
    private static void ReportTo(RandomWorld w, string person, string? manager, int team)
    {
        Set(w, person, AttributeNames.Manager, manager);
        if (team > 1)
        {
            Set(w, person, AttributeNames.Department, $"Sales/Team {team}");
        }
    }

    /// <summary>Puts a member into a group, or takes it out. Groups may come to stand in each other, and in a circle.</summary>
    private static void Join(RandomWorld w, string group, string member) => Edit(
        w, group, r => r with { Members = r.Members.Contains(member) ? r.Members.Remove(member) : r.Members.Add(member) });

    /// <summary>A group is deleted, with a trace or without one, loses everybody, or comes back under its old identity.</summary>
    private static void Vanish(RandomWorld w, int who, int other, int detail)
    {
        var group = RandomWorld.Groups[who % RandomWorld.Groups.Length];
        switch (detail)
        {
            case 0:
                w.Directory.Records.RemoveAll(r => r.Anchor == group);
                break;
            case 1:
                Edit(w, group, r => r with { Deleted = !r.Deleted });
                break;
            case 2:
                Edit(w, group, r => r with { Members = [] });
                break;
            default:
                if (w.Directory.Records.All(r => r.Anchor != group))
                {
                    Group(w, group, GroupNames[other], Anchor(other));
                }

                break;
        }
    }

    private static void Set(RandomWorld w, string anchor, string attribute, string? value) =>
        Edit(w, anchor, r => r with { Attributes = r.Attributes.With(attribute, value is null ? [] : [value]) });

    private static void Edit(RandomWorld w, string anchor, Func<SourceRecord, SourceRecord> edit)
    {
        var at = w.Directory.Records.FindIndex(r => r.Anchor == anchor);
        if (at >= 0)
        {
            w.Directory.Records[at] = edit(w.Directory.Records[at]);
        }
    }

    private static void Unit(RandomWorld w, string anchor, string name, string? parent) => w.Directory.Records.Add(new SourceRecord
    {
        Kind = EntryKind.Unit, Anchor = anchor, Parent = parent, Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    });

    private static void Group(RandomWorld w, string anchor, string name, params string[] members) => w.Directory.Records.Add(new SourceRecord
    {
        Kind = EntryKind.Group, Anchor = anchor, Members = [.. members], Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    });
}
