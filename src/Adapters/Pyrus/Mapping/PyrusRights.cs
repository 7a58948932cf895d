namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>The bits of a member's rights that matter here.</summary>
internal static class PyrusRights
{
    internal const long ManageRoles = 0x1;
    internal const long ManagePersons = 0x4;

    /// <summary>Who may manage people and roles administers the organisation: at least an organisation manager.</summary>
    internal static bool IsAdministrator(long rights) => (rights & (ManageRoles | ManagePersons)) == (ManageRoles | ManagePersons);

    /// <summary>What a writing login lacks, in words; null when nothing.</summary>
    internal static string? Missing(long rights)
    {
        List<string> missing =
        [
            .. (rights & ManagePersons) == 0 ? ["managing people (4)"] : Array.Empty<string>(),
            .. (rights & ManageRoles) == 0 ? ["managing roles (1)"] : Array.Empty<string>(),
        ];
        return missing.Count == 0 ? null : string.Join(", ", missing);
    }
}
