using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>
/// One reading of what changed since a cursor: who changed, then these as they are now. Everything is gathered before the first record is given: whether
/// the changes can be told at all is known only then.
/// </summary>
internal sealed class DeltaReading : IReading
{
    /// <summary>Of more changes than this a full reading is less work, for the server too.</summary>
    private const int ChangesMax = 20_000;

    private readonly SystemName system;
    private readonly LiveSession session;
    private readonly Cursor since;
    private readonly UnitTree tree;
    private readonly LiveGroups groups;
    private readonly ChangedEntries entries;
    private readonly Dictionary<string, PlaceFacts?> places = new(StringComparer.Ordinal);
    private readonly SortedSet<string> inDoubt = new(StringComparer.Ordinal);
    private readonly Standing standing;
    private readonly LiveFacts facts;
    private ImmutableArray<string> arrivedElsewhere = [];
    private ChangeCursor? next;
    private bool fullReadNeeded;

    internal DeltaReading(SystemName system, LiveSession session, Cursor since)
    {
        this.system = system;
        this.session = session;
        this.since = since;
        var mapper = new EntryMapper([.. session.Options.Attributes], _ => null, Problems, session.ExpiredAt, [.. session.Options.GroupAttributes]);
        tree = new UnitTree(session.Domain.Base, session.Domain.BaseIsUnit, FetchAsync);
        standing = new Standing(tree, Problems);
        groups = new LiveGroups(session, mapper, Problems);
        entries = new ChangedEntries(session, mapper, groups);
        facts = new LiveFacts(session);
        places[session.Domain.Base.Key] = session.Domain.BaseFacts;
    }

    public ProblemTally Problems { get; } = new();

    public IReadOnlyList<string> InDoubt => fullReadNeeded ? [] : [.. inDoubt];

    public IReadOnlyList<string> ArrivedElsewhere => fullReadNeeded ? [] : arrivedElsewhere;

    public async IAsyncEnumerable<SourceRecord> RecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        facts.TellStart(Problems);
        var cursor = await CursorCheck.CheckAsync(session, since, cancellationToken).ConfigureAwait(false);
        var lister = new ChangeLister(session, cursor);
        var list = await lister.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (list.Changed.Count > ChangesMax)
        {
            throw new FullReadNeededException("ManyChanges", $"{list.Changed.Count} entries changed: reading everything is less work.");
        }

