using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using static SyncEngine.Host.Tests.ReasonStory;

namespace SyncEngine.Host.Tests;

/// <summary>One change that a sentence of <c>explain</c> names: the words that name it, the change made, and the decision that comes of it.</summary>
/// <param name="Says">Words of the sentence.</param>
/// <param name="Make">Makes the change; null where it is a change of the configuration only.</param>
/// <param name="Becomes">The same row in the next plan: status, reason and whether it is selected; "none" when there is no such row any more.</param>
internal sealed record Turn(string Says, Func<ScriptedWorld, Task>? Make, string Becomes)
{
    internal const string None = "none";

    /// <summary>The configuration under which the next plan is made; null for the story's own.</summary>
    internal Action<SyncOptions>? Configure { get; init; }

    /// <summary>The story, where it is not the one of the reason.</summary>
    internal ReasonStory? Story { get; init; }

    /// <summary>True where the sentence speaks of the past: the change is a story of its own, told from the beginning.</summary>
    internal bool Instead { get; init; }

    /// <summary>A reason that some other row of the next plan has; null when that does not matter.</summary>
    internal Reason? Beside { get; init; }

    internal static Turn By(string says, Action<ScriptedWorld> make, string becomes) => new(says, world => { make(world); return Task.CompletedTask; }, becomes);

    internal static Turn Under(string says, Action<SyncOptions> configure, string becomes) => new(says, null, becomes) { Configure = configure };
}

/// <summary>For every reason, each change that its sentence names. What has no sentence is told in <see cref="WithoutSentence"/>.</summary>
internal static class Turns
{
    private const string NewAccount = "New NewInSource, selected";
    private const string Bound = "Bind SameEmail, selected";
    private const string Written = "Update FieldsChanged, selected";
    private const string Disabled = "Block SourceDisabled, selected";
    private const string Refused = "Conflict Protected";

    /// <summary>A block that ended after the dismissal by which the work is handed over.</summary>
    private static readonly ReasonStory Begun = new(
        Ada,
        async world =>
        {
            world.Application.HandOverDismisses = true;
            await LinkedAsync(world);
            Enable(world, false);
            world.Application.Fault = (change, _) => change.Action == ChangeAction.BlockAccount ? ScriptedFault.LoseBefore : null;
            await SyncAsync(world);
            world.Application.Fault = null;
        },
        sync => sync.TaskReceivers.Add("1002"));

    private static readonly EntryKey Sales = new(AdaKey.System, EntryKind.Group, "g-sales");

    /// <summary>Reasons for which explain says nothing of what would have decided otherwise.</summary>
    internal static IReadOnlyList<Reason> WithoutSentence { get; } = [];

