using System.Collections.Immutable;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// The groups of one live reading: their members (in ranges where the server cuts them), what these members are, and who is whose primary group.
/// </summary>
internal sealed class LiveGroups(LiveSession session, EntryMapper mapper, ProblemTally problems)
{
    private const int LookUpCount = 200;
    private readonly Dictionary<Guid, AdClass> kinds = [];
    private readonly Dictionary<string, Guid?> bySid = new(StringComparer.Ordinal);
    private readonly SkippedMembers skipped = new();

    /// <summary>The groups that were read, each once.</summary>
    internal List<EntryDraft> Read { get; } = [];

    /// <summary>Reads all groups below the base and gives the number of pages.</summary>
    internal async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var search = new LdapSearch(
            session.Connection,
            new SearchRequest(session.Domain.Base.ToString(), SearchScope.Subtree, AdFilters.Groups, AdNames.GroupAttributes)
            {
                What = "groups",
                Controls = [LdapControl.ExtendedDn, LdapControl.DomainScope],
            },
            session.Options.PageSize);
        await search.ReadAllAsync(Add, cancellationToken).ConfigureAwait(false);
        foreach (var group in Read)
        {
            if (group.NextMember is not null)
            {
                await new MemberRanges(session.Connection, mapper, problems).CompleteAsync(group, cancellationToken).ConfigureAwait(false);
            }
        }

        return search.Pages;
    }

    /// <summary>Takes one group, for a question about it alone.</summary>
    internal void Add(LdapEntry entry)
    {
        if (mapper.Group(entry) is { } group && kinds.TryAdd(group.Id, AdClass.Group))
        {
            Read.Add(group);
            if (group.Sid is not null)
            {
                bySid[group.Sid] = group.Id;
            }
        }
    }

    /// <summary>Makes sure that an account's primary group is known; it may stand outside of the base.</summary>
    internal async ValueTask PrimaryGroupAsync(EntryDraft account, CancellationToken cancellationToken)
    {
        if (SidOfPrimaryGroup(account) is { } sid && !bySid.ContainsKey(sid))
        {
            bySid[sid] = await LivePlaces.IdOfSidAsync(session.Connection, sid, cancellationToken).ConfigureAwait(false);
        }
    }

    internal string? PrimaryGroupOf(EntryDraft account)
    {
        if (SidOfPrimaryGroup(account) is not { } sid)
        {
            return null;
        }

        if (bySid.GetValueOrDefault(sid) is { } id)
        {
            return AdIdentifiers.Anchor(id);
        }

        problems.Count(AdProblems.PrimaryGroupUnknown);
        return null;
    }

    /// <summary>
    /// Finds out what the members are: accounts and groups that were read are known; the rest (computers, contacts, people outside of the base) is asked
    /// for, some hundred at a time.
    /// </summary>
    internal async Task TellMembersApartAsync(HashSet<Guid> accounts, CancellationToken cancellationToken)
    {
        foreach (var id in accounts)
        {
            kinds.TryAdd(id, AdClass.Account);
        }

        var unknown = Read.SelectMany(g => g.Members).Where(id => !kinds.ContainsKey(id)).Distinct().ToArray();
        foreach (var some in unknown.Chunk(LookUpCount))
        {
            var search = new LdapSearch(
                session.Connection,
                new SearchRequest(session.Domain.Domain.ToString(), SearchScope.Subtree, AdFilters.AnyOf(some), AdNames.KindAttributes)
                {
                    What = "members that are neither accounts nor groups below the base",
                    Controls = [LdapControl.DomainScope],
                },
                LookUpCount);
            await search.ReadAllAsync(Classify, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The members that count, each once, in ordinal order.</summary>
    internal ImmutableArray<string> MembersOf(EntryDraft group) =>
        MemberAnchors.Of(group.Members, id => kinds.TryGetValue(id, out var kind) ? kind : null, skipped);

    internal void TellSkipped() => skipped.Tell(problems);

    private void Classify(LdapEntry entry)
    {
        if (AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is { } id)
        {
            kinds[id] = AdClassifier.Of(entry);
        }
    }

    private string? SidOfPrimaryGroup(EntryDraft account) =>
        account.PrimaryGroupRid is { } rid ? FormattableString.Invariant($"{session.Domain.Sid}-{rid}") : null;
}