        await entries.ReadAsync(list.Changed.Where(c => c.Value.Arrived is false).Select(c => c.Key), withNamedBy: false, cancellationToken).ConfigureAwait(false);
        await entries.ReadAsync(list.Changed.Where(c => c.Value.Arrived is not false).Select(c => c.Key), withNamedBy: true, cancellationToken).ConfigureAwait(false);
        entries.Arrived(id => list.Changed.GetValueOrDefault(id).Arrived == true);
        await ReadBelowAsync(list.Changed, cancellationToken).ConfigureAwait(false);
        await MissingAsync(list.Changed, lister, cancellationToken).ConfigureAwait(false);
        inDoubt.UnionWith(entries.InDoubt.Select(AdIdentifiers.Anchor));
        arrivedElsewhere = [.. entries.InDoubt.Where(id => list.Changed.GetValueOrDefault(id).Arrived == true).Select(AdIdentifiers.Anchor)];
        await PlaceAsync(cancellationToken).ConfigureAwait(false);
        await groups.CompleteMembersAsync(cancellationToken).ConfigureAwait(false);
        await groups.TellMembersApartAsync([.. entries.Accounts.Select(a => a.Id)], cancellationToken).ConfigureAwait(false);
        await DeletionsAsync(cursor.Method, cancellationToken).ConfigureAwait(false);
        await facts.EndAsync(Problems, cancellationToken).ConfigureAwait(false);
        next = list.Next;
        foreach (var record in Records())
        {
            yield return record;
        }
    }

    public ReadProblem? Explain(Exception trouble)
    {
        if (trouble is FullReadNeededException needed)
        {
            fullReadNeeded = true;
            return new ReadProblem(needed.Code, $"{needed.Message} Everything has to be read once.");
        }

        return trouble is LdapException ldap ? ReadTrouble.Of(ldap, session.Root.ServerName) : null;
    }

    public Receipt Receipt() => new()
    {
        System = system,
        Complete = false,
        Mode = ReadMode.Delta,
        Identity = session.Domain.Sid,
        Server = session.Root.ServerName,
        Cursor = next?.ToCursor(),
        FullReadNeeded = fullReadNeeded,
        Pages = entries.Pages,
        Facts = facts.Of(next?.Method, groups),
    };

    public ValueTask DisposeAsync() => session.DisposeAsync();

    /// <summary>A unit that was renamed or moved takes along what stands below it.</summary>
    private async Task ReadBelowAsync(Dictionary<Guid, Change> changed, CancellationToken cancellationToken)
    {
        foreach (var (dn, unit) in entries.Places.Where(place => changed[place.Facts.Id].Renamed).ToArray())
        {
            var within = dn.IsWithin(session.Domain.Base);
            var everyone = !within || session.Domain.BaseIsUnit;
            var below = await UnitsBelow.ReadAsync(session, dn, unit.Id, everyone, cancellationToken).ConfigureAwait(false);
            if (within)
            {
                await entries.ReadAsync(below, withNamedBy: false, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                inDoubt.UnionWith(below.Select(AdIdentifiers.Anchor));
            }
        }
    }

    /// <summary>Of what was not found, the tombstones still count: DirSync can show them to those who may not read them.</summary>
    private async Task MissingAsync(Dictionary<Guid, Change> changed, ChangeLister lister, CancellationToken cancellationToken)
    {
        var missing = entries.Missing.ToArray();
        if (missing.Any(id => changed.GetValueOrDefault(id).Deleted))
        {
            var kinds = await lister.KindsOfDeletedAsync(cancellationToken).ConfigureAwait(false);
            foreach (var id in missing.Where(kinds.ContainsKey))
            {
                entries.Deleted.Add((id, kinds[id]));
            }

            missing = [.. missing.Where(id => !kinds.ContainsKey(id))];
        }

        inDoubt.UnionWith(missing.Select(AdIdentifiers.Anchor));
    }

    private async Task PlaceAsync(CancellationToken cancellationToken)
    {
        entries.Places.ForEach(place => places[place.Dn.Key] = place.Facts);
        var parents = entries.Accounts.Concat(groups.Read).Select(draft => draft.ParentDn.ToString())
            .Concat(entries.Places.Where(p => p.Dn.IsWithin(session.Domain.Base)).Select(p => p.Dn.Parent.ToString()))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(dn => DistinguishedName.TryParse(dn) is { } parsed && !places.ContainsKey(parsed.Key));
        await LivePlaces.ReadAsync(session, parents, (dn, facts) => places[dn.Key] = facts, cancellationToken).ConfigureAwait(false);
        foreach (var (dn, unit) in entries.Places.OrderBy(p => p.Dn.Depth))
        {
            var place = dn.IsWithin(session.Domain.Base)
                ? await tree.AddChangedAsync(dn, unit, cancellationToken).ConfigureAwait(false)
                : null;
            switch (place?.Kind)
            {
                case null:
                    inDoubt.Add(AdIdentifiers.Anchor(unit.Id));
                    break;
                case PlaceKind.InsideAccount:
                    throw new FullReadNeededException("UnitInsideAccount", $"'{dn.Leaf.Value}' stands below an account now, and whoever stands in it is nobody.");
                case PlaceKind.Missing or PlaceKind.Outside:
                    Problems.Count(AdProblems.PlaceUnknown);
                    break;
                default:
                    break;
            }
        }

        foreach (var draft in entries.Accounts)
        {
            await standing.FindAsync(draft, cancellationToken).ConfigureAwait(false);
            await groups.PrimaryGroupAsync(draft, cancellationToken).ConfigureAwait(false);
        }

        foreach (var draft in groups.Read)
        {
            await standing.FindAsync(draft, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says so when deletions cannot be seen: they count all the same, but only after the next full reading.</summary>
    private async Task DeletionsAsync(ChangeMethod method, CancellationToken cancellationToken)
    {
        // Windows shows tombstones to whoever may replicate; Samba asks for the right to read them, too.
        var shown = method == ChangeMethod.DirSync && !session.Root.IsSamba;
        if (!shown && entries.Deleted.Count == 0 && !await DeletedObjects.AreVisibleAsync(session.Connection, session.Domain, cancellationToken).ConfigureAwait(false))
        {
            Problems.Add(new ReadProblem(
                "DeletionsNotVisible",
                $"{SignIn.Who(session.Options)} may not look into the container Deleted Objects of {session.Root.ServerName}: who was deleted is noticed by "
                + "the next full reading only. Grant the account that reads 'List Contents' and 'Read All Properties' on it; the package's README has the commands.",
                Breaking: false));
        }
    }

    private IEnumerable<SourceRecord> Records()
    {
        while (tree.Found.TryDequeue(out var unit))
        {
            yield return unit;
        }

        foreach (var draft in entries.Accounts)
        {
            if (PlaceOf(draft) is { } place)
            {
                yield return draft.Account(place.Anchor, groups.PrimaryGroupOf(draft));
            }
        }

        foreach (var draft in groups.Read)
        {
            if (PlaceOf(draft) is { } place)
            {
                yield return draft.Group(place.Anchor, groups.MembersOf(draft));
            }
        }

        groups.TellSkipped();
        foreach (var (id, kind) in entries.Deleted)
        {
            yield return new SourceRecord { Kind = kind, Anchor = AdIdentifiers.Anchor(id), Deleted = true };
        }
    }

    private Place? PlaceOf(EntryDraft draft)
    {
        var place = standing.Of(draft, out var nobody);
        if (nobody)
        {
            inDoubt.Add(AdIdentifiers.Anchor(draft.Id));
        }

        return place;
    }

    private async ValueTask<PlaceFacts?> FetchAsync(DistinguishedName dn, CancellationToken cancellationToken) =>
        places.TryGetValue(dn.Key, out var known)
            ? known
            : places[dn.Key] = await LivePlaces.ReadAsync(session.Connection, dn.ToString(), "a container", cancellationToken).ConfigureAwait(false);
}
