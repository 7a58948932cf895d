using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing.Contracts;

/// <summary>
/// One filled sample of every event the engine stores, the same on every machine: for round trips and for approving the storage format. A
/// contract test fails when an event type has no sample.
/// </summary>
public static class EventSamples
{
    private static readonly SystemName Directory = new("corp-ad");
    private static readonly SystemName Application = new("pyrus");
    private static readonly SyncName Sync = new("staff");
    private static readonly PlanId Plan = new(Guid.Parse("0197a1b2-0000-7000-8000-000000000001"));
    private static readonly RunId Run = new(Guid.Parse("0197a1b2-0000-7000-8000-000000000002"));
    private static readonly EntryKey Person = new(Directory, EntryKind.Account, "6f9619ff-8b86-d011-b42d-00c04fc964ff");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private const string Unit = "0d1f2a3b-0000-0000-0000-000000000007";
    private const string Key = "0197a1b2000070008000000000000001/1f2e3d4c5b6a7988/UpdateAccount";

    /// <summary>The samples, in ordinal order of their stored names.</summary>
    public static ImmutableArray<IEngineEvent> All { get; } = [.. Samples().OrderBy(e => EngineEvents.Map.NameOf(e.GetType()), StringComparer.Ordinal)];

    /// <summary>A fingerprint that differs by its number.</summary>
    public static Fingerprint Print(int number) => Fingerprint.Of(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<IEngineEvent> Samples() => [.. Observed(), .. Decided(), .. OfSystems(), .. OfSyncs(), .. OfPlans(), .. OfRuns()];

    private static IEnumerable<IEngineEvent> Observed() =>
    [
        new EntryDiscovered(true, Unit, Attributes(), ["a1", "b2"], Print(1)),
        new EntryChanged(
            [
                new AttributeChange(AttributeNames.Title, [], ["Ведущий инженер"]),
                new AttributeChange(AttributeNames.Aliases, ["a@x.example", "b@x.example"], []),
            ],
            Print(2)),
        new EntryMoved(Unit, null, Print(3)),
        new EntryDisabled(Print(4)),
        new EntryEnabled(Print(5)),
        new MembersChanged(["c3"], ["a1"], Print(6)),
        new EntryMissed("export 2026-03-01 sha256:ab12"),
        new EntryDisappeared(DisappearanceReason.OutOfScope, "LDAP base search by GUID at dc1: found at OU=Left,DC=corp,DC=example"),
        new EntryReappeared(false, null, AttributeSet.Of((AttributeNames.Name, "Ева 🦊")), [], Print(7)),
    ];

    private static IEnumerable<IEngineEvent> Decided() =>
    [
        new AccountLinked(Application, "1731", LinkOrigin.Bound, Plan),
        new AccountUnlinked(Application, "1731", "Linked to another entry by anna@corp.example"),
        new ChangeIntended(
            Application, Key, ChangeAction.UpdateAccount, "1731", AttributeSet.Of((AttributeNames.Position, "Engineer")), Attributes(), Plan),
        new ChangeConfirmed(
            Application, Key, ChangeAction.UpdateAccount, "1731", AttributeSet.Of((AttributeNames.Position, "Engineer")),
            AttributeSet.Of((AttributeNames.Position, "ENGINEER")), [AttributeNames.Phone], false),
        new ChangeRefused(Application, Key, ChangeAction.CreateAccount, "non_unique_email", "Email is taken: \"eva@corp.example\""),
        new ChangeUnknown(Application, Key, ChangeAction.BlockAccount, "The answer was lost after 100 s."),
    ];

    private static IEnumerable<IEngineEvent> OfSystems() =>
    [
        new SystemIdentified("S-1-5-21-1004336348-1177238915-682003330"),
        new SystemKnown(312),
        new CursorAdvanced(new Cursor("TVNEUwMAAAA=")),
        new ReadCompleted(Receipt() with { Complete = true }),
        new ReadIncomplete(Receipt() with
        {
            Problems = [new ReadProblem("PageFailed", "dc1 closed the connection at page 3"), new ReadProblem("Skipped", "4 contacts", false)],
        }),
    ];

    private static IEnumerable<IEngineEvent> OfSyncs() =>
    [
        new PolicyChanged(
            new SyncPolicy
            {
                Source = Directory,
                Target = Application,
                PickedGroups = [new PickedGroup("CN=Staff,OU=Groups,DC=corp,DC=example", "9d1f2a3b")],
                Map = ImmutableSortedDictionary.CreateRange(
                    StringComparer.Ordinal, [KeyValuePair.Create("position", "title"), KeyValuePair.Create("Phone", "phone")]),
                DepartmentSeparator = "/",
                Limits = ImmutableSortedDictionary.CreateRange(
                    StringComparer.Ordinal,
                    [
                        KeyValuePair.Create("BlockAbsent", new SafetyLimit { Max = 20, Percent = 5 }),
                        KeyValuePair.Create("New", new SafetyLimit()),
                    ]),
            },
            Print(8)),
        new PolicyApplied(Print(8), Plan),
        new ExclusionAdded(Person, Actor.Person("anna@corp.example"), "On parental leave", Noon.AddDays(90)),
        new ExclusionLifted(Person, Actor.Person("anna@corp.example"), "Is back"),
        new BindConsented(Person, "1731", Actor.Person("anna@corp.example"), "Eva runs our Pyrus"),
        new SyncOpened(Plan, Actor.Person("anna@corp.example")),
        new GroupPicked("staff@corp.example", "9d1f2a3b", "Staff"),
        new GroupUnpicked("staff@corp.example", "9d1f2a3b"),
        new FilterAdded(EntryKind.Account, AttributeNames.Title, "Trainee", Actor.Person("anna@corp.example"), "Trainees come later", Noon.AddDays(30)),
        new FilterRemoved(EntryKind.Account, AttributeNames.Title, "Trainee", Actor.Person("anna@corp.example"), "They are here"),
        new GroupChosen(GroupUse.Roles, "9d1f2a3b", "Staff", Actor.Person("anna@corp.example"), "Everybody's role"),
        new GroupDropped(GroupUse.People, "9d1f2a3b", Actor.Person("anna@corp.example"), "No longer used"),
        new GroupChoiceEnded(GroupUse.People, Actor.Person("anna@corp.example"), "The file says it now"),
    ];

    private static IEnumerable<IEngineEvent> OfPlans() =>
    [
        new PlanPrepared(Sync, Print(9), new PlanInputs(Print(10), Print(11), Print(12)), 4_711, "0.1.0", Noon, Counts(("Block", 1), ("New", 2))),
        new PlanHeld([new HeldLimit("BlockAbsent", 21, 300, 20, 5), new HeldLimit("New", 40, 300, null, 10)]),
        new PlanApproved(Print(9), Actor.Person("anna@corp.example"), "The office in Omsk closed", Noon.AddHours(24)),
        new PlanRowsChosen([new RowChoice("1f2e3d4c5b6a7988", false, Print(15), Actor.Person("anna@corp.example"))]),
        new PlanRejected(Actor.Person("anna@corp.example"), "The export was of last week"),
        new PlanSuperseded(Plan),
        new PlanApplied(Run),
    ];

    private static IEnumerable<IEngineEvent> OfRuns() =>
    [
        new RunStarted(Sync, RunPurpose.Apply, Plan, "0.1.0"),
        new RowSettled(new RowOutcome("1f2e3d4c5b6a7988", RowResult.Refused, "1731", "cannot_be_banned", "The owner cannot be blocked.", 1)),
        new RunCompleted(Plan, 12, Counts(("Applied", 9), ("Refused", 1)), Print(13), Print(14)),
        new RunInterrupted("The host was stopped."),
    ];

    private static AttributeSet Attributes() => AttributeSet.Of(
        (AttributeNames.FirstName, "Ева"), (AttributeNames.LastName, "O'Neill-Smith"),
        (AttributeNames.Email, "Eva@Corp.example"), (AttributeNames.Login, "eva"))
        .With(AttributeNames.Aliases, "e.oneill@corp.example", "ева@пример.рф");

    private static Receipt Receipt() => new()
    {
        System = Directory,
        Complete = false,
        Identity = "S-1-5-21-1004336348-1177238915-682003330",
        Server = "dc1.corp.example",
        Snapshot = "usn:48213",
        Cursor = new Cursor("TVNEUwMAAAA="),
        Accounts = 300,
        Groups = 12,
        Units = 41,
        Pages = 2,
    };

    private static ImmutableSortedDictionary<string, int> Counts(params (string Name, int Count)[] counts) =>
        counts.ToImmutableSortedDictionary(c => c.Name, c => c.Count, StringComparer.Ordinal);
}
