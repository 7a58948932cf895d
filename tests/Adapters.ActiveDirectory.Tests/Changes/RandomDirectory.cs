using System.Globalization;
using System.Text;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Changes;

/// <summary>
/// Changes a domain at random, as people and tools do, and remembers just enough of it to make the next change a possible one. The same seed makes the same
/// changes. A batch goes to the controller as few LDIF texts.
/// </summary>
/// <param name="tools">How to change the domain.</param>
/// <param name="seed">The same gives the same changes.</param>
/// <param name="deleteUnits">False to leave units where they are: who sees no tombstones cannot tell a deleted unit from a right that was lost.</param>
internal sealed class RandomDirectory(LdapTools tools, int seed, bool deleteUnits = true)
{
    private const string ShowDeleted = "!1.2.840.113556.1.4.417";
    private const string TreeDelete = "!1.2.840.113556.1.4.805";
    private readonly Random random = new(seed);
    private readonly List<Node> nodes = [];
    private readonly List<Node> deleted = [];
    private readonly List<(string? Control, StringBuilder Ldif)> script = [];
    private int names;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal LdapTools Tools { get; set; } = tools;

    /// <summary>How many changes were made.</summary>
    internal int Changes { get; private set; }

    /// <summary>What was done how often.</summary>
    internal SortedDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes the first units, people and groups below some units that are there already.</summary>
    internal async Task PopulateAsync(IEnumerable<string> roots, int people)
    {
        nodes.AddRange(roots.Select(dn => new Node(Kind.Unit, dn, null)));
        for (var i = 0; i < people; i++)
        {
            Create(i % 10 == 0 ? Kind.Unit : i % 6 == 0 ? Kind.Group : Kind.Person);
        }

        await SendAsync();
        Changes = 0;
        Done.Clear();
    }

    internal async Task ChangeAsync(int count)
    {
        var ids = await DeletedIdsAsync();
        for (var done = 0; done < count;)
        {
            if (Change(ids) is { } what)
            {
                Done[what] = Done.GetValueOrDefault(what) + 1;
                done++;
                Changes++;
            }
        }

        await SendAsync();
    }

    private string? Change(Dictionary<string, string> ids) => random.Next(100) switch
    {
        < 14 => Create(Kind.Person),
        < 17 => Create(Kind.Group),
        < 20 => Create(Kind.Unit),
        < 22 => Create(Kind.Container),
        < 29 => Move(Pick(Kind.Person), rename: true, move: false),
        < 36 => Move(Pick(Kind.Person), rename: false, move: true),
        < 39 => Move(Pick(Kind.Group), rename: random.Next(2) == 0, move: true),
        < 42 => Move(Pick(Kind.Unit), rename: true, move: false),
        < 45 => Move(Pick(Kind.Unit), rename: false, move: true),
        < 46 => Move(Pick(Kind.Container), rename: random.Next(2) == 0, move: true),
        < 52 => Replace("disable", Pick(Kind.Person), "userAccountControl", "546"),
        < 56 => Replace("enable", Pick(Kind.Person), "userAccountControl", "544"),
        < 62 => Replace("title", Pick(Kind.Person), "title", Next("Title ")),
        < 64 => Replace("untitle", Pick(Kind.Person), "title", null),
        < 69 => Replace("manager", Pick(Kind.Person), "manager", Pick(Kind.Person)?.Dn),
        < 77 => AddMember(Pick(Kind.Group), Pick(random.Next(4) == 0 ? Kind.Group : Kind.Person)),
        < 81 => RemoveMember(Pick(Kind.Group)),
        < 89 => Delete(Pick(Kind.Person)),
        < 91 => Delete(Pick(Kind.Group)),
        < 92 => deleteUnits ? Delete(Pick(Kind.Unit)) : null,
        < 93 => deleteUnits ? Delete(Pick(Kind.Container)) : null,
        _ => Undelete(ids),
    };

    private string? Create(Kind kind)
    {
        var parent = Pick(kind == Kind.Container && random.Next(2) == 0 ? Kind.Container : Kind.Unit) ?? Pick(Kind.Unit)!;
        var node = new Node(kind, Next(kind.ToString()), parent);
        nodes.Add(node);
        var text = $"dn: {node.Dn}\nchangetype: add\n" + kind switch
        {
            Kind.Person => $"objectClass: user\nsAMAccountName: {node.Name}\nuserAccountControl: 544\nmail: {node.Name}@contoso.test\n"
                + (Pick(Kind.Person) is { } boss && boss != node && random.Next(3) == 0 ? $"manager: {boss.Dn}\n" : ""),
            Kind.Group => $"objectClass: group\nsAMAccountName: {node.Name}\n"
                + string.Concat(Enumerable.Range(0, 4).Select(_ => Pick(Kind.Person)).OfType<Node>().Distinct().Select(m => Joined(node, m))),
            Kind.Unit => "objectClass: organizationalUnit\n",
            _ => "objectClass: container\nshowInAdvancedViewOnly: FALSE\n",
        };
        return Write(null, text + "\n", $"create {kind}");
    }

    private static string Joined(Node group, Node member)
    {
        group.Members.Add(member);
        return $"member: {member.Dn}\n";
    }

