using System.Text;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldap;

public sealed class LdapEntryTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char['a', 'z'], 1, 12];

    [Fact]
    public void Every_entry_a_server_encodes_is_read_back() =>
        Gen.Select(Gen.String, Gen.Dictionary(Name, Gen.Byte.Array[0, 40].Array[0, 5])[0, 60]).Sample((dn, attributes) =>
        {
            var entry = Load(dn, [.. attributes.Select(a => (a.Key, a.Value.Cast<object>().ToArray()))]);

            Assert.Equal(Encoding.UTF8.GetBytes(dn), entry.Dn.ToArray());
            Assert.Equal(attributes.Count, entry.AttributeCount);
            foreach (var (name, values) in attributes)
            {
                Assert.Equal(values, Values(entry, name.ToUpperInvariant()));
            }
        });

    [Fact]
    public void One_instance_serves_many_entries_without_mixing_them_up()
    {
        var entry = new LdapEntry();
        Load(entry, "CN=a", [("cn", ["a", "b"]), ("mail", ["m"])]);
        Load(entry, "CN=c", [("cn", ["c"])]);

        Assert.Equal("c", entry.Text("cn"));
        Assert.Null(entry.Text("mail"));
        Assert.Equal(1, entry.Values("cn").Count);
    }

    [Fact]
    public void Values_added_apart_are_one_attribute()
    {
        var text = "cncnmailonetwom"u8.ToArray();
        var entry = new LdapEntry();
        entry.Begin(text, default);
        entry.Add(new Slice(0, 2), new Slice(8, 3));
        entry.Add(new Slice(4, 4), new Slice(14, 1));
        entry.Add(new Slice(2, 2), new Slice(11, 3));

        Assert.Equal(["one"u8.ToArray(), "two"u8.ToArray()], Values(entry, "CN"));
        Assert.Equal("m", entry.Text("mail"));
    }

    private static LdapEntry Load(string dn, (string, object[])[] attributes)
    {
        var entry = new LdapEntry();
        Load(entry, dn, attributes);
        return entry;
    }

    private static void Load(LdapEntry entry, string dn, (string, object[])[] attributes)
    {
        var message = ScriptedServer.Entry(7, dn, attributes);
        var parsed = LdapMessage.Parse(message, new Slice(0, message.Length));
        Assert.Equal(7, parsed.Id);
        Assert.Equal(LdapMessage.SearchResultEntry, parsed.Operation);
        entry.Load(message, parsed.Content);
    }

    private static List<byte[]> Values(LdapEntry entry, string name)
    {
        var values = new List<byte[]>();
        foreach (var value in entry.Values(name))
        {
            values.Add(value.ToArray());
        }

        return values;
    }
}
