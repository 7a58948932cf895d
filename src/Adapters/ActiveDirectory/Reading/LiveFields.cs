using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// Which attributes the accounts or the groups of a domain may have: what the controller allows on one of them, less what the schema marks as no text, as
/// confidential, as computed, or as each controller's own. Of the last two a reading of changes would not tell that they changed.
/// </summary>
internal sealed class LiveFields(LiveSession session)
{
    /// <summary>systemFlags: not replicated, and constructed (MS-ADTS, section 2.2.10).</summary>
    private const int NotTold = 0x1 | 0x4;

    /// <summary>searchFlags: confidential (MS-ADTS, section 2.2.9).</summary>
    private const int Confidential = 0x80;

    /// <summary>Names, texts, numbers, times and truth values (MS-ADTS, section 3.1.1.2.2.2).</summary>
    private static readonly ImmutableHashSet<string> Readable = ImmutableHashSet.Create(
        StringComparer.Ordinal, "2.5.5.1", "2.5.5.2", "2.5.5.3", "2.5.5.4", "2.5.5.5", "2.5.5.6", "2.5.5.8", "2.5.5.9", "2.5.5.11", "2.5.5.12", "2.5.5.16");

    internal async Task<IReadOnlyCollection<string>> ReadAsync(EntryKind kind, CancellationToken cancellationToken)
    {
        var allowed = await AllowedAsync(kind, cancellationToken).ConfigureAwait(false);
        var readable = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var schema = new LdapSearch(
            session.Connection,
            new SearchRequest($"CN=Schema,{session.Root.ConfigurationDn}", SearchScope.OneLevel, AdFilters.Attributes, AdNames.SchemaAttributes)
            {
                What = "attributes of the schema",
                Controls = [LdapControl.DomainScope],
            },
            session.Options.PageSize);
        await schema.ReadAllAsync(entry => Take(entry, readable), cancellationToken).ConfigureAwait(false);
        readable.IntersectWith(allowed);
        return readable;
    }

    /// <summary>What any account or group that is there may have; all of a kind have the same classes, nearly always.</summary>
    private async Task<HashSet<string>> AllowedAsync(EntryKind kind, CancellationToken cancellationToken)
    {
        var allowed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var search = new LdapSearch(
            session.Connection,
            new SearchRequest(
                session.Domain.Domain.ToString(), SearchScope.Subtree, kind == EntryKind.Account ? AdFilters.Accounts : AdFilters.Groups, [AdNames.AllowedAttributes])
            {
                What = "allowed attributes",
                Controls = [LdapControl.DomainScope],
            },
            pageSize: 1);
        await search.RequestAsync(cancellationToken).ConfigureAwait(false);
        await search.ReadPageAsync(entry => Allow(entry, allowed), cancellationToken).ConfigureAwait(false);
        return allowed;
    }

    private static void Allow(LdapEntry entry, HashSet<string> allowed)
    {
        foreach (var value in entry.Values(AdNames.AllowedAttributes))
        {
            allowed.Add(Encoding.UTF8.GetString(value));
        }
    }

    private static void Take(LdapEntry entry, HashSet<string> readable)
    {
        if (entry.Text(AdNames.LdapDisplayName) is { } name
            && Readable.Contains(entry.Text(AdNames.AttributeSyntax) ?? "")
            && (Number(entry, AdNames.SystemFlags) & NotTold) == 0
            && (Number(entry, AdNames.SearchFlags) & Confidential) == 0
            && Number(entry, AdNames.LinkId) % 2 == 0) // an odd one is computed from the links of others
        {
            readable.Add(name);
        }
    }

    private static int Number(LdapEntry entry, string attribute) =>
        int.TryParse(entry.Text(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
