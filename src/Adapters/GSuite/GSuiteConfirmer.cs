using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Adapters.GSuite.Reading;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite;

/// <summary>
/// Asks Google for single entries. Gone needs a clean 404 in Google's own words; everything else that is not the entry itself proves nothing. Made for
/// one round of questions: units and deleted users, when they are needed, are listed once in it.
/// </summary>
internal sealed class GSuiteConfirmer
{
    private readonly GSuiteConnection connection;
    private readonly DirectoryClient client;
    private readonly CancellationToken cancellationToken;
    private readonly Lazy<Task<(UnitTree Tree, IReadOnlyDictionary<string, SourceRecord> Records)>> units;
    private readonly Lazy<Task<IReadOnlyDictionary<string, string>>> deleted;

    internal GSuiteConfirmer(GSuiteConnection connection, CancellationToken cancellationToken)
    {
        this.connection = connection;
        this.cancellationToken = cancellationToken;
        client = connection.NewClient();
        units = new(ListUnitsAsync);
        deleted = new(ListDeletedAsync);
    }

    internal async Task<Confirmation> ConfirmAsync(EntryKey key)
    {
        var isId = key.Kind switch
        {
            EntryKind.Account => UserMapping.IsId(key.Anchor),
            EntryKind.Group => GroupMapping.IsId(key.Anchor),
            _ => UnitTree.IsId(key.Anchor),
        };
        if (!isId)
        {
            return CannotTell(key, $"'{key.Anchor}' is not an id of Google");
        }

        try
        {
            return key.Kind switch
            {
                EntryKind.Account => await UserAsync(key).ConfigureAwait(false),
                EntryKind.Group => await GroupAsync(key).ConfigureAwait(false),
                _ => await UnitAsync(key).ConfigureAwait(false),
            };
        }
        catch (GoogleApiException e)
        {
            return CannotTell(key, e.Message);
        }
    }

    private static Confirmation CannotTell(EntryKey key, string why) => new(key, ConfirmationAnswer.CannotTell, why);

    private static bool IsNotFound(GoogleApiException e) => e is { Failure: GoogleFailure.Refused, Status: 404 };

    private async Task<Confirmation> UserAsync(EntryKey key)
    {
        GoogleUser user;
        try
        {
            user = await client.UserAsync(key.Anchor, DirectoryFields.User, "a user by id", cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException e) when (IsNotFound(e))
        {
            return (await deleted.Value.ConfigureAwait(false)).TryGetValue(key.Anchor, out var time)
                ? new Confirmation(key, ConfirmationAnswer.Deleted, $"{e.Message}; the list of deleted users says deleted at {time}")
                : new Confirmation(key, ConfirmationAnswer.Gone, $"{e.Message}; not in the list of users deleted in the last 20 days either");
        }

        if (user.Id != key.Anchor)
        {
            return CannotTell(key, $"asked for {key.Anchor}, Google gave {user.Id}");
        }

        if (!(await units.Value.ConfigureAwait(false)).Tree.TryFind(user.OrgUnitPath, out var parent))
        {
            return CannotTell(key, "users.get gave the user, in an organizational unit that the list of units does not show");
        }

        var record = UserMapping.ToRecord(user, parent, await ManagerAsync(user).ConfigureAwait(false));
        return user.IsGuestUser || !UserMapping.IsOf(user.PrimaryEmail, connection.Options.Domains)
            ? new Confirmation(key, ConfirmationAnswer.Elsewhere, user.IsGuestUser ? "users.get gave a guest" : "users.get gave a user of another domain", record)
            : new Confirmation(key, ConfirmationAnswer.Present, "users.get gave the user", record);
    }

    private async Task<string?> ManagerAsync(GoogleUser user) =>
        UserMapping.ManagerEmail(user) is { } email ? await Managers.FindAsync(client, email, cancellationToken).ConfigureAwait(false) : null;

    private async Task<Confirmation> GroupAsync(EntryKey key)
    {
        try
        {
            var group = await client.GroupAsync(key.Anchor, "a group by id", cancellationToken).ConfigureAwait(false);
            if (group.Id != key.Anchor)
            {
                return CannotTell(key, $"asked for {key.Anchor}, Google gave {group.Id}");
            }

            // Members are not asked for here: those known before stay until the next reading.
            var record = GroupMapping.ToRecord(group, null);
            return UserMapping.IsOf(group.Email, connection.Options.Domains)
                ? new Confirmation(key, ConfirmationAnswer.Present, "groups.get gave the group", record)
                : new Confirmation(key, ConfirmationAnswer.Elsewhere, "groups.get gave a group of another domain", record);
        }
        catch (GoogleApiException e) when (IsNotFound(e))
        {
            return new Confirmation(key, ConfirmationAnswer.Gone, e.Message);
        }
    }

    private async Task<Confirmation> UnitAsync(EntryKey key)
    {
        if ((await units.Value.ConfigureAwait(false)).Records.TryGetValue(key.Anchor, out var record))
        {
            return new Confirmation(key, ConfirmationAnswer.Present, "orgunits.list shows the unit", record);
        }

        try
        {
            var unit = await client.UnitAsync(key.Anchor, "an organizational unit by id", cancellationToken).ConfigureAwait(false);
            return CannotTell(key, unit.OrgUnitId == key.Anchor ? "orgunits.get gave the unit, and the list of units does not show it" : "Google gave another unit");
        }
        catch (GoogleApiException e) when (IsNotFound(e))
        {
            return new Confirmation(key, ConfirmationAnswer.Gone, e.Message);
        }
    }

    private async Task<(UnitTree, IReadOnlyDictionary<string, SourceRecord>)> ListUnitsAsync()
    {
        var tree = new UnitTree();
        var records = tree.Add(await client.UnitsAsync("organizational units", cancellationToken).ConfigureAwait(false));
        return (tree, records.ToDictionary(unit => unit.Anchor, StringComparer.Ordinal));
    }

    private async Task<IReadOnlyDictionary<string, string>> ListDeletedAsync()
    {
        var listing = new Listing<GoogleUser>("deleted users", client.DeletedUsersAsync, connection.Options.ListingRestarts, connection.Logger);
        var times = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var page in listing.PagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var user in page.Items)
            {
                if (user is { Id: { } id, DeletionTime: { Length: > 0 } time })
                {
                    times[id] = time;
                }
            }
        }

        return times;
    }
}
