using System.Globalization;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>A small scripted domain: answers what a reading asks, from lists. A test replaces single answers through <see cref="Before"/>.</summary>
internal sealed class ScriptedDomain
{
    internal const string Root = "DC=fake,DC=test";

    internal static readonly byte[] DomainSid = [1, 4, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0];

    internal const string Service = "CN=NTDS Settings,CN=FAKE1";

    /// <summary>What the controller calls itself.</summary>
    internal string HostName { get; set; } = "fake1.fake.test";

    internal Guid Invocation { get; set; } = new("11111111-1111-1111-1111-111111111111");

    internal long Usn { get; set; } = 1000;

    /// <summary>Answers instead of the domain when it gives something.</summary>
    internal Func<ScriptedRequest, IEnumerable<byte[]>?> Before { get; set; } = _ => null;

    /// <summary>Entries of the search for people.</summary>
    internal List<(string Dn, (string, object[])[] Attributes)> Accounts { get; } = [];

    /// <summary>Entries of the search for groups.</summary>
    internal List<(string Dn, (string, object[])[] Attributes)> Groups { get; } = [];

    /// <summary>Entries of the search for units.</summary>
    internal List<(string Dn, (string, object[])[] Attributes)> Units { get; } = [];

    internal static (string, (string, object[])[]) User(string name, Guid id, params (string, object[])[] more) =>
        ($"CN={name},{Root}",
        [
            ("objectClass", ["top", "person", "organizationalPerson", "user"]), ("objectGUID", [id.ToByteArray()]), ("cn", [name]),
            ("sAMAccountName", [name]), ("userAccountControl", ["512"]), .. more,
        ]);

    internal static (string, (string, object[])[]) Group(string name, Guid id, params (string, object[])[] more) =>
        ($"CN={name},{Root}", [("objectClass", ["top", "group"]), ("objectGUID", [id.ToByteArray()]), ("cn", [name]), .. more]);

    internal IEnumerable<byte[]> Answer(ScriptedRequest request) => Before(request) ?? (request.Operation switch
    {
        ScriptedRequest.Bind => [ScriptedServer.Result(request.Id, 1, 0)],
        ScriptedRequest.Search => Search(request),
        ScriptedRequest.Extended => [ScriptedServer.Result(request.Id, 24, 0)],
        _ => [],
    });

    internal static IEnumerable<byte[]> Page(int id, IEnumerable<(string Dn, (string, object[])[] Attributes)> entries, string cookie = "") =>
        [.. entries.Select(e => ScriptedServer.Entry(id, e.Dn, e.Attributes)), ScriptedServer.Result(id, 5, 0, cookie: [.. cookie.Select(c => (byte)c)])];

    internal static IEnumerable<byte[]> One(int id, string dn, params (string, object[])[] attributes) =>
        [ScriptedServer.Entry(id, dn, attributes), ScriptedServer.Result(id, 5, 0)];

    private IEnumerable<byte[]> Search(ScriptedRequest request)
    {
        var id = request.Id;
        return request switch
        {
            { BaseDn: "" } => One(
                id,
                "",
                ("defaultNamingContext", [Root]), ("dnsHostName", [HostName]), ("supportedCapabilities", ["1.2.840.113556.1.4.800"]),
                ("supportedControl", ["1.2.840.113556.1.4.529"]),
                ("highestCommittedUSN", [Usn.ToString(CultureInfo.InvariantCulture)]), ("dsServiceName", [Service]),
                ("configurationNamingContext", ["CN=Configuration," + Root])),
            { BaseDn: Service } => One(id, Service, ("invocationId", [Invocation.ToByteArray()])),
            { IsDirSync: true } => [ScriptedServer.Changes(id, "now"u8.ToArray())],
            { BaseDn: Root } when request.Attributes is ["objectSid"] => One(id, Root, ("objectSid", [DomainSid])),
            _ when request.Mentions("organizationalUnit") => Page(id, Units),
            _ when request.Mentions("person") => Page(id, Accounts),
            { BaseDn: Root } when request.Attributes.Contains("member") => Page(id, Groups),
            { BaseDn: Root } when request.Attributes.Contains("showInAdvancedViewOnly") => One(
                id, Root, ("objectClass", ["top", "domain", "domainDNS"]), ("objectGUID", [Guid.Empty.ToByteArray()])),
            { BaseDn: Root } => Page(id, []),
            _ => [ScriptedServer.Result(id, 5, 32, "no such object")],
        };
    }
}
