using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>
/// One reading of everything: three lists, each in one answer. Made by the source; a list that fails leaves its place empty and a breaking
/// problem, and the others are still read.
/// </summary>
internal sealed class PyrusReading
{
    private readonly List<ReadProblem> problems = [];
    private bool stopped;

    private PyrusReading(Profile profile, string server)
    {
        Profile = profile;
        Server = server;
    }

    internal Profile Profile { get; }

    /// <summary>The host of the API that answered.</summary>
    internal string Server { get; private set; }

    /// <summary>Requests made.</summary>
    internal int Pages { get; private set; } = 1;

    internal IReadOnlyList<ReadProblem> Problems => problems;

    internal IReadOnlyList<Person> People { get; private set; } = [];

    internal IReadOnlyList<Role> Roles { get; private set; } = [];

    /// <summary>Null when there is no chart.</summary>
    internal IReadOnlyList<Department>? Departments { get; private set; } = [];

    /// <summary>True when the list of members shows rights.</summary>
    internal bool ShowsRights { get; private set; }

    /// <summary>Reads; only a failure before anything was read is thrown.</summary>
    internal static async Task<PyrusReading> ReadAsync(PyrusConnection connection, CancellationToken cancellationToken)
    {
        var (profile, reply) = await connection.ReadSelfAsync(cancellationToken).ConfigureAwait(false);
        var reading = new PyrusReading(profile, reply.Server);
        await reading.ReadDepartmentsAsync(connection.Client, cancellationToken).ConfigureAwait(false);
        reading.Roles = await reading.ListAsync("roles", connection.Client.GetRolesAsync, r => r.Id, cancellationToken).ConfigureAwait(false) ?? [];
        if (await reading.ListAsync("members", connection.Client.GetMembersAsync, p => p.Id, cancellationToken).ConfigureAwait(false) is { } people)
        {
            reading.People = people;
            await reading.CheckPeopleAsync(connection.Client, cancellationToken).ConfigureAwait(false);
        }

        return reading;
    }

    private async Task ReadDepartmentsAsync(PyrusClient client, CancellationToken cancellationToken)
    {
        try
        {
            Departments = await ItemsAsync("departments", client.GetDepartmentsAsync, d => d.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e) when (e.Failure is PyrusFailure.RouteMissing || e is { Failure: PyrusFailure.Refused, Status: 403 or 404 })
        {
            Departments = null;
            problems.Add(new ReadProblem(
                "OrgChartUnavailable", $"This Pyrus shows no organisation chart ({e.Message}); departments are known from the people in them only.", Breaking: false));
        }
        catch (PyrusApiException e)
        {
            Broken("departments", e);
        }
    }

    private async Task<IReadOnlyList<T>?> ListAsync<T>(
        string what, Func<CancellationToken, Task<PyrusList<T>>> read, Func<T, long> id, CancellationToken cancellationToken)
    {
        if (stopped)
        {
            return null;
        }

        try
        {
            return await ItemsAsync(what, read, id, cancellationToken).ConfigureAwait(false);
        }
        catch (PyrusApiException e)
        {
            Broken(what, e);
            return null;
        }
    }

    private async Task<IReadOnlyList<T>> ItemsAsync<T>(
        string what, Func<CancellationToken, Task<PyrusList<T>>> read, Func<T, long> id, CancellationToken cancellationToken)
    {
        Pages++;
        var list = await read(cancellationToken).ConfigureAwait(false);
        Server = list.Reply.Server;
        if (list.Unreadable > 0)
        {
            problems.Add(new ReadProblem("ItemUnreadable", $"{list.Unreadable} of the {what} at {Server} have no readable id and were passed over."));
        }

        var items = list.Items.DistinctBy(id).OrderBy(id).ToList();
        if (items.Count < list.Items.Count)
        {
            problems.Add(new ReadProblem("ItemTwice", $"{list.Items.Count - items.Count} of the {what} at {Server} came twice; the first of each was taken."));
        }

        return items;
    }

    /// <summary>A list without ourselves is not the whole list; one without our rights shows nobody's.</summary>
    private async Task CheckPeopleAsync(PyrusClient client, CancellationToken cancellationToken)
    {
        var self = People.FirstOrDefault(p => p.Id == Profile.PersonId);
        ShowsRights = self?.Rights is not null || People.Any(p => p.Rights is not null);
        if (!ShowsRights)
        {
            problems.Add(new ReadProblem("RightsNotShown", "The list of members shows no rights: administrators are not marked as protected.", Breaking: false));
        }

        if (self is null && !await IsBotAsync(client, cancellationToken).ConfigureAwait(false))
        {
            problems.Add(new ReadProblem("SelfMissing", $"The list of members at {Server} lacks the account that read it, so it is not the whole list."));
        }
    }

    private async Task<bool> IsBotAsync(PyrusClient client, CancellationToken cancellationToken)
    {
        try
        {
            Pages++;
            return string.Equals((await client.GetMemberAsync(Profile.PersonId, cancellationToken).ConfigureAwait(false)).Type, "bot", StringComparison.OrdinalIgnoreCase);
        }
        catch (PyrusApiException)
        {
            // Not known, so the stricter reading stands.
            return false;
        }
    }

    private void Broken(string what, PyrusApiException e)
    {
        stopped = e.Failure is PyrusFailure.SignInRefused or PyrusFailure.Unreachable or PyrusFailure.Untrusted or PyrusFailure.RateLimited;
        problems.Add(new ReadProblem("ListFailed", $"The {what} could not be read: {e.Message}.{(stopped ? " The rest was not tried." : "")}"));
    }
}
