using System.Collections.Immutable;
using System.Text;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Adapters.ActiveDirectory.Reading;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Mapping;

public sealed class MappingTests
{
    private static readonly Guid Id = Guid.Parse("693a6fb8-2648-46c6-8b03-d751f4c8424f");
    private readonly ProblemTally problems = new();

    [Fact]
    public void A_person_is_mapped_to_canonical_names()
    {
        var record = Account(
            ("displayName", ["Иван Петров"]), ("givenName", ["Иван"]), ("sn", ["Петров"]), ("mail", ["ivan@corp.example"]), ("sAMAccountName", ["ivan"]),
            ("title", ["Инженер"]), ("department", ["R&D"]), ("company", ["Corp"]), ("telephoneNumber", ["1"]), ("mobile", ["2"]), ("employeeID", ["77"]),
            ("manager", [$"<GUID={Id:D}>;<SID=S-1-5-21-1-2-3-1105>;CN=Boss,DC=corp"]));

        Assert.Equal(
            AttributeSet.Of(
                ("name", "Иван Петров"), ("firstName", "Иван"), ("lastName", "Петров"), ("email", "ivan@corp.example"), ("login", "ivan"),
                ("title", "Инженер"), ("department", "R&D"), ("company", "Corp"), ("phone", "1"), ("mobilePhone", "2"), ("employeeNumber", "77"),
                ("manager", Id.ToString("D"))),
            record.Attributes);
        Assert.True(record.Enabled);
        Assert.Equal("693a6fb8-2648-46c6-8b03-d751f4c8424f", record.Anchor);
    }

    [Fact]
    public void The_name_falls_back_to_cn_and_then_to_the_name_in_the_tree()
    {
        Assert.Equal("Smith, John", Account("CN=Smith\\, John,OU=x", ("cn", ["Smith, John"])).Attributes["name"]);
        Assert.Equal("Smith, John", Account("CN=Smith\\, John,OU=x").Attributes["name"]);
    }

    [Fact]
    public void EmployeeNumber_wins_over_employeeID() =>
        Assert.Equal("1", Account(("employeeID", ["2"]), ("employeeNumber", ["1"])).Attributes["employeeNumber"]);

    [Theory]
    [InlineData(512, true)]
    [InlineData(514, false)]
    [InlineData(546, false)]
    [InlineData(66048, true)]
    [InlineData(66050, false)]
    [InlineData(8389120, true)] // password expired: no reason to block
    [InlineData(528, true)] // locked out: no reason to block
    public void Only_the_disabled_bit_disables(int flags, bool enabled) =>
        Assert.Equal(enabled, Account(("userAccountControl", [flags.ToString(System.Globalization.CultureInfo.InvariantCulture)])).Enabled);

    [Fact]
    public void An_account_whose_state_cannot_be_seen_is_left_out_and_breaks_the_read()
    {
        Assert.Null(Mapper().Account(Entry("CN=a,DC=b", ("objectGUID", [Id.ToByteArray()]))));
        Assert.Equal("AccountStateUnreadable", Assert.Single(problems.ToProblems()).Code);
        Assert.True(problems.HasBreaking);
    }

    [Fact]
    public void An_entry_without_its_id_is_left_out_and_breaks_the_read()
    {
        Assert.Null(Mapper().Account(Entry("CN=a,DC=b", ("userAccountControl", ["512"]))));
        Assert.Equal("EntryWithoutId", Assert.Single(problems.ToProblems()).Code);
    }

    [Fact]
    public void Aliases_are_mail_addresses_without_the_primary_whatever_the_servers_order_and_case()
    {
        string[] addresses = ["SMTP:Ivan@corp.example", "smtp:i.petrov@corp.example", "Smtp:I.Petrov@corp.example", "X500:/o=Corp", "sip:ivan@corp.example", "smtp:"];
        Gen.Shuffle(addresses).Sample(shuffled => Assert.Equal(
            ["I.Petrov@corp.example"],
            Account(("mail", ["ivan@corp.example"]), ("proxyAddresses", [.. shuffled])).Attributes.Values("aliases")));
    }

