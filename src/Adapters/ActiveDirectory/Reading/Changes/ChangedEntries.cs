using System.Collections.Immutable;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>
/// Reads entries by their ids as they are now, wherever they stand, through the mapping of a full reading. What is not there to be read, or is nothing
/// that counts, is in doubt.
/// </summary>
internal sealed class ChangedEntries(LiveSession session, EntryMapper mapper, LiveGroups groups)
{
    private const int LookUpCount = 200;
    private static readonly ImmutableArray<string> BackLinks = [AdNames.MemberOf, AdNames.DirectReports];
    private readonly HashSet<Guid> asked = [];
    private readonly HashSet<Guid> found = [];

    /// <summary>The accounts below the base.</summary>
    internal List<EntryDraft> Accounts { get; } = [];

    /// <summary>Units and containers, wherever they stand.</summary>
    internal List<(DistinguishedName Dn, PlaceFacts Facts)> Places { get; } = [];

    /// <summary>Tombstones of accounts, groups and units.</summary>
    internal List<(Guid Id, EntryKind Kind)> Deleted { get; } = [];

    /// <summary>What stands outside of the base, or is no account, group or unit.</summary>
    internal List<Guid> InDoubt { get; } = [];

    /// <summary>Those asked for that were not found.</summary>
    internal IEnumerable<Guid> Missing => asked.Where(id => !found.Contains(id));

    /// <summary>Pages it took.</summary>
    internal int Pages { get; private set; }

    /// <summary>Reads entries; each is read once.</summary>
    /// <param name="ids">The entries.</param>
    /// <param name="withNamedBy">Whether to ask who names them, too.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async Task ReadAsync(IEnumerable<Guid> ids, bool withNamedBy, CancellationToken cancellationToken)
    {
        foreach (var some in ids.Where(asked.Add).Chunk(LookUpCount))
        {
            var search = new LdapSearch(
                session.Connection,
                new SearchRequest(
                    session.Domain.Domain.ToString(),
                    SearchScope.Subtree,
                    AdFilters.AnyOf(some),
                    withNamedBy ? [.. session.EntryAttributes.Union(BackLinks, StringComparer.OrdinalIgnoreCase)] : session.EntryAttributes)
                {
                    What = "changed entries",
                    Controls = [LdapControl.ExtendedDn, LdapControl.ShowDeleted, LdapControl.DomainScope],
                },
                LookUpCount);
            await search.ReadAllAsync(entry => Take(entry, withNamedBy), cancellationToken).ConfigureAwait(false);
            Pages += search.Pages;
        }
    }

    /// <summary>Marks those that came, or came back, into being.</summary>
    internal void Arrived(Func<Guid, bool> arrived)
    {
        foreach (var draft in Accounts.Concat(groups.Read))
        {
            draft.Arrived = arrived(draft.Id);
        }
    }

    private void Take(LdapEntry entry, bool withNamedBy)
    {
        if (AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is not { } id || !found.Add(id))
        {
            return;
        }

        var what = AdClassifier.Of(entry);
        if (entry.Has(AdNames.IsDeleted, AdNames.TrueText))
        {
            if (AdClassifier.KindOf(what) is { } kind)
            {
                Deleted.Add((id, kind));
            }

            return;
        }

        if (DistinguishedName.TryParse(Encoding.UTF8.GetString(ExtendedDn.Plain(entry.Dn))) is not { Depth: > 0 } dn)
        {
            InDoubt.Add(id);
            return;
        }

        switch (what)
        {
            case AdClass.OrganizationalUnit or AdClass.Container:
                Places.Add((dn, LivePlaces.Of(entry)!));
                break;
            case AdClass.Account or AdClass.Group when dn.IsWithin(session.Domain.Base):
                Draft(entry, what, withNamedBy);
                break;
            case AdClass.Computer or AdClass.Contact or AdClass.ForeignSecurityPrincipal:
                break; // Never was anything else: an object's class does not change.
            default:
                InDoubt.Add(id);
                break;
        }
    }

    private void Draft(LdapEntry entry, AdClass what, bool withNamedBy)
    {
        var draft = what == AdClass.Account ? mapper.Account(entry) : groups.Add(entry);
        if (draft is null)
        {
            return;
        }

        if (withNamedBy)
        {
            foreach (var attribute in BackLinks)
            {
                draft.NamedBy.AddRange(EntryMapper.Links(entry, attribute) ?? throw new FullReadNeededException(
                    "TooManyLinks", $"An entry that is new or came back is named by more others than {session.Root.ServerName} tells at once ({attribute})."));
            }
        }

        if (what == AdClass.Account)
        {
            Accounts.Add(draft);
        }
    }
}
