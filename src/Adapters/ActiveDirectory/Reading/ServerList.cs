using System.Collections.Immutable;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// Chooses among the servers that are given. The next one is tried when one cannot be reached or trusted, or is too busy; never after a refused sign-in:
/// the same wrong password, told to one controller after the other, locks the account.
/// </summary>
internal static class ServerList
{
    private static readonly char[] Separators = [' ', ',', ';', '\t', '\r', '\n'];

    /// <summary>The servers as they are written, in their order.</summary>
    internal static ImmutableArray<string> Of(ActiveDirectoryOptions options) =>
        [.. (options.Server ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Opens a session with the first server that can be used.</summary>
    /// <param name="system">The system, for errors.</param>
    /// <param name="options">The options, with all servers.</param>
    /// <param name="first">The server to try before the others, as <see cref="LdapEndpoint.ToString"/> writes it; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConnectedSystemException">None can be used; each is named with its cause.</exception>
    internal static async Task<LiveSession> OpenAsync(
        SystemName system, ActiveDirectoryOptions options, string? first, TimeProvider time, CancellationToken cancellationToken)
    {
        var servers = Of(options).OrderBy(server => LdapEndpoint.TryParse(server, options.SignIn)?.ToString() == first ? 0 : 1).ToArray();
        if (servers.Length < 2)
        {
            return await LiveSession.OpenAsync(system, options, time, [], cancellationToken).ConfigureAwait(false);
        }

        var failed = new List<ConnectedSystemException>();
        foreach (var server in servers)
        {
            try
            {
                return await LiveSession.OpenAsync(
                    system, options.For(server), time, [.. failed.Select((e, i) => Skipped(servers[i], e))], cancellationToken).ConfigureAwait(false);
            }
            catch (ConnectedSystemException e) when (e.InnerException is LdapException trouble && IsOfThisServer(trouble))
            {
                failed.Add(e);
            }
        }

        throw new ConnectedSystemException(
            system,
            "NoServerUsable",
            $"None of the {servers.Length} servers can be used. "
            + string.Join(' ', failed.Select((e, i) => $"{servers[i]}: {e.Message.TrimEnd('.')} [{e.Code}].")),
            string.Join(' ', failed.Select(e => e.Remedy).Distinct(StringComparer.Ordinal)),
            failed[^1]);
    }

    /// <summary>Whether another server may do better.</summary>
    internal static bool IsOfThisServer(LdapException trouble) => trouble switch
    {
        LdapResultException refused => refused.Result.Code is LdapResultCode.Busy or LdapResultCode.Unavailable,
        _ => trouble.Trouble is not (LdapTrouble.Referral or LdapTrouble.KerberosLibraryMissing or LdapTrouble.TicketMissing or LdapTrouble.TicketExpired
            or LdapTrouble.ClockSkew or LdapTrouble.KdcUnreachable or LdapTrouble.KerberosAccountRefused or LdapTrouble.KerberosFailed),
    };

    private static ReadProblem Skipped(string server, ConnectedSystemException trouble) => new(
        "ServerSkipped", $"{server} was passed over: {trouble.Message.TrimEnd('.')} [{trouble.Code}].", Breaking: false);
}