    [Fact]
    public void Further_attributes_are_carried_under_their_own_names()
    {
        var mapper = new EntryMapper(["physicalDeliveryOfficeName", "ExtensionAttribute1", "thumbnailPhoto", "secretary"], _ => null, problems);
        var record = mapper.Account(Entry(
            "CN=a,DC=b",
            ("objectGUID", [Id.ToByteArray()]), ("userAccountControl", ["512"]), ("physicalDeliveryOfficeName", ["Moscow"]),
            ("extensionAttribute1", ["z", "a"]), ("thumbnailPhoto", [new byte[] { 0xFF, 0xD8 }]),
            ("secretary", [$"<GUID={Id:D}>;<SID=S-1-5-21-1-2-3-4>;CN=S,DC=b"])))!.Account(null, null);

        Assert.Equal("Moscow", record.Attributes["physicalDeliveryOfficeName"]);
        Assert.Equal(["a", "z"], record.Attributes.Values("extensionAttribute1"));
        Assert.Equal("/9g=", record.Attributes["thumbnailPhoto"]);
        Assert.Equal("CN=S,DC=b", record.Attributes["secretary"]);
    }

    [Fact]
    public void A_group_has_its_address_and_members()
    {
        var other = Guid.NewGuid();
        var group = Mapper().Group(Entry(
            $"<GUID={Id:D}>;<SID=S-1-5-21-1-2-3-1106>;CN=Staff,OU=Groups,DC=b",
            ("objectGUID", [Id.ToByteArray()]), ("cn", ["Staff"]), ("sAMAccountName", ["staff"]), ("mail", ["staff@corp.example"]),
            ("member", [$"<GUID={other:D}>;CN=x,DC=b", $"<GUID={Convert.ToHexString(Id.ToByteArray())}>;CN=y,DC=b", "CN=unknown,DC=b"])))!;

        Assert.Equal([other, Id], group.Members);
        Assert.Equal("CN=Staff,OU=Groups,DC=b", group.Group(null, []).Attributes["address"]);
        Assert.Equal("OU=Groups,DC=b", group.ParentDn.ToString());
        Assert.Equal("MemberUnknown", Assert.Single(problems.ToProblems()).Code);
        Assert.False(problems.HasBreaking);
    }

    [Fact]
    public void Members_cut_by_the_server_say_where_they_go_on()
    {
        var members = new List<Guid>();
        Assert.Equal(1500, Mapper().AddMembers(Entry("CN=a", ("member", []), ("member;range=0-1499", [$"<GUID={Id:D}>;CN=x"])), members));
        Assert.Null(Mapper().AddMembers(Entry("CN=a", ("Member;Range=1500-*", [$"<GUID={Id:D}>;CN=x"])), members));
        Assert.Null(Mapper().AddMembers(Entry("CN=a"), members));
        Assert.Equal(2, members.Count);
    }

    [Theory]
    [InlineData("member;range=0-1499", 0, 1499)]
    [InlineData("member;range=1500-*", 1500, null)]
    public void A_range_is_read(string name, int low, int? high) =>
        Assert.Equal(new MemberRange(low, high), MemberRange.TryParse(Encoding.ASCII.GetBytes(name)));

    [Theory]
    [InlineData("member")]
    [InlineData("member;range=")]
    [InlineData("member;range=5")]
    [InlineData("member;range=5-2")]
    [InlineData("member;range=a-b")]
    [InlineData("member;range=-1-5")]
    [InlineData("member;range=0-2147483647")]
    [InlineData("memberOf;range=0-5")]
    public void What_is_no_range_of_members_is_none(string name) => Assert.Null(MemberRange.TryParse(Encoding.ASCII.GetBytes(name)));

