using System.Collections.Immutable;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Asks a domain controller for the groups that a text may mean: by id, DN, login name, address or name, below the base.</summary>
internal static class GroupFinder
{
    private static readonly ImmutableArray<string> Attributes =
        [AdNames.ObjectClass, AdNames.ObjectGuid, AdNames.ObjectSid, AdNames.CommonName, AdNames.SamAccountName, AdNames.Mail];

    internal static async Task<IReadOnlyDictionary<string, IReadOnlyList<SourceRecord>>> FindAsync(
        LiveSession session, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, IReadOnlyList<SourceRecord>>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            answers[text] = await FindAsync(session, text, cancellationToken).ConfigureAwait(false);
        }

        return answers;
    }

    private static async Task<IReadOnlyList<SourceRecord>> FindAsync(LiveSession session, string text, CancellationToken cancellationToken)
    {
        var mapper = new EntryMapper([], _ => null, new ProblemTally());
        var found = new List<SourceRecord>();
        var search = new LdapSearch(
            session.Connection,
            new SearchRequest(session.Domain.Base.ToString(), SearchScope.Subtree, Filter(text), Attributes)
            {
                What = "picked groups",
                Controls = [LdapControl.ExtendedDn, LdapControl.DomainScope],
            },
            session.Options.PageSize);
        await search.ReadAllAsync(
            entry =>
            {
                if (mapper.Group(entry) is { } draft)
                {
                    found.Add(draft.Group(null, []));
                }
            },
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    private static LdapFilter Filter(string text)
    {
        List<LdapFilter> any =
        [
            LdapFilter.Equal(AdNames.SamAccountName, text), LdapFilter.Equal(AdNames.CommonName, text), LdapFilter.Equal(AdNames.Mail, text),
        ];
        if (Guid.TryParse(text, out var id))
        {
            any.Add(LdapFilter.Equal(AdNames.ObjectGuid, id.ToByteArray()));
        }

        if (DistinguishedName.TryParse(text) is { Depth: > 1 } dn)
        {
            any.Add(LdapFilter.Equal(AdNames.DistinguishedName, dn.ToString()));
        }

        return LdapFilter.And(AdFilters.Groups, LdapFilter.Or([.. any]));
    }
}
