using System.Globalization;
using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>
/// One reading of a customer. Begun, it has the first page of users, the organizational units and the first page of groups: what a wrong configuration
/// can spoil has been tried by requests that are needed anyway. Then units, users, deleted users, groups.
/// </summary>
internal sealed class DirectoryReading : IAsyncDisposable
{
    private readonly GSuiteConnection connection;
    private readonly DirectoryClient client;
    private readonly UnitTree units = new();
    private readonly MemberKinds kinds;
    private readonly Listings<GoogleUser> users;
    private readonly Listings<GoogleUser> deleted;
    private readonly Listings<GoogleGroup> groups;
    private readonly UserReader people;
    private readonly GroupReader memberships;
    private IReadOnlyList<GoogleUnit?> firstUnits = [];

    private DirectoryReading(GSuiteConnection connection)
    {
        this.connection = connection;
        client = connection.NewClient();
        kinds = new MemberKinds(connection.Options.CustomerMembers);
        var scopes = DirectoryScope.Of(connection.Options);
        users = new Listings<GoogleUser>([.. scopes.Select(scope => Listing<GoogleUser>(What("users", scope), (token, what, stop) => client.UsersAsync(scope, token, what, stop)))]);
        deleted = new Listings<GoogleUser>([Listing<GoogleUser>("deleted users", client.DeletedUsersAsync)]);
        groups = new Listings<GoogleGroup>([.. scopes.Select(scope => Listing<GoogleGroup>(What("groups", scope), (token, what, stop) => client.GroupsAsync(scope, token, what, stop)))]);
        people = new UserReader(connection, client, units, Problems);
        memberships = new GroupReader(connection, client, kinds, Problems);
    }

    /// <summary>The customer's id.</summary>
    internal string Identity { get; private set; } = "";

    internal ProblemTally Problems { get; } = new();

    /// <exception cref="GoogleApiException">Reading is not possible as configured.</exception>
    internal static async Task<DirectoryReading> BeginAsync(GSuiteConnection connection, CancellationToken cancellationToken)
    {
        var reading = new DirectoryReading(connection);
        try
        {
            var first = await reading.users.BeginAsync(cancellationToken).ConfigureAwait(false);
            reading.firstUnits = await reading.client.UnitsAsync("organizational units", cancellationToken).ConfigureAwait(false);
            await reading.groups.BeginAsync(cancellationToken).ConfigureAwait(false);
            reading.Identity = await CustomerIdentity.OfAsync(reading.client, connection.Options, first, cancellationToken).ConfigureAwait(false);
            return reading;
        }
        catch
        {
            await reading.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The records: units before what is in them. Trouble is thrown.</summary>
    internal async IAsyncEnumerable<SourceRecord> RecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var unit in units.Add(firstUnits))
        {
            yield return unit;
        }

        Problems.Count(GSuiteProblems.ItemUnreadable, units.Unusable);
        await foreach (var record in people.ReadAsync(users.PagesAsync(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }

        await foreach (var tombstone in people.ReadDeletedAsync(deleted.PagesAsync(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return tombstone;
        }

        await foreach (var group in memberships.ReadAsync(groups.PagesAsync(cancellationToken), people.Everyone, cancellationToken).ConfigureAwait(false))
        {
            yield return group;
        }

        if (kinds.Told() is { } skipped)
        {
            Problems.Add(skipped);
        }
    }

    internal Receipt Receipt() => new()
    {
        System = connection.Name,
        Complete = false,
        Identity = Identity,
        Server = client.Server,
        Pages = client.Requests,
        Facts =
        [
            new("customer", Identity),
            new("domains", connection.Options.Domains.Count == 0 ? "all" : string.Join(", ", connection.Options.Domains)),
            new("deletedUsers", Text(people.Deleted)),
            new("repeatedUsers", Text(people.Repeated)),
            new("managersAsked", Text(people.ManagersAsked)),
            new("memberships", Text(kinds.Given)),
            new("membershipsSkipped", Text(kinds.Skipped)),
            new("listingRestarts", Text(users.Restarts + deleted.Restarts + groups.Restarts + memberships.Restarts)),
        ],
    };

    public async ValueTask DisposeAsync()
    {
        await users.DisposeAsync().ConfigureAwait(false);
        await deleted.DisposeAsync().ConfigureAwait(false);
        await groups.DisposeAsync().ConfigureAwait(false);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string What(string what, DirectoryScope scope) => scope.Parameter == "domain" ? $"{what} of the domain '{scope.Value}'" : what;

    private Listing<T> Listing<T>(string what, Func<string?, string, CancellationToken, Task<Page<T>>> read)
        where T : class => new(what, read, connection.Options.ListingRestarts, connection.Logger);
}
