namespace SyncEngine.DemoCompany;

/// <summary>An account of a person, or of a service.</summary>
internal sealed class Person(string key, string name) : Principal(key, name)
{
    public string? FirstName { get; set; }

    public string? LastName { get; set; }

    public string? DisplayName { get; set; }

    public string? Mail { get; set; }

    public List<string> ProxyAddresses { get; } = [];

    public string? Title { get; set; }

    public string? Department { get; set; }

    public string? Phone { get; set; }

    public string? Mobile { get; set; }

    public string? EmployeeNumber { get; set; }

    public string? Description { get; init; }

    public Person? Manager { get; set; }

    public bool Disabled { get; set; }

    public bool PasswordNeverExpires { get; set; }

    /// <summary>When the account runs out; null is never.</summary>
    public DateTime? Expires { get; set; }

    /// <summary>Since when it is locked for wrong passwords; null is not.</summary>
    public DateTime? LockedSince { get; set; }

    public bool MustChangePassword { get; set; }

    /// <summary>The primary group, when it is not Domain Users; the person is a member of it too.</summary>
    public Group? PrimaryGroup { get; set; }

    /// <summary>Deleted: what is left of it is a tombstone.</summary>
    public bool Deleted { get; set; }

    /// <summary>Where a deleted one was.</summary>
    public string? LastParentDn { get; set; }

    /// <summary>True for accounts that are no person's: they have no mail, number or department.</summary>
    public bool IsService { get; init; }

    /// <summary>True for the many: neither of the story nor awkward.</summary>
    public bool IsOrdinary { get; set; }

    public int AccountControl => 0x200 | (Disabled ? 0x2 : 0) | (PasswordNeverExpires ? 0x10000 : 0);
}
