namespace SyncEngine.DemoCompany.Company;

/// <summary>The groups: the primary one without members, nested ones, a diamond, a circle, one with members that are no people.</summary>
internal static class GroupsOfTheCompany
{
    public const string InsideSales = "grp:inside-sales";
    public const string Storage = "grp:storage";
    public const string Vpn = "grp:vpn";

    public static void AddTo(CorpDirectory directory)
    {
        var users = directory.Place(Places.UsersContainer);
        directory.Add(new Group("grp:domain-users", "Domain Users") { Rid = 513, Login = "Domain Users", Description = "All domain users" }, users);
        directory.Add(new Group("grp:domain-admins", "Domain Admins") { Rid = 512, Login = "Domain Admins" }, users).Add(directory.Person("Administrator"));

        var staff = New("grp:staff", "All Staff");
        var sales = New("grp:sales", "Sales");
        var engineering = New("grp:engineering", "Engineering");
        var platform = New("grp:platform", "Platform Team");
        var vpn = New(Vpn, "VPN Users");
        Add(New(InsideSales, "Inside Sales"), "Sales / EMEA / Inside Sales", sales);
        Add(New("grp:field-sales", "Field Sales"), "Sales / EMEA / Field Sales", sales);
        Add(New("grp:cis", "Продажи СНГ"), "Sales / CIS", sales);
        Add(New(Storage, "Storage"), "Engineering / Platform / Storage", platform);
        Add(New("grp:identity", "Identity"), "Engineering / Platform / Identity", platform);
        Add(New("grp:finance", "Finance"), "Finance /", staff);
        staff.Add(sales);
        staff.Add(engineering);
        engineering.Add(platform);

        // A diamond: the platform team has it by its own membership and through Engineering.
        vpn.Add(engineering);
        vpn.Add(platform);
        vpn.Add(directory.Person("svc-monitoring"));

        // A circle, as two teams make it that invite each other.
        var project = New("grp:phoenix", "Project Phoenix");
        var core = New("grp:phoenix-core", "Phoenix Core, Berlin");
        project.Add(core);
        core.Add(project);
        core.Add(directory.Person(Cast.IsPromoted));
        core.Add(directory.Person(Cast.LeavesToo));
        project.Add(directory.Place("contact:auditor"));
        project.Add(directory.Place("print01"));

        New("grp:empty", "Old Intranet Editors");

        Group New(string key, string name) => directory.Add(
            new Group(key, name) { Login = name }, directory.Place(Places.Groups));

        void Add(Group group, string department, Group above)
        {
            foreach (var person in directory.People.Where(p => !p.Disabled && p.Department?.StartsWith(department, StringComparison.Ordinal) == true))
            {
                group.Add(person);
            }

            above.Add(group);
        }
    }
}
