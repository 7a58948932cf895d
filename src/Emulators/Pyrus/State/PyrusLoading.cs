namespace SyncEngine.Emulators;

/// <summary>Makes the state from a seed or data file, or an empty one, and makes sure there is somebody to sign in as.</summary>
internal static class PyrusLoading
{
    internal static (PyrusState State, string Login) Load(PyrusEmulatorOptions options)
    {
        var path = options.DataPath is { } data && File.Exists(data) ? data : options.SeedPath;
        var document = path is null ? new PyrusDocument() : PyrusFile.Read(path);
        var state = new PyrusState { Organization = document.Organization ?? options.Organization, ForeignOrganizations = document.ForeignOrganizations };
        Fill(state, document, path ?? "");
        var login = options.Login ?? document.Login ?? document.Members.FirstOrDefault(m => m.SecurityKey is not null)?.Email
            ?? PyrusEmulatorOptions.LoginDefault;
        EnsureCaller(state, login, options.SecurityKey);
        return (state, login);
    }

    private static void Fill(PyrusState state, PyrusDocument document, string path)
    {
        state.ContinueIds(document.NextPersonId, document.NextDepartmentId);

        // Given ids first, so that an entry without one never takes an id that a later entry names.
        foreach (var department in document.Departments.OrderBy(d => d.Id == 0))
        {
            Unique(state.Department(department.Id) is null, path, "department", department.Id);
            state.Put(department);
        }

        foreach (var member in document.Members.OrderBy(m => m.Id == 0))
        {
            Unique(state.Member(member.Id) is null && document.Roles.All(r => r.Id == 0 || r.Id != member.Id), path, "member", member.Id);
            Known(member.DepartmentId is not { } id || state.Department(id) is not null, path, $"member {member.Email ?? "without an email"}", $"department {member.DepartmentId}");
            state.Put(member);
        }

        foreach (var role in document.Roles.OrderBy(r => r.Id == 0))
        {
            Unique(state.Role(role.Id) is null, path, "role", role.Id);
            foreach (var id in role.MemberIds)
            {
                Known(state.Member(id) is not null, path, $"role '{role.Name}'", $"member {id}");
            }

            state.Put(role);
        }
    }

    private static void EnsureCaller(PyrusState state, string login, string? securityKey)
    {
        var caller = state.MembersByEmail(login).FirstOrDefault()
            ?? new PyrusMember { Email = login, FirstName = "Sync", LastName = "Service", Rights = PyrusRights.Administrator };
        state.Put(caller with { SecurityKey = securityKey ?? caller.SecurityKey ?? PyrusTokens.NewSecret(24) });
    }

    private static void Unique(bool unique, string path, string what, long id)
    {
        if (!unique)
        {
            throw new ConfigurationException(
                $"The emulator's file '{path}' gives id {id} to more than one entry; the last is a {what}.",
                "Give every member and role an id of its own (they share one sequence), or leave the ids out.");
        }
    }

    private static void Known(bool known, string path, string who, string what)
    {
        if (!known)
        {
            throw new ConfigurationException(
                $"In the emulator's file '{path}', {who} refers to {what}, which the file does not have.", "Add it to the file, or take the reference out.");
        }
    }
}
