namespace SyncEngine.Emulators;

/// <summary>A text field of a member: its JSON name, how it is read and set, and which requests may set it.</summary>
internal sealed record MemberField(string Name, Func<PyrusMember, string?> Get, Func<PyrusMember, string?, PyrusMember> Set, bool OnCreate = true, bool OnUpdate = true);

/// <summary>The text fields, in the order of an answer.</summary>
internal static class MemberFields
{
    internal static readonly MemberField Email = new("email", m => m.Email, (m, v) => m with { Email = v });
    internal static readonly MemberField LoginPhone = new("login_phone", m => m.LoginPhone, (m, v) => m with { LoginPhone = v });
    internal static readonly MemberField ExternalId = new("external_id", m => m.ExternalId, (m, v) => m with { ExternalId = v }, OnUpdate: false);

    internal static readonly MemberField[] All =
    [
        new("first_name", m => m.FirstName, (m, v) => m with { FirstName = v }),
        new("last_name", m => m.LastName, (m, v) => m with { LastName = v }),
        new("native_first_name", m => m.NativeFirstName, (m, v) => m with { NativeFirstName = v }, OnCreate: false),
        new("native_last_name", m => m.NativeLastName, (m, v) => m with { NativeLastName = v }, OnCreate: false),
        Email,
        new("status", m => m.Status, (m, v) => m with { Status = v }),
        new("position", m => m.Position, (m, v) => m with { Position = v }),
        new("phone", m => m.Phone, (m, v) => m with { Phone = v }),
        new("mobile_phone", m => m.MobilePhone, (m, v) => m with { MobilePhone = v }),
        LoginPhone,
        new("location", m => m.Location, (m, v) => m with { Location = v }),
        new("personality", m => m.Personality, (m, v) => m with { Personality = v }),
        new("personnel_number", m => m.PersonnelNumber, (m, v) => m with { PersonnelNumber = v }),
        ExternalId,
    ];
}
