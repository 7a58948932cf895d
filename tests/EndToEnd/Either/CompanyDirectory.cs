namespace SyncEngine.EndToEnd;

/// <summary>What is wrong with the way to a directory.</summary>
internal enum Trouble
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A reading breaks after its first people.</summary>
    Halfway = 1,

    /// <summary>Nothing answers.</summary>
    Outage = 2,
}

/// <summary>
/// A company's directory, of whichever product, as its administrators change it: past the adapter, by the product's own means. Each story has one to itself, and
/// tells the same with every product.
/// </summary>
internal abstract class CompanyDirectory : IAsyncDisposable
{
    internal const string Domain = "contoso.test";

    /// <summary>The unit that people are hired into.</summary>
    internal const string Office = "Berlin Users";

    private readonly Dictionary<string, Employee> employees = new(StringComparer.Ordinal);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Registers it as a source, as a host does.</summary>
    internal abstract void Register(ISyncEngineBuilder engine, string name);

    /// <summary>Makes readings fail that begin after it, until it is called with <see cref="Trouble.None"/>.</summary>
    internal abstract void Have(Trouble trouble);

    /// <summary>Makes a unit at the top of what is read.</summary>
    internal abstract Task AddUnitAsync(string name);

    internal abstract Task RenameUnitAsync(string name, string newName);

    internal async Task HireAsync(params IReadOnlyList<Employee> people)
    {
        // Managers first: a directory may want to know them.
        var ordered = people.OrderBy(employee => employee.Manager is null ? 0 : 1).ToList();
        ordered.ForEach(employee => employees.Add(employee.Login, employee));
        await AddAsync(ordered);
    }

    /// <summary>Changes what is known of somebody.</summary>
    internal async Task ChangeAsync(string login, Func<Employee, Employee> change)
    {
        var before = employees[login];
        employees[login] = change(before);
        await ChangeAsync(before, employees[login]);
    }

    /// <summary>Exchanges the addresses of two people.</summary>
    internal async Task SwapAddressesAsync(string one, string other)
    {
        var (first, second) = (employees[one].Email, employees[other].Email);
        await ChangeAsync(one, employee => employee with { Email = $"free@{Domain}" });
        await ChangeAsync(other, employee => employee with { Email = first });
        await ChangeAsync(one, employee => employee with { Email = second });
    }

    internal abstract Task DisableAsync(string login);

    internal abstract Task EnableAsync(string login);

    internal abstract Task DeleteAsync(string login);

    /// <summary>Moves somebody to another unit.</summary>
    internal abstract Task MoveAsync(string login, string unit);

    /// <summary>Moves somebody to where the directory goes on, but nobody is read.</summary>
    internal abstract Task MoveOutOfReachAsync(string login);

    /// <summary>Makes a group of people and groups, those by login and these by name.</summary>
    internal abstract Task AddGroupAsync(string name, params string[] members);

    internal abstract Task AddMemberAsync(string group, string member);

    internal abstract Task RemoveMemberAsync(string group, string member);

    internal abstract Task RenameGroupAsync(string name, string newName);

    public abstract ValueTask DisposeAsync();

    protected Employee Known(string login) => employees[login];

    protected bool IsEmployee(string member) => employees.ContainsKey(member);

    protected abstract Task AddAsync(IReadOnlyList<Employee> people);

    protected abstract Task ChangeAsync(Employee before, Employee after);
}
