using System.Runtime.InteropServices;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>What a place in the tree is, for the entries in it.</summary>
internal enum PlaceKind
{
    /// <summary>The root of what is read: its entries have no parent.</summary>
    Root,

    /// <summary>A unit.</summary>
    Unit,

    /// <summary>An account, or something below one: what stands there is no person.</summary>
    InsideAccount,

    /// <summary>Not below the base.</summary>
    Outside,

    /// <summary>Not found.</summary>
    Missing,
}

/// <summary>A place in the tree.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Anchor">The anchor of the parent of entries that stand here; units have one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(PlaceKind Kind, string? Anchor = null);

/// <summary>The object at a place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Class">What it is.</param>
/// <param name="Listed">Whether it is among the units that a full reading lists: organizational units, and containers that people see.</param>
internal sealed record PlaceFacts(Guid Id, AdClass Class, bool Listed = true);

/// <summary>
/// The units of one reading. Gives each unit once, parents first, and before the first entry in it; a container that was not among the units
/// read but holds somebody is fetched when that is noticed.
/// </summary>
/// <param name="root">The base of the reading.</param>
/// <param name="rootIsUnit">False when the base is the domain itself: entries directly in it have no parent then.</param>
/// <param name="fetch">Looks up the object behind a DN; null when there is none.</param>
internal sealed class UnitTree(
    DistinguishedName root, bool rootIsUnit, Func<DistinguishedName, CancellationToken, ValueTask<PlaceFacts?>> fetch)
{
    private readonly Dictionary<string, Place> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Place> bySpelling = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> given = [];

    /// <summary>Units that were found and not taken yet, parents first.</summary>
    internal Queue<SourceRecord> Found { get; } = new();

    /// <summary>The place behind a name in the source's own spelling, if it is known already.</summary>
    internal bool TryFind(ReadOnlySpan<char> spelling, out Place place) =>
        bySpelling.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(spelling, out place);

    /// <summary>The place behind a name; looks it up, and what is above it, when it is new.</summary>
    internal async ValueTask<Place> FindAsync(string spelling, CancellationToken cancellationToken)
    {
        if (!bySpelling.TryGetValue(spelling, out var place))
        {
            place = DistinguishedName.TryParse(spelling) is { } dn
                ? await FindAsync(dn, cancellationToken).ConfigureAwait(false)
                : new Place(PlaceKind.Missing);
            bySpelling[spelling] = place;
        }

        return place;
    }

    /// <summary>
    /// Takes the units that were read. Organizational units all count; containers only below places that count: what stands below the
    /// system's own containers is of no interest unless somebody stands there.
    /// </summary>
    internal async Task AddAsync(IEnumerable<(DistinguishedName Dn, PlaceFacts Facts)> units, CancellationToken cancellationToken)
    {
        var read = units.OrderBy(u => u.Dn.Depth).ThenBy(u => u.Dn.Key, StringComparer.Ordinal).ToList();
        foreach (var (dn, facts) in read)
        {
            if (facts.Class == AdClass.OrganizationalUnit || byKey.ContainsKey(dn.Parent.Key) || dn.Parent.Key == root.Key)
            {
                await AddAsync(dn, facts, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Takes one unit that changed, by the rule of <see cref="AddAsync(IEnumerable{ValueTuple{DistinguishedName, PlaceFacts}}, CancellationToken)"/>,
    /// without having read the others. Null when it does not count by itself: then it is a unit only if somebody stands in it.
    /// </summary>
    internal async ValueTask<Place?> AddChangedAsync(DistinguishedName dn, PlaceFacts facts, CancellationToken cancellationToken) =>
        await CountsAsync(dn, facts, cancellationToken).ConfigureAwait(false)
            ? await AddAsync(dn, facts, cancellationToken).ConfigureAwait(false)
            : null;

    private async ValueTask<bool> CountsAsync(DistinguishedName dn, PlaceFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Class == AdClass.OrganizationalUnit || dn.Key == root.Key)
        {
            return true;
        }

        return facts is { Class: AdClass.Container, Listed: true }
            && (dn.Parent.Key == root.Key
                || (dn.IsWithin(root)
                    && await fetch(dn.Parent, cancellationToken).ConfigureAwait(false) is { } above
                    && await CountsAsync(dn.Parent, above, cancellationToken).ConfigureAwait(false)));
    }

    private async ValueTask<Place> FindAsync(DistinguishedName dn, CancellationToken cancellationToken)
    {
        if (byKey.TryGetValue(dn.Key, out var known))
        {
            return known;
        }

        if (!dn.IsWithin(root))
        {
            return byKey[dn.Key] = new Place(PlaceKind.Outside);
        }

        if (!rootIsUnit && dn.Key == root.Key)
        {
            return byKey[dn.Key] = new Place(PlaceKind.Root);
        }

        return await fetch(dn, cancellationToken).ConfigureAwait(false) is { } facts
            ? await AddAsync(dn, facts, cancellationToken).ConfigureAwait(false)
            : byKey[dn.Key] = new Place(PlaceKind.Missing);
    }

    private async ValueTask<Place> AddAsync(DistinguishedName dn, PlaceFacts facts, CancellationToken cancellationToken)
    {
        if (byKey.TryGetValue(dn.Key, out var known))
        {
            return known;
        }

        if (facts.Class is AdClass.Account or AdClass.Computer)
        {
            return byKey[dn.Key] = new Place(PlaceKind.InsideAccount);
        }

        if (!rootIsUnit && dn.Key == root.Key)
        {
            return byKey[dn.Key] = new Place(PlaceKind.Root);
        }

        var above = dn.Key == root.Key
            ? new Place(PlaceKind.Root)
            : await FindAsync(dn.Parent, cancellationToken).ConfigureAwait(false);
        if (above.Kind is not (PlaceKind.Root or PlaceKind.Unit))
        {
            return byKey[dn.Key] = above;
        }

        if (given.Add(facts.Id))
        {
            Found.Enqueue(Record(dn, facts.Id, above));
        }

        return byKey[dn.Key] = new Place(PlaceKind.Unit, AdIdentifiers.Anchor(facts.Id));
    }

    private static SourceRecord Record(DistinguishedName dn, Guid id, Place above) => new()
    {
        Kind = EntryKind.Unit,
        Anchor = AdIdentifiers.Anchor(id),
        Parent = above.Anchor,
        Attributes = AttributeSet.Of((AttributeNames.Name, dn.Leaf.Value)),
    };
}
