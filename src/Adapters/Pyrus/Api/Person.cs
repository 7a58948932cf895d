using System.Text.Json;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>A member as Pyrus shows it: the fields this adapter uses.</summary>
internal sealed record Person
{
    internal required long Id { get; init; }

    internal string? FirstName { get; init; }

    internal string? LastName { get; init; }

    internal string? NativeFirstName { get; init; }

    internal string? NativeLastName { get; init; }

    internal string? Email { get; init; }

    internal string? Type { get; init; }

    internal string? Position { get; init; }

    internal string? Phone { get; init; }

    internal string? MobilePhone { get; init; }

    internal string? PersonnelNumber { get; init; }

    internal string? ExternalId { get; init; }

    internal long? DepartmentId { get; init; }

    internal string? DepartmentName { get; init; }

    /// <summary>Null when the answer does not say.</summary>
    internal long? Rights { get; init; }

    internal bool Banned { get; init; }

    /// <summary>Who got the tasks of somebody dismissed; null when the answer does not say.</summary>
    internal long? TaskReceiver { get; init; }

    internal bool Fired { get; init; }

    /// <summary>Null when there is no id in it.</summary>
    internal static Person? Parse(JsonElement item) => JsonRead.Number(item, "id") is not { } id ? null : new Person
    {
        Id = id,
        FirstName = JsonRead.Text(item, "first_name"),
        LastName = JsonRead.Text(item, "last_name"),
        NativeFirstName = JsonRead.Text(item, "native_first_name"),
        NativeLastName = JsonRead.Text(item, "native_last_name"),
        Email = JsonRead.Text(item, "email"),
        Type = JsonRead.Text(item, "type"),
        Position = JsonRead.Text(item, "position"),
        Phone = JsonRead.Text(item, "phone"),
        MobilePhone = JsonRead.Text(item, "mobile_phone"),
        PersonnelNumber = JsonRead.Text(item, "personnel_number"),
        ExternalId = JsonRead.Text(item, "external_id"),
        DepartmentId = JsonRead.Number(item, "department_id"),
        DepartmentName = JsonRead.Text(item, "department_name"),
        Rights = JsonRead.Number(item, "rights"),
        TaskReceiver = JsonRead.Number(item, "task_receiver"),
        Banned = JsonRead.Flag(item, "banned"),
        Fired = JsonRead.Flag(item, "fired"),
    };
}