    private string? Move(Node? node, bool rename, bool move)
    {
        if (node?.Parent is null)
        {
            return null;
        }

        var parent = move ? Pick(Kind.Unit)! : node.Parent;
        if (parent.IsWithin(node) || (move && parent == node.Parent))
        {
            return null;
        }

        var before = node.Dn;
        node.Name = rename ? Next(node.Kind.ToString()) : node.Name;
        node.Parent = parent;
        return Write(
            null,
            $"dn: {before}\nchangetype: modrdn\nnewrdn: {node.Rdn}\ndeleteoldrdn: 1\nnewsuperior: {parent.Dn}\n\n",
            $"{(rename ? "rename" : "")}{(rename && move ? " and " : "")}{(move ? "move" : "")} {node.Kind}");
    }

    private string? Replace(string what, Node? node, string attribute, string? value) => node is null || value == node.Dn
        ? null
        : Write(null, $"dn: {node.Dn}\nchangetype: modify\nreplace: {attribute}\n{(value is null ? "" : $"{attribute}: {value}\n")}\n", what);

    private string? AddMember(Node? group, Node? member) => group is null || member is null || member == group || !group.Members.Add(member)
        ? null
        : Write(null, $"dn: {group.Dn}\nchangetype: modify\nadd: member\nmember: {member.Dn}\n\n", $"join {member.Kind}");

    private string? RemoveMember(Node? group)
    {
        if (group is null || group.Members.Count == 0)
        {
            return null;
        }

        var member = group.Members.ElementAt(random.Next(group.Members.Count));
        group.Members.Remove(member);
        return Write(null, $"dn: {group.Dn}\nchangetype: modify\ndelete: member\nmember: {member.Dn}\n\n", "leave");
    }

    private string? Delete(Node? node)
    {
        if (node?.Parent is null)
        {
            return null;
        }

        var gone = nodes.Where(n => n.IsWithin(node)).ToList();
        if (gone.Count > 8)
        {
            return null;
        }

        var dn = node.Dn;
        foreach (var each in gone)
        {
            nodes.Remove(each);
            each.Members.Clear();
            each.Parent = null;
            deleted.Add(each);
        }

        nodes.ForEach(n => n.Members.ExceptWith(gone));
        return Write(gone.Count > 1 ? TreeDelete : null, $"dn: {dn}\nchangetype: delete\n\n", $"delete {node.Kind}{(gone.Count > 1 ? " with others" : "")}");
    }

    private string? Undelete(Dictionary<string, string> ids)
    {
        var possible = deleted.Where(n => ids.ContainsKey(n.Name)).ToList();
        if (possible.Count == 0)
        {
            return null;
        }

        var node = possible[random.Next(possible.Count)];
        deleted.Remove(node);
        node.Parent = Pick(Kind.Unit)!;
        nodes.Add(node);
        return Write(
            ShowDeleted,
            $"dn: {node.Rdn}\\0ADEL:{ids[node.Name]},CN=Deleted Objects,{SambaDomain.BaseDn}\nchangetype: modify\ndelete: isDeleted\n-\nreplace: distinguishedName\ndistinguishedName: {node.Dn}\n-\n\n",
            $"undelete {node.Kind}");
    }

    private Node? Pick(Kind kind)
    {
        var all = nodes.Where(n => n.Kind == kind).ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }

    private string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{++names}");

    private string Write(string? control, string ldif, string what)
    {
        if (script.Count == 0 || script[^1].Control != control)
        {
            script.Add((control, new StringBuilder()));
        }

        script[^1].Ldif.Append(ldif);
        return what;
    }

    private async Task SendAsync()
    {
        foreach (var (control, ldif) in script)
        {
            await Tools.ChangeAsync(ldif.ToString(), Token, control is null ? [] : ["-e", control]);
        }

        script.Clear();
    }

    /// <summary>The ids of tombstones by the names they had.</summary>
    private async Task<Dictionary<string, string>> DeletedIdsAsync()
    {
        var output = await Tools.SearchAsync(
            ["-LLL", "-o", "ldif-wrap=no", "-e", ShowDeleted, "-b", $"CN=Deleted Objects,{SambaDomain.BaseDn}", "-s", "one", "name", "objectGUID"], Token);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        string? name = null, id = null;
        foreach (var line in output.Split('\n'))
        {
            if (line.StartsWith("name:: ", StringComparison.Ordinal))
            {
                name = Encoding.UTF8.GetString(Convert.FromBase64String(line["name:: ".Length..])).Split('\n')[0];
            }
            else if (line.StartsWith("objectGUID:: ", StringComparison.Ordinal))
            {
                id = new Guid(Convert.FromBase64String(line["objectGUID:: ".Length..])).ToString("D");
            }
            else if (line.Length == 0 && name is not null && id is not null)
            {
                ids[name] = id;
                (name, id) = (null, null);
            }
        }

        return ids;
    }

    internal enum Kind
    {
        Person,
        Group,
        Unit,
        Container,
    }

    private sealed class Node(Kind kind, string name, Node? parent)
    {
        internal Kind Kind { get; } = kind;

        internal string Name { get; set; } = name;

        internal Node? Parent { get; set; } = parent;

        internal HashSet<Node> Members { get; } = [];

        internal string Rdn => $"{(Kind == Kind.Unit ? "OU" : "CN")}={Name}";

        /// <summary>Nodes without a parent are the roots, and named by their whole DN.</summary>
        internal string Dn => Parent is null ? Name : $"{Rdn},{Parent.Dn}";

        internal bool IsWithin(Node other) => this == other || Parent?.IsWithin(other) == true;
    }
}
