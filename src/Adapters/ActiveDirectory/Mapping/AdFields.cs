using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>Which fields a reading gives of accounts and groups, and which attributes can be asked for beside them. Pure.</summary>
internal static class AdFields
{
    /// <summary>Names that the mapping fills, or another system's would: a further attribute must not end up under one of them.</summary>
    internal static ImmutableHashSet<string> Taken { get; } = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        AttributeNames.Name, AttributeNames.FirstName, AttributeNames.LastName, AttributeNames.Email, AttributeNames.Aliases, AttributeNames.Login,
        AttributeNames.Title, AttributeNames.Department, AttributeNames.Company, AttributeNames.Phone, AttributeNames.MobilePhone,
        AttributeNames.EmployeeNumber, AttributeNames.Manager, AttributeNames.PrimaryGroup, AttributeNames.Address,
        AttributeNames.Position, AttributeNames.ExternalId, AttributeNames.AccountType, AttributeNames.Protection, AttributeNames.Roles,
        AttributeNames.EmploymentState, AttributeNames.Blocked);

    private static readonly ImmutableArray<string> OfAccounts =
    [
        AttributeNames.Aliases, AttributeNames.Company, AttributeNames.Department, AttributeNames.Email, AttributeNames.EmployeeNumber, AttributeNames.FirstName,
        AttributeNames.LastName, AttributeNames.Login, AttributeNames.Manager, AttributeNames.MobilePhone, AttributeNames.Name, AttributeNames.Phone,
        AttributeNames.PrimaryGroup, AttributeNames.Title,
    ];

    private static readonly ImmutableArray<string> OfGroups = [AttributeNames.Address, AttributeNames.Email, AttributeNames.Login, AttributeNames.Name];

    /// <summary>Whether a text can be the name of an attribute.</summary>
    internal static bool IsName(string text) => text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The attributes behind fields of one kind: those that a reading does not give by itself.</summary>
    internal static IEnumerable<string> AttributesOf(EntryKind kind, IEnumerable<SourceField> fields) =>
        fields.Where(field => field.Kind == kind && IsName(field.Name) && !Taken.Contains(field.Name)).Select(field => field.Name);

    /// <summary>The fields of a kind.</summary>
    /// <param name="kind">Accounts or groups.</param>
    /// <param name="options">The options, with further attributes that are read already.</param>
    /// <param name="attributes">The attributes that entries of that kind may have, in any order.</param>
    internal static SourceFields Of(EntryKind kind, ActiveDirectoryOptions options, IEnumerable<string> attributes)
    {
        ImmutableArray<string> given = kind == EntryKind.Account
            ? [.. OfAccounts.Concat(options.Attributes.Select(EntryMapper.CanonicalName)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : OfGroups;
        return new SourceFields(
            given,
            [
                .. attributes.Where(name => IsName(name) && !Taken.Contains(name) && !IsSecret(name)).Select(EntryMapper.CanonicalName)
                    .Except(given, StringComparer.Ordinal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ]);
    }

    /// <summary>What nobody wants in a history, even where the account that reads may see it.</summary>
    private static bool IsSecret(string attribute) =>
        attribute.Contains("pwd", StringComparison.OrdinalIgnoreCase) || attribute.Contains("password", StringComparison.OrdinalIgnoreCase);
}
