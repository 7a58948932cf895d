using System.Runtime.InteropServices;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>
/// What a first passage through an export finds: which object stands behind each name, so that members, managers and places can be told by their
/// ids whatever the order of the file. A second gain: a broken line is found before anything is given.
/// </summary>
internal sealed class LdifIndex
{
    /// <summary>What the index looks at.</summary>
    internal static readonly AttributeFilter Used = new(
    [
        AdNames.ObjectClass, AdNames.ObjectCategory, AdNames.ObjectGuid, AdNames.ObjectSid, AdNames.UserAccountControl, AdNames.IsDeleted,
        AdNames.ShowInAdvancedViewOnly,
    ]);

    private readonly NameHashes hashes = new();
    private readonly EntryTable entries = new();
    private readonly Dictionary<string, Guid> groupsBySid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DistinguishedName Dn, string Suffix)> parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> sidOfDomain = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> sidsInDomain = new(StringComparer.Ordinal);
    private readonly byte[] lastDomainSid = new byte[AdIdentifiers.DomainSidLength];
    private string? lastSuffix;

    /// <summary>Units and containers, with their names.</summary>
    internal List<(DistinguishedName Dn, IndexedEntry Entry)> Units { get; } = [];

    /// <summary>The domain object's name, when the export has it.</summary>
    internal DistinguishedName? Domain { get; private set; }

    /// <summary>Names of the domains (the levels at the end that are domain components) that accounts and groups are in.</summary>
    internal SortedDictionary<string, DistinguishedName> Suffixes { get; } = new(StringComparer.Ordinal);

    internal int Count => entries.Count;

    /// <summary>
    /// The identifier of the domain that a base stands in: from the domain object, else from the accounts and groups, when they agree; else null.
    /// </summary>
    internal string? DomainSid(DistinguishedName root)
    {
        var domain = Suffix(root).Key;
        return sidOfDomain.GetValueOrDefault(domain)
            ?? (sidsInDomain.TryGetValue(domain, out var sids) && sids.Count == 1 ? sids.Min : null);
    }

    /// <summary>Reads a whole file into an index.</summary>
    /// <exception cref="LdifException">A line is broken, or an entry lacks what it needs.</exception>
    internal static async Task<LdifIndex> BuildAsync(LdifReader reader, CancellationToken cancellationToken)
    {
        var index = new LdifIndex();
        var entry = new LdapEntry();
        while (await reader.ReadAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            index.Add(entry, reader);
        }

        return index;
    }

    /// <summary>The entry of a name, if the export has it.</summary>
    internal IndexedEntry? Find(DistinguishedName dn) => entries.Find(hashes.Of(dn));

    /// <summary>The entry of a name in any spelling, if the export has it.</summary>
    internal IndexedEntry? Find(ReadOnlySpan<byte> spelling) => hashes.Of(spelling) is { } name ? entries.Find(name.Hash) : null;

    /// <summary>The entry with an id, if the export has it.</summary>
    internal IndexedEntry? Find(Guid id) => entries.Find(id);

    /// <summary>Whether an account, group or unit stands below a name.</summary>
    internal bool HasBelow(DistinguishedName dn) => parents.Values.Any(p => p.Dn.IsWithin(dn)) || Units.Exists(u => u.Dn.IsWithin(dn));

    internal Guid? GroupOfSid(string sid) => groupsBySid.TryGetValue(sid, out var id) ? id : null;

    private void Add(LdapEntry entry, LdifReader reader)
    {
        var name = hashes.Of(ExtendedDn.Plain(entry.Dn))
            ?? throw new LdifException(reader.Line, "its 'dn:' is no distinguished name", "Look at the escapes: a comma within a name is written \\,");
        if (name.IsEmpty)
        {
            return; // the server's own description
        }

        var id = AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid));
        var objectClass = AdClassifier.Of(entry);
        var indexed = new IndexedEntry(id, objectClass, entry.Has(AdNames.IsDeleted, AdNames.TrueText), reader.Line, reader.Offset);
        if (AdClassifier.KindOf(objectClass) is not null && id is null)
        {
            throw new LdifException(
                reader.Line, "this entry has no objectGUID, the unchangeable id by which people are known", "Export the attribute objectGUID too; if the file ends there, it was cut off: export it again.");
        }

        EnsureNew(entries.Add(name.Hash, indexed), indexed.Line);
        Learn(name, entry, indexed);
    }

    private static void EnsureNew((IndexedEntry? SameName, IndexedEntry? SameId) before, int line)
    {
        if (before.SameName is { } sameName)
        {
            throw Twice(line, sameName.Line, "name");
        }

        if (before.SameId is { } sameId)
        {
            throw Twice(line, sameId.Line, "objectGUID");
        }
    }

    private void Learn(HashedName name, LdapEntry entry, IndexedEntry indexed)
    {
        switch (indexed.Class)
        {
            case AdClass.Domain:
                var dn = NameOf(entry);
                Domain = Domain is null || dn.Depth < Domain.Depth ? dn : Domain;
                if (AdIdentifiers.Sid(entry.First(AdNames.ObjectSid)) is { } own)
                {
                    sidOfDomain[dn.Key] = own;
                }

                break;
            case AdClass.OrganizationalUnit when !indexed.Deleted:
            case AdClass.Container when !indexed.Deleted && !AdClassifier.IsHidden(entry):
                Units.Add((NameOf(entry), indexed));
                break;
            case AdClass.Account or AdClass.Group when !indexed.Deleted:
                LearnSid(entry.First(AdNames.ObjectSid), LearnPlace(name.Parent));
                if (indexed.Class == AdClass.Group && AdIdentifiers.Sid(entry.First(AdNames.ObjectSid)) is { } sid)
                {
                    groupsBySid.TryAdd(sid, indexed.Id!.Value);
                }

                break;
        }
    }

    private static DistinguishedName NameOf(LdapEntry entry) => DistinguishedName.TryParse(Encoding.UTF8.GetString(ExtendedDn.Plain(entry.Dn)))!;

    /// <summary>Which domain the identifiers below a name are of. Nearly always the same as for the entry before, which is seen from the bytes.</summary>
    private void LearnSid(ReadOnlySpan<byte> sid, string suffix)
    {
        var isInDomain = AdIdentifiers.IsInDomain(sid);
        if (isInDomain && suffix == lastSuffix && sid.StartsWith(lastDomainSid))
        {
            return;
        }

        if (AdIdentifiers.Sid(sid) is { } text && AdIdentifiers.DomainOf(text) is { } domain)
        {
            ref var sids = ref CollectionsMarshal.GetValueRefOrAddDefault(sidsInDomain, suffix, out _);
            (sids ??= new SortedSet<string>(StringComparer.Ordinal)).Add(domain);
            if (isInDomain)
            {
                sid[..AdIdentifiers.DomainSidLength].CopyTo(lastDomainSid);
                lastSuffix = suffix;
            }
        }
    }

    private string LearnPlace(DistinguishedName parent)
    {
        if (!parents.TryGetValue(parent.Key, out var place))
        {
            var suffix = Suffix(parent);
            Suffixes.TryAdd(suffix.Key, suffix);
            parents[parent.Key] = place = (parent, suffix.Key);
        }

        return place.Suffix;
    }

    private static DistinguishedName Suffix(DistinguishedName dn)
    {
        while (dn.Depth > 0 && !dn.IsDomain)
        {
            dn = dn.Parent;
        }

        return dn;
    }

    private static LdifException Twice(int line, int before, string what) => new(
        line,
        FormattableString.Invariant($"this entry has the same {what} as the one on line {before}"),
        "Give one export of the directory, each entry once.");
}
