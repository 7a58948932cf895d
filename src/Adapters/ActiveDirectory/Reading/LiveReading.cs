using System.Runtime.CompilerServices;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// One reading of a domain controller over one connection: units; groups, which wait until it is known what their members are; accounts, page by
/// page; then the groups.
/// </summary>
internal sealed class LiveReading : IReading
{
    private readonly SystemName system;
    private readonly LiveSession session;
    private readonly EntryMapper mapper;
    private readonly UnitTree tree;
    private readonly LiveGroups groups;
    private readonly Standing standing;
    private readonly LiveFacts facts;
    private readonly HashSet<Guid> accounts = [];
    private ChangeCursor? cursor;
    private int pages;

    internal LiveReading(SystemName system, LiveSession session)
    {
        this.system = system;
        this.session = session;
        mapper = new EntryMapper([.. session.Options.Attributes], _ => null, Problems, session.ExpiredAt, [.. session.Options.GroupAttributes]);
        tree = new UnitTree(session.Domain.Base, session.Domain.BaseIsUnit, FetchAsync);
        groups = new LiveGroups(session, mapper, Problems);
        standing = new Standing(tree, Problems);
        facts = new LiveFacts(session);
    }

    public ProblemTally Problems { get; } = new();

    public async IAsyncEnumerable<SourceRecord> RecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        facts.TellStart(Problems);
        cursor = await CursorOfNow.TakeAsync(session, Problems, cancellationToken).ConfigureAwait(false);
        await ReadUnitsAsync(cancellationToken).ConfigureAwait(false);
        pages += await groups.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var group in groups.Read)
        {
            await standing.FindAsync(group, cancellationToken).ConfigureAwait(false);
        }

        while (tree.Found.TryDequeue(out var unit))
        {
            yield return unit;
        }

        var search = Search("accounts", AdFilters.Accounts, session.AccountAttributes);
        var page = new List<EntryDraft>(session.Options.PageSize);
        await search.RequestAsync(cancellationToken).ConfigureAwait(false);
        while (!search.Finished)
        {
            page.Clear();
            await search.ReadPageAsync(entry => AddAccount(entry, page), cancellationToken).ConfigureAwait(false);
            pages++;
            foreach (var draft in page)
            {
                await standing.FindAsync(draft, cancellationToken).ConfigureAwait(false);
                await groups.PrimaryGroupAsync(draft, cancellationToken).ConfigureAwait(false);
            }

            if (!search.Finished)
            {
                // The server works on the next page while this one is used.
                await search.RequestAsync(cancellationToken).ConfigureAwait(false);
            }

            while (tree.Found.TryDequeue(out var unit))
            {
                yield return unit;
            }

            foreach (var draft in page)
            {
                if (Account(draft) is { } record)
                {
                    yield return record;
                }
            }
        }

        await groups.TellMembersApartAsync(accounts, cancellationToken).ConfigureAwait(false);
        foreach (var group in groups.Read)
        {
            if (standing.Of(group, out _) is { } place)
            {
                yield return group.Group(place.Anchor, groups.MembersOf(group));
            }
        }

        groups.TellSkipped();
        await facts.EndAsync(Problems, cancellationToken).ConfigureAwait(false);
    }

    public ReadProblem? Explain(Exception trouble) => trouble is LdapException ldap ? ReadTrouble.Of(ldap, session.Root.ServerName) : null;

    public Receipt Receipt() => new()
    {
        System = system,
        Complete = false,
        Identity = session.Domain.Sid,
        Server = session.Root.ServerName,
        Cursor = cursor?.ToCursor(),
        Pages = pages,
        Facts = facts.Of(cursor?.Method, groups),
    };

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task ReadUnitsAsync(CancellationToken cancellationToken)
    {
        var units = new List<(DistinguishedName, PlaceFacts)> { (session.Domain.Base, session.Domain.BaseFacts) };
        var search = Search("units", AdFilters.Units, AdNames.PlaceAttributes);
        await search.ReadAllAsync(entry => AddUnit(entry, units), cancellationToken).ConfigureAwait(false);
        pages += search.Pages;
        await tree.AddAsync(units, cancellationToken).ConfigureAwait(false);
    }

    private void AddUnit(LdapEntry entry, List<(DistinguishedName, PlaceFacts)> units)
    {
        if (AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is not { } id
            || DistinguishedName.TryParse(ExtendedDn.Plain(System.Text.Encoding.UTF8.GetString(entry.Dn))) is not { } dn)
        {
            Problems.Count(AdProblems.EntryWithoutId);
            return;
        }

        units.Add((dn, new PlaceFacts(id, AdClassifier.Of(entry))));
    }

    private void AddAccount(LdapEntry entry, List<EntryDraft> page)
    {
        // An object renamed during the read can come twice.
        if (AdClassifier.Of(entry) == AdClass.Account && mapper.Account(entry) is { } draft && accounts.Add(draft.Id))
        {
            page.Add(draft);
        }
    }

    private SourceRecord? Account(EntryDraft draft) =>
        standing.Of(draft, out _) is { } place ? draft.Account(place.Anchor, groups.PrimaryGroupOf(draft)) : null;

    private ValueTask<PlaceFacts?> FetchAsync(DistinguishedName dn, CancellationToken cancellationToken) =>
        LivePlaces.ReadAsync(session.Connection, dn.ToString(), "a container", cancellationToken);

    private LdapSearch Search(string what, LdapFilter filter, System.Collections.Immutable.ImmutableArray<string> attributes) => new(
        session.Connection,
        new SearchRequest(session.Domain.Base.ToString(), SearchScope.Subtree, filter, attributes)
        {
            What = what,
            Controls = [LdapControl.ExtendedDn, LdapControl.DomainScope],
        },
        session.Options.PageSize);
}
