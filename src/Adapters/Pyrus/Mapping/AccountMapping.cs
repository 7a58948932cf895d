using System.Globalization;
using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>A member as a record of the engine. The list, a single member and the answer to a write give the same record.</summary>
internal static class AccountMapping
{
    internal static SourceRecord ToRecord(Person person, long self, bool withRights) => new()
    {
        Kind = EntryKind.Account,
        Anchor = Text(person.Id),
        Enabled = !person.Banned && !person.Fired,
        Parent = person.DepartmentId is { } department ? Text(department) : null,
        Attributes = AttributeSet.Of(
            (AttributeNames.Name, Name(person)),
            (AttributeNames.FirstName, person.FirstName),
            (AttributeNames.LastName, person.LastName),
            (AttributeNames.NativeFirstName, person.NativeFirstName),
            (AttributeNames.NativeLastName, person.NativeLastName),
            (AttributeNames.Email, person.Email),
            (AttributeNames.Position, person.Position),
            (AttributeNames.Phone, person.Phone),
            (AttributeNames.MobilePhone, person.MobilePhone),
            (AttributeNames.EmployeeNumber, person.PersonnelNumber),
            (AttributeNames.ExternalId, person.ExternalId),
            (AttributeNames.AccountType, AccountType(person.Type)),
            (AttributeNames.EmploymentState, person.Fired ? "dismissed" : null),
            (AttributeNames.Blocked, person.Fired && !person.Banned ? AttributeNames.NotBlocked : null),
            (AttributeNames.Protection, Protection(person, self, withRights))),
    };

    internal static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null when an anchor is not an id of Pyrus.</summary>
    internal static long? Id(string? anchor) => long.TryParse(anchor, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string Name(Person person) => string.Join(' ', new[] { person.FirstName, person.LastName }.Where(part => part is not null));

    /// <summary>People have no type of account: <c>person</c> was met beside <c>user</c>, and old servers leave it out.</summary>
    private static string? AccountType(string? type) => type?.ToLowerInvariant() is { } known and not ("user" or "person") ? known : null;

    private static string? Protection(Person person, long self, bool withRights)
    {
        if (person.Id == self)
        {
            return "self";
        }

        return withRights && person.Rights is { } rights && PyrusRights.IsAdministrator(rights) ? "administrator" : null;
    }
}
