using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading.Changes;

/// <summary>Finds out who changed since a cursor, by the method the cursor was made with.</summary>
internal sealed class ChangeLister(LiveSession session, ChangeCursor since)
{
    private readonly Dictionary<Guid, Change> changed = [];

    /// <exception cref="FullReadNeededException">The server does not continue from there.</exception>
    internal async Task<ChangeList> ReadAsync(CancellationToken cancellationToken)
    {
        var next = since with
        {
            Controller = session.Root.ServerName,
            Server = session.Connection.Server.ToString(),
            Time = session.Now,
            Usn = session.Root.HighestUsn ?? since.Usn,
        };
        try
        {
            if (since.Method == ChangeMethod.UsnChanged)
            {
                await ReadByNumberAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                next = next with
                {
                    Cookie = await ChangeSearch.ReadAsync(
                        session, since.Method, since.Cookie, AdFilters.Changes, [.. AdNames.ChangeAttributes.Concat(session.Options.Attributes).Union(session.Options.GroupAttributes, StringComparer.OrdinalIgnoreCase)],
                        Report, cancellationToken).ConfigureAwait(false),
                };
            }
        }
        catch (LdapResultException refused) when (refused.Result.Code
            is not (LdapResultCode.Busy or LdapResultCode.Unavailable or LdapResultCode.TimeLimitExceeded))
        {
            throw new FullReadNeededException("CursorRefused", $"{session.Root.ServerName} does not continue from the cursor: {refused.Message}.");
        }

        if (session.ExpiredAt is { } now)
        {
            await ReadExpiredAsync(since.Time, now, cancellationToken).ConfigureAwait(false);
        }

        return new ChangeList(changed, next);
    }

    /// <summary>
    /// The kinds of tombstones that DirSync reported and that the account may not read: DirSync gives only what changed, and the class did not. Asked once
    /// more from the same place, by class.
    /// </summary>
    internal async Task<Dictionary<Guid, EntryKind>> KindsOfDeletedAsync(CancellationToken cancellationToken)
    {
        var kinds = new Dictionary<Guid, EntryKind>();
        foreach (var (objectClass, kind) in new[]
        {
            ("user", EntryKind.Account), ("group", EntryKind.Group), ("organizationalUnit", EntryKind.Unit), ("container", EntryKind.Unit),
        })
        {
            await ChangeSearch.ReadAsync(
                session,
                since.Method,
                since.Cookie,
                LdapFilter.And(LdapFilter.Equal(AdNames.ObjectClass, objectClass), AdFilters.Tombstones),
                [AdNames.IsDeleted],
                entry =>
                {
                    if (AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is { } id)
                    {
                        kinds[id] = kind;
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }

        return kinds;
    }

    private void Report(LdapEntry entry)
    {
        // Only what changed is there. An attribute without values was removed, as the category is of what is deleted.
        var created = entry.Values(AdNames.ObjectCategory).Count > 0 || entry.Values(AdNames.SamAccountType).Count > 0;
        Add(entry, new Change(
            entry.Has(AdNames.IsDeleted, AdNames.TrueText),
            created,
            !created && (entry.Mentions(AdNames.Name) || entry.Mentions(AdNames.ShowInAdvancedViewOnly))));
    }

    /// <summary>
    /// By the controller's change numbers. They do not say what changed: every unit may have moved. Who was deleted once and came back keeps a sign of
    /// it, where it stood before. The number alone is the filter: the classes are told apart here, which is less work for the server.
    /// </summary>
    private async Task ReadByNumberAsync(CancellationToken cancellationToken)
    {
        var search = new LdapSearch(
            session.Connection,
            new SearchRequest(
                session.Domain.Domain.ToString(),
                SearchScope.Subtree,
                AdFilters.ChangedSince(since.Usn + 1),
                [AdNames.ObjectClass, AdNames.ObjectGuid, AdNames.IsDeleted, AdNames.UsnCreated, AdNames.LastKnownParent])
            {
                What = "changes",
                Controls = [LdapControl.ShowDeleted, LdapControl.DomainScope],
            },
            session.Options.PageSize);
        await search.ReadAllAsync(
            entry =>
            {
                if (AdClassifier.KindOf(AdClassifier.Of(entry)) is not null)
                {
                    var created = long.TryParse(entry.First(AdNames.UsnCreated), CultureInfo.InvariantCulture, out var number) && number > since.Usn;
                    var arrived = created || entry.Mentions(AdNames.LastKnownParent);
                    Add(entry, new Change(entry.Has(AdNames.IsDeleted, AdNames.TrueText), arrived ? true : null, Renamed: !created));
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Accounts whose time ran out meanwhile: that changes nothing in the directory, so nobody reports it.</summary>
    private async Task ReadExpiredAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var search = new LdapSearch(
            session.Connection,
            new SearchRequest(
                session.Domain.Base.ToString(),
                SearchScope.Subtree,
                AdFilters.ExpiredBetween(from < to ? from : to, from < to ? to : from),
                [AdNames.ObjectGuid])
            {
                What = "accounts that expired",
                Controls = [LdapControl.DomainScope],
            },
            session.Options.PageSize);
        await search.ReadAllAsync(entry => Add(entry, new Change(Deleted: false, Arrived: false, Renamed: false)), cancellationToken).ConfigureAwait(false);
    }

    private void Add(LdapEntry entry, Change change)
    {
        if (AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is { } id)
        {
            changed[id] = changed.TryGetValue(id, out var before) ? before.Then(change) : change;
        }
    }
}
