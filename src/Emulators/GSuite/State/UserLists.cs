namespace SyncEngine.Emulators;

/// <summary>The users as lists show them, in each order asked for. Sorted again only when something changed, or reached the lists.</summary>
internal sealed class UserLists(GSuiteState state)
{
    private readonly Dictionary<(bool Deleted, string OrderBy, bool Descending), Cached> cache = [];

    internal Sorted<GSuiteUser> Get(bool deleted, string orderBy, bool descending)
    {
        var now = state.Now;
        if (cache.TryGetValue((deleted, orderBy, descending), out var known) && known.Version == state.UsersVersion && now < known.Until)
        {
            return known.Users;
        }

        var shown = state.UserEntries.Select(e => e.Shown(now)).OfType<GSuiteUser>().Where(u => u.IsDeleted == deleted);
        var next = state.UserEntries.Select(e => e.ListedUntil).Where(until => until > now).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        var sorted = new Sorted<GSuiteUser>(shown, KeyFor(orderBy), descending);
        cache[(deleted, orderBy, descending)] = new Cached(sorted, state.UsersVersion, next);
        return sorted;
    }

    /// <summary>Letter case does not count, as documented; the id makes the order total.</summary>
    private static Func<GSuiteUser, string> KeyFor(string orderBy) => orderBy switch
    {
        "familyName" => u => GSuiteState.Key(u.FamilyName) + '\n' + GSuiteState.Key(u.GivenName) + '\n' + u.Id,
        "givenName" => u => GSuiteState.Key(u.GivenName) + '\n' + GSuiteState.Key(u.FamilyName) + '\n' + u.Id,
        _ => u => GSuiteState.Key(u.PrimaryEmail) + '\n' + u.Id,
    };

    private sealed record Cached(Sorted<GSuiteUser> Users, long Version, DateTimeOffset Until);
}
