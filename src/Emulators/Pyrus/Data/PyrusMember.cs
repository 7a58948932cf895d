namespace SyncEngine.Emulators;

/// <summary>
/// A person or bot of the emulated organisation: what is seeded, what is kept, and what is in the data file (snake_case names). Pyrus has no
/// such thing as an erased member: an id, once given, is that member's for ever.
/// </summary>
public sealed record PyrusMember
{
    /// <summary>The id; 0 in a seed means the next free one.</summary>
    public int Id { get; init; }

    /// <summary>Given name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Family name.</summary>
    public string? LastName { get; init; }

    /// <summary>Given name in the local script.</summary>
    public string? NativeFirstName { get; init; }

    /// <summary>Family name in the local script.</summary>
    public string? NativeLastName { get; init; }

    /// <summary>The address, unique in the organisation ignoring case; also the login.</summary>
    public string? Email { get; init; }

    /// <summary><c>user</c> (the default), <c>bot</c>, or any other text the real product might send.</summary>
    public string Type { get; init; } = "user";

    /// <summary>Free text beside the name. Not an account state.</summary>
    public string? Status { get; init; }

    /// <summary>Bits of <see cref="PyrusRights"/>; <see cref="PyrusRights.NewMember"/> by default.</summary>
    public int Rights { get; init; } = PyrusRights.NewMember;

    /// <summary>Job title.</summary>
    public string? Position { get; init; }

    /// <summary>The department's id.</summary>
    public long? DepartmentId { get; init; }

    /// <summary>Blocked by an administrator.</summary>
    public bool Banned { get; init; }

    /// <summary>Dismissed: hidden from the list unless <c>include_fired</c> is given.</summary>
    public bool Fired { get; init; }

    /// <summary>Who got the tasks when this member was dismissed.</summary>
    public int? TaskReceiver { get; init; }

    /// <summary>Office telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Mobile telephone.</summary>
    public string? MobilePhone { get; init; }

    /// <summary>Telephone used to sign in; unique in the organisation.</summary>
    public string? LoginPhone { get; init; }

    /// <summary>Where the person sits.</summary>
    public string? Location { get; init; }

    /// <summary>About the person.</summary>
    public string? Personality { get; init; }

    /// <summary>Employee number.</summary>
    public string? PersonnelNumber { get; init; }

    /// <summary>Days of vacation left.</summary>
    public int? VacationDays { get; init; }

    /// <summary>The id in a foreign system; set on creation only.</summary>
    public string? ExternalId { get; init; }

    /// <summary>True for the organisation's owner, who cannot be blocked.</summary>
    public bool Owner { get; init; }

    /// <summary>The key this member signs in to the API with; null for those who never do. Never in an answer.</summary>
    public string? SecurityKey { get; init; }

    /// <summary>Where the member is signed in. Never in an answer.</summary>
    public IReadOnlyList<PyrusSession> Sessions { get; init; } = [];

    internal bool IsActive => !Banned && !Fired;

    /// <summary>The id only: a member holds personal data and perhaps a key.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Pyrus member {Id}");
}
