using System.Collections.Immutable;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// The groups of one live reading: their members (in ranges where the server cuts them), what these members are, and who is whose primary group.
/// </summary>
internal sealed class LiveGroups(LiveSession session, EntryMapper mapper, ProblemTally problems)
{
    private readonly Dictionary<Guid, AdClass> kinds = [];
    private readonly Dictionary<string, Guid?> bySid = new(StringComparer.Ordinal);

    /// <summary>The groups that were read, each once.</summary>
    internal List<EntryDraft> Read { get; } = [];

    /// <summary>How many ranges of members were read one by one.</summary>
    internal int Ranges { get; private set; }

    /// <summary>Memberships given so far, those that were passed over not among them.</summary>
    internal int Memberships { get; private set; }

    /// <summary>Memberships that were passed over, by what the members are.</summary>
    internal SkippedMembers Skipped { get; } = new();

    /// <summary>Reads all groups below the base and gives the number of pages.</summary>
    internal async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var search = new LdapSearch(
            session.Connection,
            new SearchRequest(session.Domain.Base.ToString(), SearchScope.Subtree, AdFilters.Groups, session.GroupAttributes)
            {
                What = "groups",
                Controls = [LdapControl.ExtendedDn, LdapControl.DomainScope],
            },
            session.Options.PageSize);
        await search.ReadAllAsync(entry => Add(entry), cancellationToken).ConfigureAwait(false);
        await CompleteMembersAsync(cancellationToken).ConfigureAwait(false);
        return search.Pages;
    }

    /// <summary>Takes one group; null when it cannot be used or is there already.</summary>
    internal EntryDraft? Add(LdapEntry entry)
    {
        if (mapper.Group(entry) is not { } group || !kinds.TryAdd(group.Id, AdClass.Group))
        {
            return null;
        }

        Read.Add(group);
        if (group.Sid is not null)
        {
            bySid[group.Sid] = group.Id;
        }

        return group;
    }

    /// <summary>Reads the members that the server held back, for all groups taken.</summary>
    internal async Task CompleteMembersAsync(CancellationToken cancellationToken)
    {
        foreach (var group in Read)
        {
            if (group.NextMember is not null)
            {
                var ranges = new MemberRanges(session.Connection, mapper, problems);
                await ranges.CompleteAsync(group, cancellationToken).ConfigureAwait(false);
                Ranges += ranges.Read;
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
    /// for, some dozens at a time.
    /// </summary>
    internal async Task TellMembersApartAsync(HashSet<Guid> accounts, CancellationToken cancellationToken)
    {
        foreach (var id in accounts)
        {
            kinds.TryAdd(id, AdClass.Account);
        }

        var unknown = Read.SelectMany(g => g.Members).Where(id => !kinds.ContainsKey(id)).Distinct().ToArray();
        foreach (var some in unknown.Chunk(LivePlaces.LookUpCount))
        {
            var request = new SearchRequest(session.Domain.Domain.ToString(), SearchScope.Subtree, AdFilters.AnyOf(some), AdNames.KindAttributes)
            {
                What = "members that are neither accounts nor groups below the base",
                Controls = [LdapControl.DomainScope],
            };
            await LdapSearch.ReadOnceAsync(session.Connection, request, Classify, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The members that count, each once, in ordinal order.</summary>
    internal ImmutableArray<string> MembersOf(EntryDraft group)
    {
        var members = MemberAnchors.Of(group.Members, id => kinds.TryGetValue(id, out var kind) ? kind : null, Skipped);
        Memberships += members.Length;
        return members;
    }

    internal void TellSkipped() => Skipped.Tell(problems);

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
