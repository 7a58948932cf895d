namespace SyncEngine.Emulators;

/// <summary>Makes the state from a seed or data file, or an empty one, and makes sure there is an administrator to act as.</summary>
internal static class GSuiteLoading
{
    internal static GSuiteState Load(GSuiteEmulatorOptions options)
    {
        var path = options.DataPath is { } data && File.Exists(data) ? data : options.SeedPath;
        var document = path is null ? new GSuiteDocument() : GSuiteFile.Read(path);
        var domains = document.Domains.Count > 0 ? document.Domains : options.Domains;
        var state = new GSuiteState(options)
        {
            CustomerId = document.CustomerId ?? options.CustomerId,
            Domains = domains,
            DelegatedAdmin = options.DelegatedAdmin ?? document.DelegatedAdmin ?? document.Users.FirstOrDefault(u => u.IsAdmin)?.PrimaryEmail ?? $"admin@{domains[0]}",
            ServiceAccount = (document.ServiceAccount ?? new GSuiteServiceAccount()).WithKey(),
        };
        Fill(state, document, path ?? "");
        if (state.User(state.DelegatedAdmin) is null)
        {
            state.Put(new GSuiteUser { PrimaryEmail = state.DelegatedAdmin, GivenName = "Workspace", FamilyName = "Administrator", IsAdmin = true });
        }

        return state;
    }

    private static void Fill(GSuiteState state, GSuiteDocument document, string path)
    {
        state.ContinueNumbers(document.NextNumber);

        // Given ids first, so that an entry without one never takes an id that a later entry names; the root before all units.
        foreach (var unit in document.OrgUnits.OrderBy(u => u.OrgUnitId.Length == 0).ThenBy(u => u.OrgUnitPath, StringComparer.Ordinal))
        {
            Unique(unit.OrgUnitId.Length == 0 || state.OrgUnit(unit.OrgUnitId) is null, path, "id", unit.OrgUnitId);
            state.Put(unit);
        }

        state.EnsureOrgUnit("/");
        foreach (var user in document.Users.OrderBy(u => u.Id.Length == 0))
        {
            Unique(user.Id.Length == 0 || state.UserById(user.Id) is null, path, "id", user.Id);
            foreach (var address in user.IsDeleted ? [] : user.Aliases.Prepend(user.PrimaryEmail))
            {
                Unique(!state.IsTaken(address, user.Id), path, "address", address);
            }

            // Putting counts one on; an etag is the same after a restart.
            state.Put(user with { Version = user.Version - 1 });
        }

        // Groups before their members, since groups are members too.
        var groups = document.Groups.OrderBy(g => g.Id.Length == 0).Select(group =>
        {
            Unique(group.Id.Length == 0 || state.Group(group.Id) is null, path, "id", group.Id);
            Unique(!state.IsTaken(group.Email, group.Id), path, "address", group.Email);
            return (group, stored: state.Put(group with { Members = [], Version = group.Version - 2 }));
        }).ToList();
        foreach (var (group, stored) in groups)
        {
            state.Put(stored with { Members = group.Members });
        }
    }

    private static void Unique(bool unique, string path, string what, string value)
    {
        if (!unique)
        {
            throw new ConfigurationException(
                $"The emulator's file '{path}' gives the {what} '{value}' to more than one entry.",
                what == "id" ? "Give every entry an id of its own, or leave the ids out." : "Give every user and group an address of its own; aliases count.");
        }
    }
}