    [Theory]
    [InlineData(nameof(AdClass.Account), "top", "person", "organizationalPerson", "user")]
    [InlineData(nameof(AdClass.Account), "top", "person", "organizationalPerson", "user", "inetOrgPerson")]
    [InlineData(nameof(AdClass.Computer), "top", "person", "organizationalPerson", "user", "computer")]
    [InlineData(nameof(AdClass.Computer), "top", "person", "organizationalPerson", "user", "computer", "msDS-GroupManagedServiceAccount")]
    [InlineData(nameof(AdClass.Group), "top", "group")]
    [InlineData(nameof(AdClass.OrganizationalUnit), "top", "organizationalUnit")]
    [InlineData(nameof(AdClass.Container), "top", "container")]
    [InlineData(nameof(AdClass.Container), "top", "builtinDomain")]
    [InlineData(nameof(AdClass.Domain), "top", "domain", "domainDNS")]
    [InlineData(nameof(AdClass.Contact), "top", "person", "organizationalPerson", "contact")]
    [InlineData(nameof(AdClass.ForeignSecurityPrincipal), "top", "foreignSecurityPrincipal")]
    [InlineData(nameof(AdClass.Other), "top", "msExchActiveSyncDevice")]
    public void Objects_are_told_apart_by_their_classes(string expected, params string[] classes) =>
        Assert.Equal(expected, AdClassifier.Of(Entry("CN=a", ("objectClass", [.. classes]))).ToString());

    [Theory]
    [InlineData("CN=Person,CN=Schema,CN=Configuration,DC=corp", "512", nameof(AdClass.Account))]
    [InlineData("<GUID=693a6fb8-2648-46c6-8b03-d751f4c8424f>;CN=Person,CN=Schema,CN=Configuration,DC=corp", "512", nameof(AdClass.Account))]
    [InlineData("CN=Computer,CN=Schema,CN=Configuration,DC=corp", "512", nameof(AdClass.Other))]
    [InlineData("CN=Person,CN=Schema,CN=Configuration,DC=corp", "2080", nameof(AdClass.Other))] // a trust's account
    public void A_user_is_a_person_by_category_and_normal_account_bit(string category, string flags, string expected) =>
        Assert.Equal(expected, AdClassifier.Of(Entry("CN=a", ("objectClass", ["user"]), ("objectCategory", [category]), ("userAccountControl", [flags]))).ToString());

    [Fact]
    public void Identifiers_are_read_from_bytes_and_from_text()
    {
        Assert.Equal(Id, AdIdentifiers.ObjectId(Convert.FromHexString("b86f3a694826c6468b03d751f4c8424f")));
        Assert.Equal(Id, AdIdentifiers.ObjectId("693A6FB8-2648-46C6-8B03-D751F4C8424F"u8));
        Assert.Null(AdIdentifiers.ObjectId("short"u8));
        Assert.Equal("S-1-5-21-1-2-3", AdIdentifiers.Sid(ScriptedDomain.DomainSid));
        Assert.Equal("S-1-5-21-1-2-3-513", AdIdentifiers.Sid("S-1-5-21-1-2-3-513"u8));
        Assert.Null(AdIdentifiers.Sid([1, 5, 0, 0]));
        Assert.Equal("S-1-5-21-1-2-3", AdIdentifiers.DomainOf("S-1-5-21-1-2-3-513"));
        Assert.Null(AdIdentifiers.DomainOf("S-1-5-32-544"));
    }

    [Fact]
    public void A_machines_culture_changes_nothing()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("tr-TR");
            Assert.Equal(AdClass.Account, AdClassifier.Of(Entry("CN=a", ("OBJECTCLASS", ["USER", "INETORGPERSON"]))));
            Assert.Equal(DistinguishedName.TryParse("cn=istanbul")!.Key, DistinguishedName.TryParse("CN=ISTANBUL")!.Key);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private EntryMapper Mapper() => new([], _ => null, problems);

    private SourceRecord Account(params (string, object[])[] attributes) => Account("CN=a,DC=b", attributes);

    private SourceRecord Account(string dn, params (string, object[])[] attributes) =>
        Mapper().Account(Entry(
            dn,
            [
                ("objectGUID", [Id.ToByteArray()]),
                .. attributes.Any(a => a.Item1 == "userAccountControl") ? ImmutableArray<(string, object[])>.Empty : [("userAccountControl", ["512"])],
                .. attributes,
            ]))!.Account(null, null);

    private static LdapEntry Entry(string dn, params (string, object[])[] attributes)
    {
        var message = ScriptedServer.Entry(1, dn, attributes);
        var entry = new LdapEntry();
        entry.Load(message, LdapMessage.Parse(message, new Slice(0, message.Length)).Content);
        return entry;
    }
}
