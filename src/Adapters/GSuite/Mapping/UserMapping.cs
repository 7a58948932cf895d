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

    /// <summary>All that a user's record can have, in order.</summary>
    internal static readonly ImmutableArray<string> Names =
    [
        AttributeNames.Aliases, AttributeNames.Company, AttributeNames.Department, AttributeNames.Email, AttributeNames.EmployeeNumber, AttributeNames.FirstName,
        AttributeNames.LastName, AttributeNames.Login, AttributeNames.Manager, AttributeNames.MobilePhone, AttributeNames.Name, AttributeNames.Phone, AttributeNames.Title,
    ];

    /// <summary>Made of a user that has an id.</summary>
    /// <param name="user">The user.</param>
    /// <param name="parent">The anchor of the organizational unit, null for the root.</param>
    /// <param name="manager">The manager's anchor, null when there is none or it is not known yet.</param>
    internal static SourceRecord ToRecord(GoogleUser user, string? parent, string? manager)
    {
        var work = Work(user.Organizations);
        ImmutableArray<string> email = string.IsNullOrEmpty(user.PrimaryEmail) ? [] : [user.PrimaryEmail];

        // In the order of their names, so that nothing has to be sorted.
        var attributes = default(UserAttributes);
        attributes.Put(AttributeNames.Aliases, Aliases(user));
        attributes.Add(AttributeNames.Company, work?.Name);
        attributes.Add(AttributeNames.Department, work?.Department);
        attributes.Put(AttributeNames.Email, email);
        attributes.Add(AttributeNames.EmployeeNumber, OfType(user.ExternalIds, "organization")?.Value);
        attributes.Add(AttributeNames.FirstName, user.Name?.GivenName);
        attributes.Add(AttributeNames.LastName, user.Name?.FamilyName);
        attributes.Put(AttributeNames.Login, email);
        attributes.Add(AttributeNames.Manager, manager);
        attributes.Add(AttributeNames.MobilePhone, MobilePhone(user.Phones));
        attributes.Add(AttributeNames.Name, user.Name?.DisplayName ?? user.Name?.FullName);
        attributes.Add(AttributeNames.Phone, Phone(user.Phones));
        attributes.Add(AttributeNames.Title, work?.Title);
        return new SourceRecord
        {
            Kind = EntryKind.Account,
            Anchor = user.Id!,
            Enabled = !user.Suspended && !user.Archived,
            Parent = parent,
            Attributes = attributes.ToSet(),
        };
    }

    /// <summary>The address by which a user's manager is named, or null.</summary>
    internal static string? ManagerEmail(GoogleUser user) => OfType(user.Relations, ManagerType)?.Value?.Trim() is { Length: > 0 } email ? email : null;

    /// <summary>Whether a text can be a user's id: an address is taken for a key too, and must not pass for one.</summary>
    internal static bool IsId(string anchor) => anchor.Length is > 0 and <= 38 && anchor.All(char.IsAsciiDigit);

    /// <summary>Whether an address is of one of some domains; of any, when there are none.</summary>
    internal static bool IsOf(string? email, IList<string> domains) =>
        domains.Count == 0 || (email is not null && domains.Any(domain => email.EndsWith("@" + domain.Trim(), StringComparison.OrdinalIgnoreCase)));

    /// <summary>Each other address once, in the order of the lists, ignoring case.</summary>
    private static ImmutableArray<string> Aliases(GoogleUser user)
    {
        if (user is { Aliases: null, NonEditableAliases: null })
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<string>((user.Aliases?.Count ?? 0) + (user.NonEditableAliases?.Count ?? 0));
        Add(user.Aliases);
        Add(user.NonEditableAliases);
        return found.DrainToImmutable();

        void Add(IReadOnlyList<string>? aliases)
        {
            for (var i = 0; i < aliases?.Count; i++)
            {
                if (aliases[i] is { } alias && IsAlias(alias) && !found.Contains(alias, StringComparer.OrdinalIgnoreCase))
                {
                    found.Add(alias);
                }
            }
        }

        bool IsAlias(string alias) =>
            !alias.EndsWith(TestAddress, StringComparison.OrdinalIgnoreCase) && !alias.Equals(user.PrimaryEmail, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The office's number; else the primary one, when it is no mobile's and not private.</summary>
    private static string? Phone(IReadOnlyList<GoogleValue>? phones) =>
        (OfType(phones, WorkType) ?? phones?.FirstOrDefault(phone => phone is { Primary: true, Type: not ("mobile" or "work_mobile" or "home" or "home_fax") }))?.Value;

    private static string? MobilePhone(IReadOnlyList<GoogleValue>? phones) => (OfType(phones, "work_mobile") ?? OfType(phones, "mobile"))?.Value;

    private static GoogleValue? OfType(IReadOnlyList<GoogleValue>? values, string type)
    {
        GoogleValue? found = null;
        for (var i = 0; i < values?.Count; i++)
        {
            if (values[i] is { Value: not null } value && type.Equals(value.Type, StringComparison.OrdinalIgnoreCase) && (found is null || (value.Primary && !found.Primary)))
            {
                found = value;
            }
        }

        return found;
    }

    /// <summary>The primary organization, else the first.</summary>
    private static GoogleOrganization? Work(IReadOnlyList<GoogleOrganization>? organizations)
    {
        GoogleOrganization? first = null;
        for (var i = 0; i < organizations?.Count; i++)
        {
            if (organizations[i].Primary)
            {
                return organizations[i];
            }

            first ??= organizations[i];
        }

        return first;
    }
}