    internal static IReadOnlyDictionary<Reason, Turn[]> All { get; } = new Dictionary<Reason, Turn[]>
    {
        [Reason.NewInSource] =
        [
            Turn.By("had an account with the address", world => world.Account(Ada, "Ada", "Novak"), Bound),
            new("under an exception", world => RuleAsync(world, RuleChange.Except(AdaKey)), "Frozen Excluded"),
            new("a matching filter none would be made", world => RuleAsync(world, RuleChange.AddFilter(EntryKind.Account, "title", "engineer")), "Frozen Filtered"),
        ],
        [Reason.FieldsChanged] =
        [
            Turn.By("said of position what pyrus has", world => Set(world, AttributeNames.Title, "Engineer"), Turn.None),
            new("under an exception nothing would be written", world => RuleAsync(world, RuleChange.Except(AdaKey)), "Frozen Excluded"),
        ],
        [Reason.Drift] =
        [
            Turn.By("had for position what corp-ad says", world => Position(world, "Engineer"), Turn.None),
            Turn.By("if corp-ad changed it too, the row would be selected", world => Set(world, AttributeNames.Title, "Director"), Written),
            Turn.By("nobody had taken the person out of the role", world => Member(world, IdOfAda(world)), Turn.None) with
            {
                Story = new(Ada, async world => { await SalesSyncedAsync(world); Member(world); }, RoleOfSales),
            },
        ],
        [Reason.SourceDisabled] =
        [
            Turn.By("If the entry were enabled", world => Enable(world, true), Turn.None),
            Turn.By("enabled in corp-ad, and in a unit that the rule admits", world => { Enable(world, true); Move(world, "ou-users"); }, Turn.None) with
            {
                Story = new(Ada, async world => { await LinkedAsync(world); Enable(world, false); Move(world, "ou-else"); }),
            },
            Turn.By("If somebody blocked account", world => Account(world, r => With(r, AttributeNames.Blocked)), Turn.None) with { Story = Begun },
            Turn.By("if the person were active and in scope again, rehiring would be a person's decision", world => Enable(world, true), "Conflict Dismissed") with { Story = Begun },
        ],
        [Reason.SourceDeleted] =
        [
            Turn.By("restored in corp-ad, enabled", Return, Turn.None),
            Turn.By("a new entry with the same address is another one", world => world.Hire("ada2", "Ada", "Novak", email: Ada), "Block SourceDeleted, selected"),
        ],
        [Reason.SourceAbsent] = [Turn.By("in what is read of corp-ad, enabled", Return, Turn.None)],
        [Reason.OutOfScope] =
        [
            Turn.By("a member of 'Staff'", world => world.Edit("g-sales", r => r with { Members = ["guid-ada"] }), Turn.None),
            Turn.By("moved back to where corp-ad is read", Return, Turn.None) with { Story = new(Ada, world => GoneAsync(world, ConfirmationAnswer.Elsewhere)) },
        ],
        [Reason.OutsideUnits] =
        [
            Turn.By("stood in a unit that 'user' or 'users' admits", world => Move(world, "ou-users"), Turn.None),
            Turn.By("or the unit 'Elsewhere' were renamed so", world => Rename(world, "ou-else", "Elsewhere users"), Turn.None),
        ],
        [Reason.PolicyChanged] =
        [
            new("If the rules were as they were", world => RuleAsync(world, RuleChange.EndPicks()), Turn.None),
            new("without an approval of this row it is kept too", async world => { await SyncAsync(world); Assert.True(world.Application.Find(IdOfAda(world))!.Enabled); }, "Block PolicyChanged, selected"),
        ],
        [Reason.ActiveAgain] = [Turn.By("still disabled in corp-ad", world => Enable(world, false), Turn.None)],
        [Reason.BlockedByHand] =
        [
            Turn.By("gave account", world => Account(world, r => r with { Enabled = true }), Turn.None),
            new("or selected the row", async world => { await SelectAllAsync(world); Assert.True(world.Application.Find(IdOfAda(world))!.Enabled); }, Turn.None),
        ],
        [Reason.SameEmail] = [Turn.By("had another address", world => Account(world, r => With(r, AttributeNames.Email, "other@else.example")), NewAccount)],
        [Reason.SameAlias] =
        [
            Turn.By("none of the person's further addresses", world => Set(world, AttributeNames.Aliases), NewAccount),
            Turn.By("if the first were, it would be bound", world => Set(world, AttributeNames.Email, "old@corp.example"), Bound),
        ],
        [Reason.CreatedEarlier] = [new("the earlier answer had not been lost", async world => { await Hired(world); await SyncAsync(world); }, Turn.None) { Instead = true }],
        [Reason.NamesDiffer] = [Turn.By("had a word in common", world => Account(world, r => With(r, AttributeNames.LastName, "Novak")), Bound)],
        [Reason.Relink] =
        [
            new("had never belonged to somebody else", async world => { await Hired(world); world.Account(Ada, "Ada", "Novak"); world.Directory.Records.RemoveAll(r => r.Anchor == "guid-ada"); world.Hire("ada2", "Ada", "Novak", email: Ada); }, Bound) { Instead = true },
        ],
        [Reason.AmbiguousSource] =
        [
            Turn.By("nobody else in scope of corp-ad had the address", world => world.Edit("guid-twin", r => With(r, AttributeNames.Email, "twin@corp.example")), NewAccount),
            new("or the others were excluded", world => RuleAsync(world, RuleChange.Except(new EntryKey(AdaKey.System, EntryKind.Account, "guid-twin"))), NewAccount),
        ],
        [Reason.AmbiguousTarget] = [Turn.By("had one active account with the address", world => world.Application.Edit("1002", r => r with { Enabled = false }), Bound)],
        [Reason.AlreadyLinked] = [Turn.By("had an address of his own", world => world.Edit("guid-bob", r => With(r, AttributeNames.Email, "bob@corp.example")), NewAccount)],
        [Reason.EmailTaken] = [Turn.By("no other account of pyrus had the new address", world => world.Application.Edit("1001", r => With(r, AttributeNames.Email, "max@else.example")), Written)],
        [Reason.EmailCycle] = [Turn.By("one person of the circle had a third address", world => world.Edit("guid-bob", r => With(r, AttributeNames.Email, "third@corp.example")), Written)],
        [Reason.AccountMissing] =
        [
            Turn.By("the linked account were restored", world => world.Application.Edit("1001", r => r with { Kind = EntryKind.Account, Enabled = true }), Turn.None) with
            {
                // Something else has the id meanwhile: the scripted application gives no id back.
                Story = new("ada", async world => { await LinkedAsync(world); Account(world, r => r with { Kind = EntryKind.Group, Enabled = false }); }),
            },
        ],
        [Reason.TypeChanged] = [Turn.By("were a person's again", world => Account(world, r => With(r, AttributeNames.AccountType)), Turn.None)],
        [Reason.Dismissed] =
        [
            Turn.By("it would be bound", world => Account(world, r => With(r, AttributeNames.EmploymentState)), Bound),
            Turn.By("a row would propose to give it access", world => Account(world, r => With(r, AttributeNames.EmploymentState)), "Unblock BlockedByHand") with
            {
                Story = new(Ada, async world => { await LinkedAsync(world); Account(world, r => With(r with { Enabled = false }, AttributeNames.EmploymentState, "dismissed")); }),
            },
        ],
        [Reason.NoUnit] =
        [
            Turn.By("stood in a unit that 'user' or 'users' admits", world => Move(world, "ou-users"), Turn.None),
            Turn.Under("NoUnit were Admit", sync => sync.ScopeRule.NoUnit = NoUnitPolicy.Admit, Turn.None),
        ],
        [Reason.Protected] =
        [
            new("somebody consented to it", world => world.Engine.ConsentToBindAsync(Sync, AdaKey, IdOfAda(world), Actor.Person("anna"), "ours", TestContext.Current.CancellationToken), "Bind BindConsented, selected"),
            Turn.By("were no administrator's", world => Account(world, r => With(r, AttributeNames.Protection)), Bound),
            Turn.By("the engine signed in as somebody else", world => Account(world, r => With(r, AttributeNames.Protection)), Bound) with
            {
                Story = new(Ada, world => { Found(world, AttributeNames.Protection, "self"); return Hired(world); }),
            },
            Turn.By("were an ordinary one", world => Account(world, r => With(r, AttributeNames.Protection)), Disabled) with
            {
                Story = new(Ada, async world => { Found(world, AttributeNames.Protection, "administrator"); await Hired(world); Enable(world, false); }),
            },
            Turn.By("another administrator with access who stays", world => world.Application.AddAccount(
                AttributeSet.Of((AttributeNames.Email, "root@else.example"), (AttributeNames.FirstName, "Root"), (AttributeNames.Protection, "administrator"))), Disabled) with
            {
                Story = new(Ada, async world => { await LinkedAsync(world); Account(world, r => With(r, AttributeNames.Protection, "administrator")); Enable(world, false); }),
            },
            Turn.By("the engine signed in as somebody else", world => Account(world, r => With(r, AttributeNames.Protection)), Disabled) with
            {
                Story = new(Ada, async world => { await LinkedAsync(world); Account(world, r => With(r, AttributeNames.Protection, "self")); Enable(world, false); }),
            },
        ],
        [Reason.EmailMissing] =
        [
            Turn.By("had an address in corp-ad, there would be an account", world => Set(world, AttributeNames.Email, Ada), NewAccount),
            Turn.By("had an address in corp-ad, the account would be kept in step", world => Set(world, AttributeNames.Email, Ada), Turn.None) with
            {
                Story = new("ada", async world => { await LinkedAsync(world); Set(world, AttributeNames.Email); }),
            },
        ],
        [Reason.EmailInvalid] = [Turn.By("If the address were one", world => Set(world, AttributeNames.Email, Ada), NewAccount)],
        [Reason.NameMissing] = [Turn.By("had a first or a last name", world => Set(world, AttributeNames.LastName, "Novak"), NewAccount)],
        [Reason.RequiredMissing] = [Turn.By("had the required value", world => Set(world, AttributeNames.Title, "Engineer"), NewAccount)],
        [Reason.TooLong] = [Turn.By("short enough", world => Set(world, AttributeNames.Email, Ada), NewAccount)],
        [Reason.AbsenceUnconfirmed] =
        [
            Turn.By("has the entry, nothing happens", world => { Return(world); world.Directory.Version++; }, Turn.None),
            Turn.By("if it has not, access is taken away", world => world.Directory.Version++, "Block SourceAbsent, selected"),
        ],
        [Reason.ReadIncomplete] = [Turn.By("had been complete", world => world.Application.Reading.FailAfterBatches = null, Disabled)],
        [Reason.GroupUnreadable] =
        [
            Turn.By("the missing group were there", world => world.Group("g-staff", "Staff", "g-sales"), Turn.None),
            Turn.Under("or taken out of the picked ones", sync => sync.PickGroups("Sales"), Turn.None),
        ],
        [Reason.Excluded] = [new("Without the exception", world => RuleAsync(world, RuleChange.Lift(AdaKey)), Turn.None)],
        [Reason.ExcludedButInactive] = [new("Without the exception", world => RuleAsync(world, RuleChange.Lift(AdaKey)), Disabled)],
        [Reason.NotLinked] = [Turn.By("an active entry of corp-ad in scope had the address", world => world.Hire("max", "Max", "Stranger", email: "max@else.example"), Turn.None) with { Beside = Reason.SameEmail }],
        [Reason.NotLinkedOutOfScope] = [Turn.By("were active and in scope", world => Move(world, "ou-users"), Turn.None) with { Beside = Reason.SameEmail }],
        [Reason.NotAPerson] = [Turn.By("were a person's, it could be bound", world => Account(world, r => With(r, AttributeNames.AccountType)), Bound)],
        [Reason.DepartmentMissing] = [Turn.By("had the department", world => world.Application.AddDepartment("EU", world.Application.AddDepartment("Sales")), Turn.None)],
        [Reason.OrgCycle] = [Turn.By("formed no circle", world => Units(world).ForEach(unit => world.Application.Edit(unit, r => r with { Parent = null })), Turn.None)],
        [Reason.RolesOwed] = [Turn.By("had the roles already", world => Member(world, IdOfAda(world)), Turn.None)],
        [Reason.FlipFlop] =
        [
            Turn.By("kept what is written", world => Position(world, "Engineer"), Turn.None),
            Turn.By("had another value, it would be written again", world => Set(world, AttributeNames.Title, "Director"), Written),
        ],
        [Reason.BindConsented] = [new("Without the consent there would be a conflict", world => { Found(world, AttributeNames.Protection, "administrator"); return Hired(world); }, Refused) { Instead = true }],
        [Reason.ReceiverMissing] = [Turn.Under("ended with an account that has access", sync => { sync.TaskReceivers.Add("manager"); sync.TaskReceivers.Add("1002"); }, Disabled)],
        [Reason.ManagerChanged] =
        [
            Turn.By("no more than half", world =>
            {
                world.Hire("eve", "Eve", "Else", department: "Sales");
                world.Edit("guid-eve", r => With(r, AttributeNames.Manager, "guid-ada"));
            }, Turn.None),
        ],
        [Reason.NewGroup] = [Turn.By("had a role of the group's name", world => world.Application.AddRole("Sales"), "Bind SameName")],
        [Reason.SameName] =
        [
            Turn.By("had no role of the group's name, one would be made", world => world.Application.Edit("1001", r => With(r, AttributeNames.Name, "Else")), "New NewGroup, selected"),
            Turn.Under("RoleTargets binds this one without a question", sync => { sync.RoleGroups.Add("Sales"); sync.RoleTargets["Sales"] = "1001"; }, "Bind RolePicked, selected"),
        ],
        [Reason.RolePicked] = [Turn.Under("one of the group's name would be looked for", sync => sync.RoleGroups.Add("Sales"), "New NewGroup, selected")],
        [Reason.RoleMissing] =
        [
            Turn.By("in pyrus and switched on", world => world.Application.AddRole("Sellers"), "Bind RolePicked, selected") with
            {
                Story = new(Ada, SalesAsync, sync => { sync.RoleGroups.Add("Sales"); sync.RoleTargets["Sales"] = "1001"; }),
            },
            Turn.By("in pyrus and switched on", world => Role(world, r => r with { Enabled = true }), Turn.None) with
            {
                Story = new(Ada, async world => { await SalesSyncedAsync(world); Role(world, r => r with { Enabled = false }); }, RoleOfSales),
            },
        ],
        [Reason.GroupGone] = [Turn.By("were in corp-ad again", world => world.Group("g-sales", "Sales", "guid-ada", "guid-other"), Turn.None)],
        [Reason.NoLongerPicked] = [new("were picked for roles again", world => RuleAsync(world, RuleChange.PickGroup(Sales, GroupUse.Roles)), Turn.None)],
        [Reason.MemberAdded] =
        [
            Turn.By("were not in the group", world => world.Edit("g-sales", r => r with { Members = ["guid-other"] }), Turn.None),
            Turn.By("or in the role already", world => Member(world, IdOfAda(world)), Turn.None) with
            {
                Story = new(Ada, async world =>
                {
                    await SalesSyncedAsync(world, "guid-other");
                    world.Edit("g-sales", r => r with { Members = r.Members.Add("guid-ada") });
                }, RoleOfSales),
            },
        ],
        [Reason.MemberRemoved] =
        [
            Turn.By("in the group again", world => world.Edit("g-sales", r => r with { Members = ["guid-ada", "guid-other"] }), Turn.None),
            new("so does one that was made by hand", async world =>
            {
                await SalesSyncedAsync(world, "guid-other");
                Member(world, IdOfAda(world));
                world.Edit("g-sales", r => r with { Members = r.Members.Add("guid-ada") });
                await SyncAsync(world);
                world.Edit("g-sales", r => r with { Members = ["guid-other"] });
            }, Turn.None) { Instead = true },
        ],
        [Reason.MembersWait] =
        [
            Turn.By("had accounts with access in pyrus", world => world.Edit("guid-late", r => r with { Enabled = true }), Turn.None) with { Beside = Reason.MemberAdded },
            new("and were not excluded", world => RuleAsync(world, RuleChange.Lift(AdaKey)), Turn.None)
            {
                Story = new(Ada, async world =>
                {
                    await SalesSyncedAsync(world, "guid-other");
                    await RuleAsync(world, RuleChange.Except(AdaKey));
                    world.Edit("g-sales", r => r with { Members = r.Members.Add("guid-ada") });
                }, RoleOfSales),
                Beside = Reason.MemberAdded,
            },
        ],
        [Reason.FurtherSource] =
        [
            new("If the other entry were excluded", world => RuleAsync(world, RuleChange.Except(new EntryKey(world.Workspace.Name, EntryKind.Account, "w-ada"))), "Block SourceAbsent, selected"),
            new("once it is linked to the account, access is kept", async world => { await SyncAsync(world); Assert.True(world.Application.Find(IdOfAda(world))!.Enabled); }, Turn.None),
        ],
        [Reason.Filtered] =
        [
            new("Without the filter", world => RuleAsync(world, RuleChange.RemoveFilter(EntryKind.Account, "title", "engineer")), Turn.None),
            Turn.By("with another text in the field", world => Set(world, AttributeNames.Title, "Director"), Written),
        ],
        [Reason.FilteredButInactive] =
        [
            new("Without the filter", world => RuleAsync(world, RuleChange.RemoveFilter(EntryKind.Account, "title", "engineer")), Disabled),
            Turn.Under("BlockExcludedLeavers would take it away", sync => sync.BlockExcludedLeavers = true, Disabled),
        ],
        [Reason.GroupExcluded] =
        [
            new("Without the group's exclusion", world => RuleAsync(world, RuleChange.Lift(Sales)), Turn.None),
            Turn.By("with the person in another picked group", world => world.Edit("g-staff", r => r with { Members = r.Members.Add("guid-ada") }), Turn.None),
        ],
    };

