namespace SyncEngine.DemoCompany;

/// <summary>The directory of the company, in the order in which its entries were made.</summary>
internal sealed class CorpDirectory
{
    private readonly List<DirectoryEntry> entries = [];
    private readonly Dictionary<string, DirectoryEntry> byKey = new(StringComparer.Ordinal);
    private int nextRid = 1104;

    public IReadOnlyList<DirectoryEntry> Entries => entries;

    public IEnumerable<Person> People => entries.OfType<Person>();

    public Person Person(string key) => (Person)byKey[key];

    public Group Group(string key) => (Group)byKey[key];

    public DirectoryEntry Place(string key) => byKey[key];

    public bool Has(string key) => byKey.ContainsKey(key);

    /// <summary>Adds an entry below another, or at the top of the domain.</summary>
    public T Add<T>(T entry, DirectoryEntry? parent)
        where T : DirectoryEntry
    {
        entry.Parent = parent;
        if (entry is Principal { Rid: 0 } principal)
        {
            principal.Rid = nextRid++;
        }

        byKey.Add(entry.Key, entry);
        entries.Add(entry);
        return entry;
    }

    /// <summary>Takes an entry away without a trace, as a reader without the right to see tombstones would find it.</summary>
    public void Remove(Person person)
    {
        foreach (var group in person.Groups.ToList())
        {
            group.Remove(person);
        }

        foreach (var report in People.Where(p => p.Manager == person))
        {
            report.Manager = null;
        }

        byKey.Remove(person.Key);
        entries.Remove(person);
    }
}
