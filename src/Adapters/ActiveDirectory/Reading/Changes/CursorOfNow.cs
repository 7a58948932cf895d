using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>
/// Takes the cursor of a full reading, before it begins: what changes while it reads is in the delta after it. The best method that this server and this
/// account allow is found out here, once for each full reading.
/// </summary>
internal static class CursorOfNow
{
    /// <summary>The cursor, or null when the changes of this server cannot be followed; the problems say why then.</summary>
    internal static async Task<ChangeCursor?> TakeAsync(LiveSession session, ProblemTally problems, CancellationToken cancellationToken)
    {
        if (session is not { Invocation: { } invocation, Root.HighestUsn: { } usn })
        {
            problems.Add(new ReadProblem(
                "ChangesNotFollowed",
                $"{session.Root.ServerName} does not tell its highest change number or invocationId to the account that reads: every reading is a full one.",
                Breaking: false));
            return null;
        }

        var cursor = new ChangeCursor
        {
            Method = ChangeMethod.UsnChanged,
            Controller = session.Root.ServerName,
            Server = session.Connection.Server.ToString(),
            Invocation = invocation,
            Base = session.Domain.BaseFacts.Id,
            Scope = ChangeCursor.ScopeOf(session.Options),
            Time = session.Now,
            Usn = usn,
        };
        foreach (var method in new[] { ChangeMethod.DirSync, ChangeMethod.DirSyncVisible })
        {
            if (await CookieAsync(session, method, cancellationToken).ConfigureAwait(false) is { } cookie)
            {
                return cursor with { Method = method, Cookie = cookie };
            }
        }

        return cursor;
    }

    /// <summary>A cookie of now: the filter finds the domain's own object only, so that nothing else is sent.</summary>
    private static async Task<byte[]?> CookieAsync(LiveSession session, ChangeMethod method, CancellationToken cancellationToken)
    {
        try
        {
            return await ChangeSearch.ReadAsync(
                session, method, [], AdFilters.Domain, [AdNames.Name], _ => { }, cancellationToken).ConfigureAwait(false);
        }
        catch (LdapResultException)
        {
            // Refused, for a missing right or because this server has no such thing: the next method needs less.
            return null;
        }
    }
}