    /// <summary>For whoever has no row: each change that would make one.</summary>
    internal static IReadOnlyDictionary<string, Turn[]> OfSilent { get; } = new Dictionary<string, Turn[]>(StringComparer.Ordinal)
    {
        ["as-it-should-be"] =
        [
            Turn.By("a mapped field changed", world => Set(world, AttributeNames.Title, "Director"), Written),
            Turn.By("or the entry were disabled there", world => Enable(world, false), Disabled),
            Turn.By("If the entry were enabled in corp-ad, there would be a row", world => Enable(world, true), "Unblock ActiveAgain, selected") with { Story = new(Ada, BlockedAsync) },
            Turn.By("If the entry were enabled in corp-ad, there would be a row", world => Enable(world, true), "Conflict AccountMissing") with
            {
                Story = new("ada", async world => { await BlockedAsync(world); world.Application.Edit(IdOfAda(world), _ => null); }),
            },
            Turn.By("stood in a unit that 'user' or 'users' admits", world => Move(world, "ou-users"), "Unblock ActiveAgain, selected") with
            {
                Story = new(Ada, async world => { await LinkedAsync(world); Move(world, "ou-else"); await SyncAsync(world); }),
            },
        ],
        ["disabled-never-linked"] = [Turn.By("were enabled", world => Enable(world, true), NewAccount)],
        ["in-no-picked-group"] = [Turn.By("a member of 'Staff'", world => world.Edit("g-sales", r => r with { Members = ["guid-ada"] }), NewAccount)],
        ["outside-the-units"] =
        [
            Turn.By("stood in a unit that 'user' or 'users' admits", world => Move(world, "ou-users"), NewAccount),
            Turn.By("or the unit 'Elsewhere' were renamed so", world => Rename(world, "ou-else", "Elsewhere users"), NewAccount),
        ],
        ["denied-unit"] =
        [
            Turn.By("stood outside of the unit 'Users'", world => { world.Unit("ou-more", "User"); Move(world, "ou-more"); }, NewAccount),
            Turn.Under("Deny did not have 'sers'", sync => sync.ScopeRule.Deny = [], NewAccount),
        ],
        ["gone-never-linked"] = [Turn.By("were in corp-ad again", Return, NewAccount)],
        ["held-by-a-limit"] = [Turn.By("were enabled", world => Enable(world, true), Turn.None)],
    };

