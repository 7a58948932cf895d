namespace SyncEngine.DemoCompany.Pyrus;

/// <summary>Accounts that no person of the directory has: the engine must leave every one of them alone.</summary>
internal static class Strangers
{
    /// <summary>Whom the engine signs in as.</summary>
    public const string Login = "sync@pyrus.example";

    private const int EverythingButOwner = 0x115 | 0x80 | 0x2 | 0x8 | 0x40 | 0x200 | 0x400 | 0x20 | 0x800;

    public static IReadOnlyList<SeedMember> All { get; } =
    [
        new() { Id = 1001, FirstName = "Office", LastName = "Manager", Email = "office@corp-example.example", Rights = EverythingButOwner, Owner = true },
        new() { Id = 1002, FirstName = "Sync", LastName = "Service", Email = Login, Rights = EverythingButOwner },
        new() { Id = 1003, FirstName = "Approval", LastName = "Bot", Email = "bot-7f3a@bots.pyrus.example", Type = "bot" },
        new() { Id = 1004, FirstName = "Amira", LastName = "Khan", Email = "amira@khan-design.example", Position = "Contractor" },
        new() { Id = 1005, FirstName = "Ben", LastName = "Carter", Email = "ben.carter@freelance.example", Position = "Contractor" },
        new() { Id = 1006, FirstName = "Сергей", LastName = "Мельник", Email = "s.melnik@partner.example", Position = "Integration partner" },
        new() { Id = 1007, FirstName = "Ute", LastName = "Graf", Email = "ute.graf@audit.example", Position = "Auditor" },
        new() { Id = 1008, FirstName = "Karl", LastName = "Engel", Email = "karl.engel@corp.example", Position = "Caretaker", Banned = true },
    ];
}
