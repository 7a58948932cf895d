using SyncEngine.Emulators;

namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>A customer with a unit inside a unit, people of every state, a group in a group and members of every type.</summary>
internal static class SmallCompany
{
    internal const string Staff = "staff@corp.example";
    internal const string Sellers = "sellers@corp.example";

    internal static void Seed(GSuiteEmulator emulator)
    {
        emulator.SeedOrgUnit(new() { OrgUnitPath = "/Staff" });
        emulator.SeedOrgUnit(new() { OrgUnitPath = "/Staff/Users" });
        emulator.SeedUser(new()
        {
            PrimaryEmail = "anna@corp.example", GivenName = "Anna", FamilyName = "Bell", OrgUnitPath = "/Staff/Users", Aliases = ["a.bell@corp.example"],
            Organizations = [new() { Name = "Corp", Title = "Seller", Department = "Sales", Primary = true }],
            Phones = [new("+1 555 100", "work")],
            Relations = [new("zoe@corp.example", "manager")],
            ExternalIds = [new("4711", "organization")],
        });
        emulator.SeedUser(new() { PrimaryEmail = "boris@corp.example", GivenName = "Boris", FamilyName = "Cole", OrgUnitPath = "/Staff", Suspended = true, SuspensionReason = "ADMIN" });
        emulator.SeedUser(new() { PrimaryEmail = "carl@corp.example", GivenName = "Carl", FamilyName = "Dow", OrgUnitPath = "/Staff", Archived = true });
        emulator.SeedUser(new() { PrimaryEmail = "zoe@corp.example", GivenName = "Zoë", FamilyName = "Young", OrgUnitPath = "/Staff/Users" });
        emulator.SeedUser(new() { PrimaryEmail = "left@corp.example", GivenName = "Left", FamilyName = "Long" });
        emulator.DeleteUser("left@corp.example");
        emulator.SeedGroup(new() { Email = Sellers, Name = "Sellers", Members = [new() { Email = "a.bell@corp.example" }] });
        emulator.SeedGroup(new()
        {
            Email = Staff, Name = "Staff",
            Members = [new() { Email = Sellers }, new() { Email = "zoe@corp.example" }, new() { Email = "guest@partner.example" }, new() { Id = emulator.CustomerId, Type = "CUSTOMER" }],
        });
    }

    internal static string Id(this GSuiteEmulator emulator, string email) => emulator.FindUser(email)?.Id ?? emulator.FindGroup(email)!.Id;
}
