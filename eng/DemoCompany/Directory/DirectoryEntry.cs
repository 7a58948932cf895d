namespace SyncEngine.DemoCompany;

/// <summary>Something in the directory. Its name is its place: the distinguished name follows from the names above it.</summary>
internal abstract class DirectoryEntry(string key, string name)
{
    /// <summary>Its name in the generator: what its ids are made of, so that they stay when everything else changes.</summary>
    public string Key { get; } = key;

    /// <summary>The value of its relative name.</summary>
    public string Name { get; set; } = name;

    public DirectoryEntry? Parent { get; set; }

    public virtual string NameType => "CN";

    public DateTime WhenCreated { get; set; } = new(2019, 3, 4, 8, 12, 0, DateTimeKind.Utc);

    /// <summary>The groups it is a direct member of, without the primary one.</summary>
    public List<Group> Groups { get; } = [];

    public string Dn => $"{NameType}={DnText.Escape(Name)},{Parent!.DnAsParent}";

    /// <summary>This and what is above it.</summary>
    public IEnumerable<DirectoryEntry> Path => Parent is null ? [this] : [this, .. Parent.Path];

    protected virtual string DnAsParent => Dn;
}

/// <summary>The domain itself.</summary>
internal sealed class Domain() : DirectoryEntry("domain", "corp")
{
    public const string Root = "DC=corp,DC=example";

    public const string DnsName = "corp.example";

    protected override string DnAsParent => Root;
}

/// <summary>An organizational unit.</summary>
internal sealed class Unit(string key, string name) : DirectoryEntry(key, name)
{
    public override string NameType => "OU";
}

/// <summary>A container that the system made.</summary>
internal sealed class Container(string key, string name, bool hidden = false) : DirectoryEntry(key, name)
{
    public bool Hidden { get; } = hidden;
}

/// <summary>A contact: an address of somebody else, no account.</summary>
internal sealed class Contact(string key, string name, string mail) : DirectoryEntry(key, name)
{
    public string Mail { get; } = mail;
}

/// <summary>Somebody of another domain, known by the security identifier only.</summary>
internal sealed class ForeignPrincipal(string sid) : DirectoryEntry(sid, sid);

/// <summary>What has a security identifier.</summary>
internal abstract class Principal(string key, string name) : DirectoryEntry(key, name)
{
    /// <summary>The last part of its security identifier.</summary>
    public int Rid { get; set; }

    public string Login { get; set; } = key;
}

/// <summary>A group.</summary>
internal sealed class Group(string key, string name) : Principal(key, name)
{
    public List<DirectoryEntry> Members { get; } = [];

    public string? Description { get; init; }

    public void Add(DirectoryEntry member)
    {
        Members.Add(member);
        member.Groups.Add(this);
    }

    public void Remove(DirectoryEntry member)
    {
        Members.Remove(member);
        member.Groups.Remove(this);
    }
}

/// <summary>A computer: a user by its class, not by its category.</summary>
internal sealed class Computer(string key, string name) : Principal(key, name)
{
    public bool IsDomainController { get; init; }
}
