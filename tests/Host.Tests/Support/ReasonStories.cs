using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Host.Tests;

/// <summary>For every reason a small company in which somebody has it: how the sync is configured, what happened, and whom to ask about.</summary>
internal sealed record ReasonStory(string Who, Func<ScriptedWorld, Task> Happens, Action<SyncOptions>? Configure = null)
{
    private const string Ada = "ada@corp.example";
    private static readonly SyncName Sync = new("staff");
    private static readonly EntryKey AdaKey = new(new SystemName("corp-ad"), EntryKind.Account, "guid-ada");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The reasons, each with its story.</summary>
    internal static IReadOnlyDictionary<Reason, ReasonStory> All { get; } = new Dictionary<Reason, ReasonStory>
    {
        [Reason.NewInSource] = new(Ada, world => Hired(world)),
        [Reason.FieldsChanged] = new(Ada, async world => { await LinkedAsync(world); Set(world, AttributeNames.Title, "Director"); }),
        [Reason.Drift] = new(Ada, async world => { await LinkedAsync(world); Account(world, r => r with { Attributes = r.Attributes.With(AttributeNames.Position, "Queen") }); }),
        [Reason.SourceDisabled] = new(Ada, async world => { await LinkedAsync(world); world.Edit("guid-ada", r => r with { Enabled = false }); }),
        [Reason.SourceDeleted] = new(Ada, world => GoneAsync(world, ConfirmationAnswer.Deleted)),
        [Reason.SourceAbsent] = new(Ada, world => GoneAsync(world, ConfirmationAnswer.Gone)),
        [Reason.OutOfScope] = new(Ada, async world => { await PickedAsync(world); world.Edit("g-sales", r => r with { Members = [] }); }, sync => sync.PickGroups("Staff")),
        [Reason.OutsideUnits] = new(Ada, async world => { await LinkedAsync(world); Move(world, "ou-else"); }),
        [Reason.PolicyChanged] = new(Ada, async world => { await LinkedAsync(world); await RuleAsync(world, RuleChange.PickGroup(new EntryKey(AdaKey.System, EntryKind.Group, "g-staff"))); }),
        [Reason.ActiveAgain] = new(Ada, async world => { await BlockedAsync(world); world.Edit("guid-ada", r => r with { Enabled = true }); }),
        [Reason.BlockedByHand] = new(Ada, async world => { await LinkedAsync(world); Account(world, r => r with { Enabled = false }); }),
        [Reason.SameEmail] = new(Ada, world => { world.Account(Ada, "Ada", "Novak"); return Hired(world); }),
        [Reason.SameAlias] = new(Ada, async world => { world.Account("old@corp.example", "Ada", "Novak"); await Hired(world); Set(world, AttributeNames.Aliases, "old@corp.example"); }),
        [Reason.CreatedEarlier] = new(Ada, async world => { world.Application.FailCall(0, ScriptedFault.LoseAfter); await Hired(world); await SyncAsync(world); }),
        [Reason.NamesDiffer] = new(Ada, world => { world.Account(Ada, "Boris", "Petrov"); return Hired(world); }),
        [Reason.Relink] = new("ada2", async world =>
        {
            await LinkedAsync(world);
            world.Directory.Records.RemoveAll(r => r.Anchor == "guid-ada");
            world.Hire("ada2", "Ada", "Novak", email: Ada);
        }),
        [Reason.AmbiguousSource] = new("ada", async world => { await Hired(world); world.Hire("twin", "Eve", "Twin", email: Ada); }),
        [Reason.AmbiguousTarget] = new("ada", world => { world.Account(Ada, "Ada", "Novak"); world.Account(Ada, "Ada", "Other"); return Hired(world); }),
        [Reason.AlreadyLinked] = new("bob", async world =>
        {
            await LinkedAsync(world);
            world.Edit("guid-ada", r => r with { Enabled = false });
            world.Hire("bob", "Bob", "Novak", email: Ada);
        }),
        [Reason.EmailTaken] = new("ada", async world => { world.Account("taken@corp.example", "Max", "Stranger"); await LinkedAsync(world); Set(world, AttributeNames.Email, "taken@corp.example"); }),
        [Reason.EmailCycle] = new("ada", async world =>
        {
            world.Hire("bob", "Bob", "Novak");
            await LinkedAsync(world);
            Set(world, AttributeNames.Email, "bob@corp.example");
            world.Edit("guid-bob", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, Ada) });
        }),
        [Reason.AccountMissing] = new("ada", async world => { await LinkedAsync(world); world.Application.Edit(IdOfAda(world), _ => null); }),
        [Reason.TypeChanged] = new(Ada, async world => { await LinkedAsync(world); Account(world, r => r with { Attributes = r.Attributes.With(AttributeNames.AccountType, "bot") }); }),
        [Reason.Dismissed] = new(Ada, world => { Found(world, AttributeNames.EmploymentState, "dismissed"); return Hired(world); }),
        [Reason.NoUnit] = new(Ada, async world => { await LinkedAsync(world); Move(world, null); }),
        [Reason.Protected] = new(Ada, world => { Found(world, AttributeNames.Protection, "administrator"); return Hired(world); }),
        [Reason.EmailMissing] = new("ada", async world => { await Hired(world); Set(world, AttributeNames.Email); }),
        [Reason.EmailInvalid] = new("ada", async world => { await Hired(world); Set(world, AttributeNames.Email, "no address"); }),
        [Reason.NameMissing] = new("ada", async world => { await Hired(world); Set(world, AttributeNames.FirstName); Set(world, AttributeNames.LastName); }),
        [Reason.RequiredMissing] = new("ada", async world => { await Hired(world); Set(world, AttributeNames.Title); }, sync => sync.Fields[AttributeNames.Position] = new FieldOptions { Required = true }),
        [Reason.TooLong] = new("ada", async world => { await Hired(world); Set(world, AttributeNames.Email, new string('a', 300) + "@corp.example"); }),
        [Reason.AbsenceUnconfirmed] = new(Ada, async world => { await LinkedAsync(world); world.Directory.CanConfirm = false; world.Directory.Records.RemoveAll(r => r.Anchor == "guid-ada"); }),
        [Reason.ReadIncomplete] = new(Ada, async world =>
        {
            await LinkedAsync(world);
            world.Edit("guid-ada", r => r with { Enabled = false });
            world.Application.Reading.FailAfterBatches = 0;
        }),
        [Reason.GroupUnreadable] = new(Ada, async world => { await PickedAsync(world); world.Directory.Records.RemoveAll(r => r.Anchor == "g-staff"); }, sync => sync.PickGroups("Staff")),
        [Reason.Excluded] = new(Ada, async world => { await LinkedAsync(world); await RuleAsync(world, RuleChange.Except(AdaKey)); }),
        [Reason.ExcludedButInactive] = new(Ada, async world =>
        {
            await LinkedAsync(world);
            await RuleAsync(world, RuleChange.Except(AdaKey));
            world.Edit("guid-ada", r => r with { Enabled = false });
            await world.RunAsync("preview", "staff");
            world.Time.Advance(TimeSpan.FromDays(3));
        }),
        [Reason.NotLinked] = new("max@else.example", async world => { world.Account("max@else.example", "Max", "Stranger"); await Hired(world); }),
        [Reason.NotLinkedOutOfScope] = new("1001", async world => { world.Account(Ada, "Ada", "Novak"); await Hired(world); Move(world, "ou-else"); }),
        [Reason.NotAPerson] = new(Ada, world => { Found(world, AttributeNames.AccountType, "bot"); return Hired(world); }),
        [Reason.DepartmentMissing] = new(Ada, async world => { await Hired(world); Set(world, AttributeNames.Department, "Sales/EU"); }),
        [Reason.OrgCycle] = new(Ada, async world =>
        {
            await LinkedAsync(world);
            var one = world.Application.AddDepartment("One");
            var two = world.Application.AddDepartment("Two", one);
            world.Application.Edit(one, r => r with { Parent = two });
            Account(world, r => r with { Parent = one });
        }),
        [Reason.RolesOwed] = new(Ada, async world =>
        {
            await LinkedAsync(world);
            world.Application.AddRole("Editors", IdOfAda(world));
            world.Edit("guid-ada", r => r with { Enabled = false });
            await SyncAsync(world);
            world.Edit("guid-ada", r => r with { Enabled = true });
            world.Application.Fault = (change, _) => change.Action == ChangeAction.AddToRole ? ScriptedFault.Refuse("locked") : null;
            await SyncAsync(world);
            world.Application.Fault = null;
        }),
        [Reason.FlipFlop] = new(Ada, async world =>
        {
            await LinkedAsync(world);
            for (var time = 0; time < 3; time++)
            {
                Account(world, r => r with { Attributes = r.Attributes.With(AttributeNames.Position, "Boss") });
                var plan = await world.Engine.PrepareAsync(Sync, Token);
                var rows = await world.Engine.ReadRowsAsync(plan.Id, null, Token).ToListAsync(Token);
                await world.Engine.ApplyAsync(plan.Id, Actor.Person("anna"), new RowSelection { Include = [.. rows.Where(r => r.Effects.Length > 0).Select(r => r.Id)] }, Token);
            }

            Account(world, r => r with { Attributes = r.Attributes.With(AttributeNames.Position, "Boss") });
        }),
        [Reason.FurtherSource] = new(Ada, async world =>
        {
            await LinkedAsync(world);
            world.Workspace.Records.Add(world.Directory.Records.Single(r => r.Anchor == "guid-ada") with { Anchor = "w-ada", Parent = null });
            world.Directory.Records.RemoveAll(r => r.Anchor == "guid-ada");
        }, sync => { sync.From("corp-ad", "workspace"); sync.ScopeRule.NoUnit = NoUnitPolicy.Admit; }),
        [Reason.BindConsented] = new(Ada, async world =>
        {
            var id = Found(world, AttributeNames.Protection, "administrator");
            await Hired(world);
            await world.RunAsync("preview", "staff");
            await world.Engine.ConsentToBindAsync(Sync, AdaKey, id, Actor.Person("anna"), "Ada runs our Pyrus", Token);
        }),
        [Reason.ReceiverMissing] = new(Ada, async world => { await LinkedAsync(world); world.Edit("guid-ada", r => r with { Enabled = false }); }, sync => sync.TaskReceivers.Add("manager")),
        [Reason.ManagerChanged] = new(Ada, async world =>
        {
            await Hired(world);
            world.Hire("mia", "Mia", "Boss", department: "Sales");
            Set(world, AttributeNames.Department, "Sales");
            Set(world, AttributeNames.Manager, "guid-mia");
        }, sync => sync.DepartmentManagers = true),
        [Reason.NewGroup] = new(Ada, world => SalesAsync(world), sync => sync.RoleGroups.Add("Sales")),
        [Reason.SameName] = new(Ada, world => { world.Application.AddRole("Sales"); return SalesAsync(world); }, sync => sync.RoleGroups.Add("Sales")),
        [Reason.RolePicked] = new(Ada, world => { world.Application.AddRole("Sellers"); return SalesAsync(world); }, sync =>
        {
            sync.RoleGroups.Add("Sales");
            sync.RoleTargets["Sales"] = "1001";
        }),
        [Reason.RoleMissing] = new(Ada, SalesAsync, sync =>
        {
            sync.RoleGroups.Add("Sales");
            sync.RoleTargets["Sales"] = "no-such-role";
        }),
        [Reason.GroupGone] = new(Ada, async world =>
        {
            await SalesAsync(world);
            await SyncAsync(world);
            world.Directory.Records.RemoveAll(r => r.Anchor == "g-sales");
        }, sync => sync.RoleGroups.Add("Sales")),
        [Reason.NoLongerPicked] = new(Ada, async world =>
        {
            await SalesAsync(world);
            await world.RunAsync("preview", "staff");
            await RuleAsync(world, RuleChange.PickGroup(new EntryKey(AdaKey.System, EntryKind.Group, "g-sales"), GroupUse.Roles));
            await SyncAsync(world);
            await RuleAsync(world, RuleChange.UnpickGroup(new EntryKey(AdaKey.System, EntryKind.Group, "g-sales"), GroupUse.Roles));
        }),
        [Reason.MemberAdded] = new(Ada, SalesAsync, sync => sync.RoleGroups.Add("Sales")),
        [Reason.MemberRemoved] = new(Ada, async world =>
        {
            await SalesAsync(world);
            await SyncAsync(world);
            world.Edit("g-sales", r => r with { Members = ["guid-other"] });
        }, sync => sync.RoleGroups.Add("Sales")),
        [Reason.MembersWait] = new(Ada, async world =>
        {
            await SalesAsync(world);
            await SyncAsync(world);
            world.Hire("late", "Lara", "Late", enabled: false);
            world.Edit("g-sales", r => r with { Members = r.Members.Add("guid-late") });
        }, sync => sync.RoleGroups.Add("Sales")),
        [Reason.Filtered] = new(Ada, async world => { await LinkedAsync(world); await RuleAsync(world, RuleChange.AddFilter(EntryKind.Account, "title", "engineer")); }),
        [Reason.FilteredButInactive] = new(Ada, async world =>
        {
            await LinkedAsync(world);
            await RuleAsync(world, RuleChange.AddFilter(EntryKind.Account, "title", "engineer"));
            world.Edit("guid-ada", r => r with { Enabled = false });
        }),
        [Reason.GroupExcluded] = new(Ada, async world =>
        {
            await PickedAsync(world);
            await RuleAsync(world, RuleChange.Except(new EntryKey(AdaKey.System, EntryKind.Group, "g-sales")));
        }, sync => sync.PickGroups("Staff")),
    };

    /// <summary>Whoever has no row, by what the plan says without one.</summary>
    internal static IReadOnlyDictionary<string, ReasonStory> Silent { get; } = new Dictionary<string, ReasonStory>(StringComparer.Ordinal)
    {
        ["as-it-should-be"] = new(Ada, LinkedAsync),
        ["disabled-never-linked"] = new(Ada, async world => { await Hired(world); world.Edit("guid-ada", r => r with { Enabled = false }); }),
        ["in-no-picked-group"] = new(Ada, async world => { await PickedAsync(world, false); world.Edit("g-sales", r => r with { Members = [] }); }, sync => sync.PickGroups("Staff")),
        ["outside-the-units"] = new(Ada, async world => { await Hired(world); Move(world, "ou-else"); }),
        ["denied-unit"] = new(Ada, Hired, sync => sync.ScopeRule.Deny = ["sers"]),
        ["gone-never-linked"] = new("guid-ada", async world =>
        {
            await Hired(world);
            world.Hire("other", "Otto", "Other");
            await world.RunAsync("preview", "staff");
            world.Directory.Records.RemoveAll(r => r.Anchor == "guid-ada");
            world.Directory.Answers["guid-ada"] = ConfirmationAnswer.Gone;
        }),
        ["held-by-a-limit"] = new(Ada, async world =>
        {
            for (var i = 0; i < 4; i++)
            {
                world.Hire($"p{i}", "Person", $"Number{i}", unit: "ou-else");
            }

            await LinkedAsync(world);
            foreach (var login in new[] { "ada", "other", "colleague" })
            {
                world.Edit($"guid-{login}", r => r with { Enabled = false });
            }
        }),
    };

    private static Task Hired(ScriptedWorld world)
    {
        world.Unit("ou-else", "Elsewhere");
        world.Hire("ada", "Ada", "Novak", "Engineer");
        return Task.CompletedTask;
    }

    private static async Task LinkedAsync(ScriptedWorld world)
    {
        await Hired(world);
        world.Hire("other", "Otto", "Other");
        world.Hire("colleague", "Cora", "Colleague");
        world.Group("g-staff", "Staff", "guid-other", "guid-colleague");
        await SyncAsync(world);
    }

    private static async Task PickedAsync(ScriptedWorld world, bool linked = true)
    {
        await Hired(world);
        world.Group("g-staff", "Staff", "g-sales");
        world.Group("g-sales", "Sales", "guid-ada");
        if (linked)
        {
            await SyncAsync(world);
        }
    }

    private static async Task SalesAsync(ScriptedWorld world)
    {
        await Hired(world);
        world.Hire("other", "Otto", "Other");
        world.Group("g-sales", "Sales", "guid-ada", "guid-other");
    }

    private static async Task BlockedAsync(ScriptedWorld world)
    {
        await LinkedAsync(world);
        world.Edit("guid-ada", r => r with { Enabled = false });
        await SyncAsync(world);
    }

    private static async Task GoneAsync(ScriptedWorld world, ConfirmationAnswer answer)
    {
        await LinkedAsync(world);
        world.Directory.Records.RemoveAll(r => r.Anchor == "guid-ada");
        world.Directory.Answers["guid-ada"] = answer;
    }

    private static async Task SyncAsync(ScriptedWorld world)
    {
        var plan = await world.Engine.PrepareAsync(Sync, Token);
        await world.Engine.ApplyAsync(plan.Id, Actor.Person("anna"), null, Token);
        world.Time.Advance(TimeSpan.FromDays(1));
    }

    private static Task RuleAsync(ScriptedWorld world, RuleChange change) => world.Engine.ChangeRulesAsync(Sync, [change], Actor.Person("anna"), "they are not ours", Token);

    private static void Set(ScriptedWorld world, string attribute, params string[] values) =>
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(attribute, [.. values]) });

    private static void Move(ScriptedWorld world, string? unit) => world.Edit("guid-ada", r => r with { Parent = unit });

    private static string Found(ScriptedWorld world, string attribute, string value) => world.Application.AddAccount(
        AttributeSet.Of((AttributeNames.Email, Ada), (AttributeNames.FirstName, "Ada"), (attribute, value)));

    private static void Account(ScriptedWorld world, Func<SourceRecord, SourceRecord> edit) => world.Application.Edit(IdOfAda(world), edit);

    private static string IdOfAda(ScriptedWorld world) => world.Application.Contents.Single(r => r.Kind == EntryKind.Account && r.Attributes[AttributeNames.Email] == Ada).Anchor;
}
