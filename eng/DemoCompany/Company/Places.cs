namespace SyncEngine.DemoCompany.Company;

/// <summary>The tree of units, and where ordinary people stand in it.</summary>
internal static class Places
{
    public const string BerlinUsers = "ou:berlin/users";
    public const string WarsawUsers = "ou:warsaw-users";
    public const string MoscowUsers = "ou:moscow/users";
    public const string LisbonUsers = "ou:lisbon-users";
    public const string LondonUsers = "ou:london/users";
    public const string LondonRemote = "ou:london/users-remote";
    public const string DisabledUsers = "ou:disabled-users";
    public const string LongLeave = "ou:long-leave";
    public const string Services = "ou:service-accounts";
    public const string Groups = "ou:groups";
    public const string Contacts = "ou:contacts";
    public const string UsersContainer = "cn:users";
    public const string Computers = "cn:computers";
    public const string DomainControllers = "ou:domain-controllers";
    public const string DeletedObjects = "cn:deleted-objects";

    public static void AddTo(CorpDirectory directory)
    {
        var domain = directory.Add(new Domain(), null);
        Add<Container>(UsersContainer, "Users");
        Add<Container>(Computers, "Computers");
        Add<Unit>(DomainControllers, "Domain Controllers");
        directory.Add(new Container(DeletedObjects, "Deleted Objects", hidden: true), domain);
        Add<Unit>(Groups, "Groups");
        Add<Unit>(Services, "Service Accounts");
        Add<Unit>(Contacts, "Contacts");
        Below("ou:berlin", "Berlin", (BerlinUsers, "Users"), ("ou:berlin/workstations", "Workstations"));
        Add<Unit>(WarsawUsers, "Warsaw Users");
        Below("ou:moscow", "Москва", (MoscowUsers, "Users"));
        Add<Unit>(LisbonUsers, "Lisbon Users");
        Below("ou:london", "London", (LondonUsers, "Users"), (LondonRemote, "Users, Remote"));
        Add<Unit>(DisabledUsers, "Disabled Users");
        Add<Unit>(LongLeave, "Long Leave");

        void Add<T>(string key, string name)
            where T : DirectoryEntry => directory.Add<DirectoryEntry>(
                typeof(T) == typeof(Unit) ? new Unit(key, name) : new Container(key, name), domain);

        void Below(string key, string name, params (string Key, string Name)[] children)
        {
            var unit = directory.Add(new Unit(key, name), domain);
            foreach (var child in children)
            {
                directory.Add(new Unit(child.Key, child.Name), unit);
            }
        }
    }
}
