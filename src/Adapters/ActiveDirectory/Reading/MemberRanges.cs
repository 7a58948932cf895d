using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// Reads the members of a group that the server gives in ranges (Windows: 1,500 at once). Values have no stable order: when the group changes between two
/// ranges, it begins anew, a few times; then the group counts as unreadable.
/// </summary>
internal sealed class MemberRanges(LdapConnection connection, EntryMapper mapper, ProblemTally problems)
{
    private const int AttemptsMax = 3;

    /// <summary>Ranges read, given up attempts included.</summary>
    internal int Read { get; private set; }

    internal async Task CompleteAsync(EntryDraft group, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await TryCompleteAsync(group, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            group.Members = [];
            group.NextMember = 0;
            group.UsnChanged = null;
        }

        group.MembersComplete = false;
        problems.Count(AdProblems.GroupUnreadable);
    }

    private async Task<bool> TryCompleteAsync(EntryDraft group, CancellationToken cancellationToken)
    {
        while (group.NextMember is { } low)
        {
            var part = await ReadAsync(group, low, cancellationToken).ConfigureAwait(false);
            if (!part.Found || (group.UsnChanged is not null && part.Usn != group.UsnChanged))
            {
                return false;
            }

            if (part.Next is { } next && next <= low)
            {
                throw LdapException.Protocol($"members from {low} on were asked for, the range given ends before");
            }

            group.UsnChanged = part.Usn;
            group.NextMember = part.Next;
        }

        return true;
    }

    private async Task<(bool Found, string? Usn, int? Next)> ReadAsync(EntryDraft group, int low, CancellationToken cancellationToken)
    {
        (bool Found, string? Usn, int? Next) part = default;
        var request = new SearchRequest(
            AdFilters.BaseOf(group.Id), SearchScope.Base, AdFilters.Any, [MemberRange.Ask(low), AdNames.UsnChanged])
        {
            What = $"the members of the group '{EntryMapper.LeafName(group.Dn)}' from {FormattableString.Invariant($"{low}")} on",
            Controls = [LdapControl.ExtendedDn, LdapControl.DomainScope],
        };
        await LdapSearch.ReadOnceAsync(
            connection,
            request,
            entry => part = (true, entry.Text(AdNames.UsnChanged), mapper.AddMembers(entry, group.Members)),
            cancellationToken).ConfigureAwait(false);
        Read++;
        return part;
    }
}
