using System.Collections.Immutable;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>
/// Runs DirSync over the whole naming context (it takes no other base) until the server has no more to give. It is used as a notifier: who changed is taken
/// from it, not what.
/// </summary>
internal static class ChangeSearch
{
    /// <summary>A server that always has more is not believed; at a megabyte each this is far more than any domain.</summary>
    private const int AnswersMax = 100_000;

    private const int ObjectSecurity = 1;

    /// <summary>Reads on from a cookie and gives the cookie after.</summary>
    internal static async Task<byte[]> ReadAsync(
        LiveSession session,
        ChangeMethod method,
        byte[] cookie,
        LdapFilter filter,
        ImmutableArray<string> attributes,
        Action<LdapEntry> onEntry,
        CancellationToken cancellationToken)
    {
        for (var answers = 1; answers <= AnswersMax; answers++)
        {
            var request = new SearchRequest(session.Domain.Domain.ToString(), SearchScope.Subtree, filter, attributes)
            {
                What = "changes",
                Controls = [LdapControl.DirSync(method == ChangeMethod.DirSync ? 0 : ObjectSecurity, cookie)],
            };
            var state = await LdapSearch.ReadChangesAsync(session.Connection, request, onEntry, cancellationToken).ConfigureAwait(false);
            if (!state.More)
            {
                return state.Cookie;
            }

            if (state.Cookie.AsSpan().SequenceEqual(cookie))
            {
                break;
            }

            cookie = state.Cookie;
        }

        throw LdapException.Protocol($"{session.Root.ServerName} says again and again that there are more changes, and gives none");
    }
}
