using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>
/// Reads users, and organizational units that were made meanwhile; then those deleted in the last days. A list of Google's is no snapshot: somebody can
/// come twice, which is passed over, or not at all, which is for the engine to ask.
/// </summary>
internal sealed class UserReader(GSuiteConnection connection, DirectoryClient client, UnitTree units, ProblemTally problems)
{
    /// <summary>How often the units are read again because a user stands in one that is not known.</summary>
    private const int UnitReadsMax = 3;
    private readonly IdTable ids = new();
    private readonly HashSet<UInt128> seen = [];
    private readonly HashSet<UInt128> gone = [];
    private ManagerIndex? managers;
    private int unitReads;

    /// <summary>Users that came more than once.</summary>
    internal int Repeated { get; private set; }

    /// <summary>Users deleted in the last days.</summary>
    internal int Deleted { get; private set; }

    /// <summary>Managers that were asked for one by one.</summary>
    internal int ManagersAsked { get; private set; }

    /// <summary>The anchors of all users that were read.</summary>
    internal IEnumerable<string> Everyone() => seen.Select(ids.Unpack);

    internal async IAsyncEnumerable<SourceRecord> ReadAsync(
        IAsyncEnumerable<Page<GoogleUser>> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var index = new ManagerIndex(ids);
        managers = index;
        await foreach (var page in pages.ConfigureAwait(false))
        {
            foreach (var user in page.Items.Where(IsNew))
            {
                if (!units.TryFind(user!.OrgUnitPath, out var parent))
                {
                    foreach (var unit in await MoreUnitsAsync(cancellationToken).ConfigureAwait(false))
                    {
                        yield return unit;
                    }

                    if (!units.TryFind(user.OrgUnitPath, out parent))
                    {
                        problems.Count(GSuiteProblems.PlaceUnknown);
                        continue;
                    }
                }

                if (Known(user, parent, out var released) is { } known)
                {
                    yield return known;
                }

                for (var i = 0; i < released.Count; i++)
                {
                    yield return released[i];
                }

                while (managers.Waiting > connection.Options.WaitingForManagersMax)
                {
                    foreach (var person in await AskAsync(managers.MostWanted()!, cancellationToken).ConfigureAwait(false))
                    {
                        yield return person;
                    }
                }
            }
        }

        await foreach (var person in LastAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return person;
        }

        managers = null;
    }

    /// <summary>Tombstones of those who were not given as users: a word that somebody is deleted counts only with its time.</summary>
    internal async IAsyncEnumerable<SourceRecord> ReadDeletedAsync(
        IAsyncEnumerable<Page<GoogleUser>> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var user in page.Items)
            {
                if (user is not { Id.Length: > 0 })
                {
                    problems.Count(GSuiteProblems.ItemUnreadable);
                }
                else if (string.IsNullOrEmpty(user.DeletionTime))
                {
                    problems.Count(GSuiteProblems.DeletedWithoutTime);
                }
                else if (!seen.Contains(ids.Pack(user.Id)) && gone.Add(ids.Pack(user.Id)))
                {
                    Deleted++;
                    yield return new SourceRecord { Kind = EntryKind.Account, Anchor = user.Id, Deleted = true };
                }
            }
        }
    }

    private bool IsNew(GoogleUser? user)
    {
        if (user is not { Id.Length: > 0 })
        {
            problems.Count(GSuiteProblems.ItemUnreadable);
            return false;
        }

        if (user.IsGuestUser)
        {
            problems.Count(GSuiteProblems.GuestsSkipped);
            return false;
        }

        if (seen.Add(ids.Pack(user.Id)))
        {
            return true;
        }

        Repeated++;
        return false;
    }

    /// <summary>The user, or null when it has to wait for its manager; and those who waited for it.</summary>
    private SourceRecord? Known(GoogleUser user, string? parent, out IReadOnlyList<SourceRecord> released)
    {
        released = managers!.Came(user);
        if (UserMapping.ManagerEmail(user) is not { } email)
        {
            return UserMapping.ToRecord(user, parent, null);
        }

        var key = managers.KeyOf(email);
        var manager = managers.Find(key);
        var person = UserMapping.ToRecord(user, parent, manager);
        if (manager is not null)
        {
            return person;
        }

        managers.Wait(email, key, person);
        return null;
    }

    private async Task<IReadOnlyList<SourceRecord>> MoreUnitsAsync(CancellationToken cancellationToken) =>
        unitReads++ < UnitReadsMax ? units.Add(await client.UnitsAsync("organizational units, once more", cancellationToken).ConfigureAwait(false)) : [];

    /// <summary>Those whose managers no user that was read has the address of: a list can lack the manager, so they are asked for.</summary>
    private async IAsyncEnumerable<SourceRecord> LastAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = managers!.Wanted();
        foreach (var some in wanted.Take(connection.Options.ManagerLookupsMax).Chunk(connection.Options.Concurrency))
        {
            foreach (var people in await Task.WhenAll(some.Select(email => FindManagerAsync(email, cancellationToken))).ConfigureAwait(false))
            {
                foreach (var person in Settle(people.Email, people.Anchor))
                {
                    yield return person;
                }
            }
        }

        foreach (var email in managers.Wanted())
        {
            foreach (var person in Settle(email, null))
            {
                yield return person;
            }
        }
    }

    private async Task<IReadOnlyList<SourceRecord>> AskAsync(string email, CancellationToken cancellationToken)
    {
        var (_, anchor) = await FindManagerAsync(email, cancellationToken).ConfigureAwait(false);
        return Settle(email, anchor);
    }

    private IReadOnlyList<SourceRecord> Settle(string email, string? anchor)
    {
        var people = managers!.Settle(email, anchor);
        problems.Count(GSuiteProblems.ManagerUnknown, anchor is null ? people.Count : 0);
        return people;
    }

    private async Task<(string Email, string? Anchor)> FindManagerAsync(string email, CancellationToken cancellationToken)
    {
        ManagersAsked++;
        return (email, await Managers.FindAsync(client, email, cancellationToken).ConfigureAwait(false));
    }
}
