using System.Globalization;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// One search, page by page. The caller asks for a page (<see cref="RequestAsync"/>), reads it, and can ask for the next one before it works
/// on what it read, so that the server works meanwhile. Any end but a clean one is an exception.
/// </summary>
internal sealed class LdapSearch(LdapConnection connection, SearchRequest request, int pageSize)
{
    private readonly LdapEntry entry = new();
    private byte[] cookie = [];
    private int pageId;

    /// <summary>Pages read to their end.</summary>
    internal int Pages { get; private set; }

    /// <summary>True after the last page.</summary>
    internal bool Finished { get; private set; }

    /// <summary>Asks the server for the next page.</summary>
    internal async Task RequestAsync(CancellationToken cancellationToken) =>
        pageId = await connection.SendSearchAsync(request, LdapControl.Paged(pageSize, cookie), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads the page asked for. The entry handed over is good during the call only.</summary>
    internal async Task ReadPageAsync(Action<LdapEntry> onEntry, CancellationToken cancellationToken)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"page {Pages + 1} of {request.What}");
        var done = await ReadAsync(connection, pageId, entry, what, onEntry, cancellationToken).ConfigureAwait(false);
        var result = done.Result();
        if (result.Code != LdapResultCode.Success)
        {
            throw new LdapResultException($"{what} at {connection.Server}", result);
        }

        Pages++;
        cookie = done.PageCookie() ?? throw LdapException.Protocol($"no paging control at the end of {what} from {connection.Server}");
        Finished = cookie.Length == 0;
    }

    /// <summary>Reads everything, page after page.</summary>
    internal async Task ReadAllAsync(Action<LdapEntry> onEntry, CancellationToken cancellationToken)
    {
        while (!Finished)
        {
            await RequestAsync(cancellationToken).ConfigureAwait(false);
            await ReadPageAsync(onEntry, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a search of few entries without paging; false when the base does not exist.</summary>
    internal static async Task<bool> ReadOnceAsync(
        LdapConnection connection, SearchRequest request, Action<LdapEntry> onEntry, CancellationToken cancellationToken)
    {
        var id = await connection.SendSearchAsync(request, null, cancellationToken).ConfigureAwait(false);
        var done = await ReadAsync(connection, id, new LdapEntry(), request.What, onEntry, cancellationToken).ConfigureAwait(false);
        var result = done.Result();
        return result.Code switch
        {
            LdapResultCode.Success => true,
            LdapResultCode.NoSuchObject => false,
            _ => throw new LdapResultException($"{request.What} at {connection.Server}", result),
        };
    }

    /// <summary>
    /// One answer of DirSync: the changes since a cookie, and where they end. It covers exactly one naming context, so that references to others say
    /// nothing about it; they are counted.
    /// </summary>
    internal static async Task<DirSyncState> ReadChangesAsync(
        LdapConnection connection, SearchRequest request, Action<LdapEntry> onEntry, CancellationToken cancellationToken)
    {
        var id = await connection.SendSearchAsync(request, null, cancellationToken).ConfigureAwait(false);
        var done = await ReadAsync(
            connection, id, new LdapEntry(), request.What, onEntry, cancellationToken, references: true).ConfigureAwait(false);
        var result = done.Result();
        return result.Code == LdapResultCode.Success
            ? done.DirSync() ?? throw LdapException.Protocol($"no DirSync control at the end of {request.What} from {connection.Server}")
            : throw new LdapResultException($"{request.What} at {connection.Server}", result);
    }

    private static async Task<LdapMessage> ReadAsync(
        LdapConnection connection,
        int id,
        LdapEntry entry,
        string what,
        Action<LdapEntry> onEntry,
        CancellationToken cancellationToken,
        bool references = false)
    {
        while (true)
        {
            var message = await connection.ReceiveAsync(id, what, cancellationToken).ConfigureAwait(false);
            switch (message.Operation)
            {
                case LdapMessage.SearchResultEntry:
                    entry.Load(message.Buffer, message.Content);
                    onEntry(entry);
                    break;
                case LdapMessage.SearchResultReference:
                    connection.Answers.CountReference();
                    if (references)
                    {
                        break;
                    }

                    throw new LdapException(
                        LdapTrouble.Referral,
                        $"{connection.Server} refers to another server for a part of {what}; references are not followed.");
                default:
                    connection.Settled(id);
                    connection.Expect(message, LdapMessage.SearchResultDone);
                    connection.Answers.Count(message.Result().Code);
                    return message;
            }
        }
    }
}
