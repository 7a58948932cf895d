namespace SyncEngine.Emulators;

/// <summary>Bits of a member's <c>rights</c>, as the official C# and TypeScript clients name them.</summary>
public static class PyrusRights
{
    /// <summary>May create and change roles.</summary>
    public const int ManageRoles = 0x1;

    /// <summary>May create, change and block people.</summary>
    public const int ManagePersons = 0x4;

    /// <summary>What the product gives to a new member: 0x20 and 0x800.</summary>
    public const int NewMember = 0x20 | 0x800;

    /// <summary>The bundle of an organisation manager: 0x115.</summary>
    public const int OrganizationManager = ManagePersons | ManageRoles | 0x10 | 0x100;

    /// <summary>The bundle of an administrator: organisation manager, accountant, supervisor and configuration manager, and what everybody has.</summary>
    public const int Administrator = OrganizationManager | 0x80 | 0x2 | 0x8 | 0x40 | 0x200 | 0x400 | NewMember;
}
