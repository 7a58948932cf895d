using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SyncEngine.DemoCompany.Company;
using SyncEngine.DemoCompany.Ldif;

namespace SyncEngine.DemoCompany.GSuite;

/// <summary>
/// The same company as a customer of Google: the format is that of the emulator's data file, an entry a line. What Google does not have is left
/// out: computers, the system's own accounts and groups, services without mail, units without people, one half of a circle of groups, deleted people.
/// </summary>
internal sealed class GSuiteSeed
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // a person reads it

    private readonly CorpDirectory directory;
    private readonly Dictionary<Person, string> emails = [];
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase) { Admin };

    private GSuiteSeed(CorpDirectory directory)
    {
        this.directory = directory;
        foreach (var person in directory.People.Where(p => !p.Deleted && (!p.IsService || p.Mail is not null)))
        {
            emails.Add(person, Email(person));
        }
    }

    private static string Admin => $"admin@{Domain.DnsName}";

    public static byte[] Write(CorpDirectory directory) => new GSuiteSeed(directory).ToBytes();

    private byte[] ToBytes()
    {
        var text = new StringBuilder("{\n");
        text.Append(CultureInfo.InvariantCulture, $"\"customerId\": \"C02corp77\",\n\"domains\": [\"{Domain.DnsName}\"],\n\"delegatedAdmin\": \"{Admin}\",\n");
        Lines(text, "orgUnits", directory.Entries.Where(e => IsUnit(e) && emails.Keys.Any(p => p.Path.Contains(e))).Select(UnitJson));
        var admin = new JsonObject { ["id"] = "100000000000000000001", ["primaryEmail"] = Admin, ["givenName"] = "Workspace", ["familyName"] = "Administrator", ["isAdmin"] = true, ["creationTime"] = Time(new DateTime(2019, 3, 4, 8, 0, 0, DateTimeKind.Utc)) };
        Lines(text.Append(",\n"), "users", emails.Keys.Select(UserJson).Prepend(admin));
        Lines(text.Append(",\n"), "groups", directory.Entries.OfType<Group>().Where(g => g.Rid >= 1_000).Select(GroupJson));
        return Encoding.UTF8.GetBytes(text.Append("\n}\n").ToString());
    }

    private static void Lines(StringBuilder text, string name, IEnumerable<JsonObject> entries) =>
        text.Append(CultureInfo.InvariantCulture, $"\"{name}\": [\n").AppendJoin(",\n", entries.Select(e => e.ToJsonString(Json))).Append("\n]");

    private static JsonObject UnitJson(DirectoryEntry unit) => new() { ["orgUnitId"] = "id:03" + Hex(unit), ["orgUnitPath"] = Path(unit) };

    private JsonObject UserJson(Person person)
    {
        var user = new JsonObject
        {
            ["id"] = "1" + BinaryPrimitives.ReadUInt64LittleEndian(Identifiers.ObjectGuid(person).ToByteArray()).ToString("D20", CultureInfo.InvariantCulture),
            ["primaryEmail"] = emails[person],
            ["givenName"] = person.FirstName ?? person.Name,
            ["familyName"] = person.LastName ?? "",
            ["orgUnitPath"] = Path(person.Parent!),
            ["creationTime"] = Time(person.WhenCreated),
        };
        if (person.Disabled)
        {
            user["suspended"] = true;
        }

        var others = person.ProxyAddresses.Where(a => a.StartsWith("smtp:", StringComparison.Ordinal)).Select(a => a[5..]).ToLookup(IsOurs);
        Add(user, "aliases", others[true].Select(a => (JsonNode)a));
        Add(user, "nonEditableAliases", others[false].Select(a => (JsonNode)a));
        if (person.Title is not null || person.Department is not null)
        {
            Add(user, "organizations", [new JsonObject { ["name"] = "Corp Example", ["title"] = person.Title, ["department"] = person.Department, ["primary"] = true }]);
        }

        Add(user, "phones", Typed((person.Phone, "work"), (person.Mobile, "mobile")));
        Add(user, "externalIds", Typed((person.EmployeeNumber, "organization")));
        Add(user, "relations", Typed((person.Manager is { } manager ? emails.GetValueOrDefault(manager) : null, "manager")));
        return user;
    }

    private JsonObject GroupJson(Group group)
    {
        var members = group.Members.Select(m => m switch
        {
            Person person => emails.GetValueOrDefault(person),
            Group inner when !Holds(inner, group) => Email(inner),
            Contact contact => contact.Mail,
            _ => null,
        }).OfType<string>();
        var seed = new JsonObject { ["id"] = "01" + Hex(group), ["email"] = Email(group), ["name"] = group.Name };
        if (group.Description is { } description)
        {
            seed["description"] = description;
        }

        Add(seed, "members", members.Order(StringComparer.Ordinal).Select(m => (JsonNode)new JsonObject { ["email"] = m }));
        return seed;
    }

    /// <summary>Whether one group holds another at any depth, and was made before it: of a circle, only the older group keeps the other.</summary>
    private static bool Holds(Group group, Group other)
    {
        var seen = new HashSet<Group>();
        var open = new Stack<Group>([group]);
        while (open.TryPop(out var next))
        {
            if (next == other)
            {
                return group.Rid < other.Rid;
            }

            foreach (var inner in next.Members.OfType<Group>().Where(seen.Add))
            {
                open.Push(inner);
            }
        }

        return false;
    }

    /// <summary>Google wants one valid address of its own for everybody.</summary>
    private string Email(Person person)
    {
        var mail = person.Mail is { } text && IsOurs(text) && text.Count(c => c == '@') == 1 && !text.Contains(' ', StringComparison.Ordinal)
            ? text.ToLowerInvariant()
            : $"{person.Login}@{Domain.DnsName}";
        mail = taken.Add(mail) ? mail : $"{person.Login}@{Domain.DnsName}";
        taken.Add(mail);
        return mail;
    }

    private static bool IsOurs(string address) => address.EndsWith("@" + Domain.DnsName, StringComparison.OrdinalIgnoreCase);

    private static string Email(Group group) => $"{group.Key[(group.Key.IndexOf(':', StringComparison.Ordinal) + 1)..]}@{Domain.DnsName}";

    /// <summary>The container that the system made for users is a unit like others here.</summary>
    private static bool IsUnit(DirectoryEntry entry) => entry is Unit or Container { Key: Places.UsersContainer };

    private static string Path(DirectoryEntry entry) => "/" + string.Join('/', entry.Path.Where(IsUnit).Reverse().Select(u => u.Name));

    private static string Hex(DirectoryEntry entry) => Convert.ToHexStringLower(Identifiers.ObjectGuid(entry).ToByteArray())[..13];

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<JsonNode> Typed(params (string? Value, string Type)[] values) =>
        values.Where(v => v.Value is not null).Select(v => (JsonNode)new JsonObject { ["value"] = v.Value, ["type"] = v.Type });

    private static void Add(JsonObject to, string name, IEnumerable<JsonNode> values)
    {
        var array = new JsonArray([.. values]);
        if (array.Count > 0)
        {
            to[name] = array;
        }
    }
}
