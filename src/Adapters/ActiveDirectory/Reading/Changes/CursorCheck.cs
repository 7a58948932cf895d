using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>Whether the changes since a cursor can be told by the server that answers now, for what is read now. If in doubt, they cannot.</summary>
internal static class CursorCheck
{
    // What Active Directory takes when the attribute is absent (MS-ADTS, section 6.1.1.2.4.1.1).
    private const int TombstoneDaysDefault = 60;

    /// <exception cref="FullReadNeededException">They cannot; the message says why.</exception>
    internal static async Task<ChangeCursor> CheckAsync(LiveSession session, Cursor given, CancellationToken cancellationToken)
    {
        if (ChangeCursor.TryParse(given) is not { } cursor)
        {
            throw new FullReadNeededException("CursorUnreadable", "The cursor is damaged or was written by another version.");
        }

        if (session.Invocation != cursor.Invocation)
        {
            throw new FullReadNeededException(
                "CursorOfOtherController",
                $"The cursor is of {cursor.Controller} (invocationId {cursor.Invocation}), and {session.Root.ServerName} "
                + $"(invocationId {session.Invocation?.ToString() ?? "not readable"}) answers now: it was restored from a backup, or is another controller.");
        }

        if (session.Root.HighestUsn is not { } usn || usn < cursor.Usn)
        {
            throw new FullReadNeededException(
                "ControllerWentBack",
                string.Create(CultureInfo.InvariantCulture, $"{session.Root.ServerName} is at change number {session.Root.HighestUsn}, and was at {cursor.Usn}."));
        }

        if (cursor.Base != session.Domain.BaseFacts.Id || cursor.Scope != ChangeCursor.ScopeOf(session.Options))
        {
            throw new FullReadNeededException("CursorOfOtherOptions", "Since the last reading, other entries or attributes are to be read (BaseDn, Attributes, ExpiredAccounts).");
        }

        var age = session.Now - cursor.Time;
        if (age > TimeSpan.FromDays(1) && await TombstoneLifeAsync(session, cancellationToken).ConfigureAwait(false) is var life && age >= life)
        {
            throw new FullReadNeededException(
                "CursorTooOld",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The cursor is {age.TotalDays:0} days old, and this domain forgets deletions after {life.TotalDays:0} (tombstoneLifetime)."));
        }

        return cursor;
    }

    private static async Task<TimeSpan> TombstoneLifeAsync(LiveSession session, CancellationToken cancellationToken)
    {
        var days = TombstoneDaysDefault;
        var request = new SearchRequest(
            $"CN=Directory Service,CN=Windows NT,CN=Services,{session.Root.ConfigurationDn}", SearchScope.Base, AdFilters.Any, [AdNames.TombstoneLifetime])
        {
            What = "the life of tombstones",
            Controls = [LdapControl.DomainScope],
        };
        await LdapSearch.ReadOnceAsync(
            session.Connection,
            request,
            entry => days = int.TryParse(entry.First(AdNames.TombstoneLifetime), CultureInfo.InvariantCulture, out var told) ? told : days,
            cancellationToken).ConfigureAwait(false);
        return TimeSpan.FromDays(days);
    }
}