    private static void Enable(ScriptedWorld world, bool enabled) => world.Edit("guid-ada", r => r with { Enabled = enabled });

    private static void Return(ScriptedWorld world)
    {
        world.Directory.Answers.Remove("guid-ada");
        world.Hire("ada", "Ada", "Novak", "Engineer");
    }

    private static void Rename(ScriptedWorld world, string anchor, string name) => world.Edit(anchor, r => With(r, AttributeNames.Name, name));

    private static void Position(ScriptedWorld world, string position) => Account(world, r => With(r, AttributeNames.Position, position));

    private static SourceRecord With(SourceRecord record, string attribute, params string[] values) => record with { Attributes = record.Attributes.With(attribute, [.. values]) };

    private static List<string> Units(ScriptedWorld world) => [.. world.Application.Contents.Where(r => r.Kind == EntryKind.Unit).Select(r => r.Anchor)];

    private static void RoleOfSales(SyncOptions sync) => sync.RoleGroups.Add("Sales");

    private static async Task SalesSyncedAsync(ScriptedWorld world, params string[] members)
    {
        await SalesAsync(world);
        if (members.Length > 0)
        {
            world.Edit("g-sales", r => r with { Members = [.. members] });
        }

        await SyncAsync(world);
    }

    /// <summary>Changes the only role there is.</summary>
    private static void Role(ScriptedWorld world, Func<SourceRecord, SourceRecord> edit) => world.Application.Edit(world.Application.Contents.Single(r => r.Kind == EntryKind.Group).Anchor, edit);

    /// <summary>Sets the members of the only role, beside the colleague who is in it.</summary>
    private static void Member(ScriptedWorld world, params string[] accounts)
    {
        var other = world.Application.Contents.Single(r => r.Kind == EntryKind.Account && r.Attributes[AttributeNames.Email] == "other@corp.example").Anchor;
        Role(world, r => r with { Members = [other, .. accounts] });
    }

    private static async Task SelectAllAsync(ScriptedWorld world)
    {
        var plan = await world.Engine.PrepareAsync(Sync, TestContext.Current.CancellationToken);
        var rows = await world.Engine.ReadRowsAsync(plan.Id, null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        await world.Engine.ApplyAsync(
            plan.Id, Actor.Person("anna"), new RowSelection { Include = [.. rows.Where(row => row.Effects.Length > 0).Select(row => row.Id)] }, TestContext.Current.CancellationToken);
    }
}
