namespace SyncEngine.DemoCompany.Company;

/// <summary>What is in every directory beside people: the system's own accounts, services, computers, a contact.</summary>
internal static class SystemAccounts
{
    public static void AddTo(CorpDirectory directory)
    {
        var users = directory.Place(Places.UsersContainer);
        directory.Add(BuiltIn("Administrator", 500, "Built-in account for administering the computer/domain"), users).PasswordNeverExpires = true;
        directory.Add(BuiltIn("Guest", 501, "Built-in account for guest access to the computer/domain"), users).Disabled = true;
        directory.Add(BuiltIn("krbtgt", 502, "Key Distribution Center Service Account"), users).Disabled = true;

        var services = directory.Place(Places.Services);
        foreach (var name in new[] { "svc-backup", "svc-sync", "svc-scanner", "svc-mail", "svc-sql", "svc-ci", "svc-monitoring", "svc-print", "svc-phone" })
        {
            var service = directory.Add(
                new Person(name, name) { IsService = true, Description = "Service account", DisplayName = name, PasswordNeverExpires = true }, services);
            service.Mail = name is "svc-scanner" or "svc-mail" ? $"{name[4..]}@{Domain.DnsName}" : null;
        }

        directory.Add(new Computer("dc1", "DC1") { IsDomainController = true, Rid = 1000 }, directory.Place(Places.DomainControllers));
        directory.Add(new Computer("bln-ws-014", "BLN-WS-014"), directory.Place("ou:berlin/workstations"));
        directory.Add(new Computer("print01", "PRINT01"), directory.Place(Places.Computers));
        directory.Add(new Contact("contact:auditor", "Brigitte Auditor (external)", "b.auditor@audit.example"), directory.Place(Places.Contacts));
    }

    private static Person BuiltIn(string name, int rid, string description) =>
        new(name, name) { IsService = true, Rid = rid, Description = description };
}
