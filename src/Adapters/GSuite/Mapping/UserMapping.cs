using System.Collections.Immutable;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Mapping;

/// <summary>A user as a record of the engine. A list and a single user give the same record.</summary>
internal static class UserMapping
{
    private const string ManagerType = "manager";
    private const string WorkType = "work";

    /// <summary>The ending of an address that Google gives every user by itself and nobody uses.</summary>
    private const string TestAddress = ".test-google-a.com";

    /// <summary>Made of a user that has an id.</summary>
    /// <param name="user">The user.</param>
    /// <param name="parent">The anchor of the organizational unit, null for the root.</param>
    /// <param name="manager">The manager's anchor, null when there is none or it is not known yet.</param>
    internal static SourceRecord ToRecord(GoogleUser user, string? parent, string? manager)
    {
        var work = user.Organizations is null ? null : Primary(user.Organizations, organization => organization.Primary);

        // In the order of their names, so that nothing has to be sorted.
        var attributes = new List<KeyValuePair<string, ImmutableArray<string>>>(13);
        if (Aliases(user) is { IsEmpty: false } aliases)
        {
            attributes.Add(new(AttributeNames.Aliases, aliases));
        }

        Add(AttributeNames.Company, work?.Name);
        Add(AttributeNames.Department, work?.Department);
        Add(AttributeNames.Email, user.PrimaryEmail);
        Add(AttributeNames.EmployeeNumber, OfType(user.ExternalIds, "organization")?.Value);
        Add(AttributeNames.FirstName, user.Name?.GivenName);
        Add(AttributeNames.LastName, user.Name?.FamilyName);
        Add(AttributeNames.Login, user.PrimaryEmail);
        Add(AttributeNames.Manager, manager);
        Add(AttributeNames.MobilePhone, MobilePhone(user.Phones));
        Add(AttributeNames.Name, user.Name?.DisplayName ?? user.Name?.FullName);
        Add(AttributeNames.Phone, Phone(user.Phones));
        Add(AttributeNames.Title, work?.Title);
        return new SourceRecord
        {
            Kind = EntryKind.Account,
            Anchor = user.Id!,
            Enabled = !user.Suspended && !user.Archived,
            Parent = parent,
            Attributes = AttributeSet.From(attributes),
        };

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                attributes.Add(new(name, [value]));
            }
        }
    }

    /// <summary>The address by which a user's manager is named, or null.</summary>
    internal static string? ManagerEmail(GoogleUser user) => OfType(user.Relations, ManagerType)?.Value?.Trim() is { Length: > 0 } email ? email : null;

    /// <summary>Whether a text can be a user's id: an address is taken for a key too, and must not pass for one.</summary>
    internal static bool IsId(string anchor) => anchor.Length is > 0 and <= 38 && anchor.All(char.IsAsciiDigit);

    /// <summary>Whether an address is of one of some domains; of any, when there are none.</summary>
    internal static bool IsOf(string? email, IList<string> domains) =>
        domains.Count == 0 || (email is not null && domains.Any(domain => email.EndsWith("@" + domain.Trim(), StringComparison.OrdinalIgnoreCase)));

    private static ImmutableArray<string> Aliases(GoogleUser user) => user is { Aliases: null, NonEditableAliases: null } ? [] :
    [
        .. (user.Aliases ?? []).Concat(user.NonEditableAliases ?? []).OfType<string>()
            .Where(alias => !alias.EndsWith(TestAddress, StringComparison.OrdinalIgnoreCase) && !alias.Equals(user.PrimaryEmail, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The office's number; else the primary one, when it is no mobile's and not private.</summary>
    private static string? Phone(IReadOnlyList<GoogleValue>? phones) =>
        (OfType(phones, WorkType) ?? phones?.FirstOrDefault(phone => phone is { Primary: true, Type: not ("mobile" or "work_mobile" or "home" or "home_fax") }))?.Value;

    private static string? MobilePhone(IReadOnlyList<GoogleValue>? phones) => (OfType(phones, "work_mobile") ?? OfType(phones, "mobile"))?.Value;

    private static GoogleValue? OfType(IReadOnlyList<GoogleValue>? values, string type)
    {
        GoogleValue? found = null;
        foreach (var value in values ?? [])
        {
            if (value is { Value: not null } && type.Equals(value.Type, StringComparison.OrdinalIgnoreCase) && (found is null || (value.Primary && !found.Primary)))
            {
                found = value;
            }
        }

        return found;
    }

    private static T? Primary<T>(IReadOnlyList<T> items, Func<T, bool> isPrimary)
        where T : class => items.FirstOrDefault(item => item is not null && isPrimary(item)) ?? items.FirstOrDefault(item => item is not null);
}
