using System.Text;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldif;

public sealed class LdifReaderTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char['a', 'z'], 1, 8].Where(n => n is not ("dn" or "changetype"));

    private static readonly Gen<byte[]> Value = Gen.OneOf(
        Gen.Byte.Array[0, 120], Gen.String[Gen.Char[' ', '~'], 0, 120].Select(Encoding.ASCII.GetBytes), Gen.Const("Иван Петров"u8.ToArray()));

    private static readonly Gen<(string Dn, (string Name, byte[] Value)[] Lines)> Entry =
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 30].Select(n => $"CN={n}"), Gen.Select(Name, Value).Array[0, 12]);

    [Fact]
    public async Task Any_entries_come_back_as_they_were_written_however_the_lines_are_folded() =>
        await Gen.Select(Entry.Array[0, 8], Gen.Int[2, 80], Gen.Bool).SampleAsync(async (entries, width, crlf) =>
        {
            var file = string.Concat(entries.Select(e => Write(e.Dn, e.Lines, width) + "\n"));
            var read = await ReadAsync(crlf ? file.Replace("\n", "\r\n", StringComparison.Ordinal) : file);

            Assert.Equal(entries.Select(e => e.Dn), read.Select(e => e.Dn));
            foreach (var (written, found) in entries.Zip(read))
            {
                Assert.Equal(
                    written.Lines.Select(l => l.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), found.Values.Keys.Order(StringComparer.Ordinal));
                foreach (var attribute in written.Lines.GroupBy(l => l.Name, l => l.Value, StringComparer.Ordinal))
                {
                    Assert.Equal(attribute, found.Values[attribute.Key]);
                }
            }
        });

    [Fact]
    public async Task Any_bytes_at_all_are_entries_or_one_clear_error() =>
        await Gen.OneOf(Gen.Byte.Array[0, 300], Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Const('\n'), Gen.Const(':'), Gen.Const(' ')), 0, 300].Select(Encoding.UTF8.GetBytes))
            .SampleAsync(async bytes =>
            {
                try
                {
                    await ReadAsync(bytes);
                }
                catch (LdifException e)
                {
                    Assert.True(e.Line > 0);
                    Assert.NotEmpty(e.Remedy);
                }
            });

    [Fact]
    public async Task Comments_the_version_and_the_closing_lines_are_no_entries()
    {
        var read = await ReadAsync("""
            # extended LDIF
            #
            # a comment that is
              folded
            version: 1

            dn: CN=a
            # inside an entry too
            cn: a

            # search reference
            ref: ldaps://corp/CN=Configuration,DC=corp

            # search result
            search: 2
            result: 0 Success
            control: 1.2.840.113556.1.4.319 false MAUCAQAEAA==
            pagedresults: cookie=

            # numResponses: 3
            # numEntries: 1
            """);

        Assert.Equal(["CN=a"], read.Select(e => e.Dn));
        Assert.Equal("a"u8.ToArray(), Assert.Single(read[0].Values["cn"]));
    }

    [Fact]
    public async Task Entries_as_Windows_writes_them_are_read()
    {
        var read = await ReadAsync("dn: CN=a\r\nchangetype: add\r\ncn: a\r\n\r\ndn: CN=b\r\nchangetype: add\r\ncn: b\r\n");
        Assert.Equal(["CN=a", "CN=b"], read.Select(e => e.Dn));
        Assert.False(read[0].Values.ContainsKey("changetype"));
    }

    [Fact]
    public async Task A_mark_of_UTF_8_at_the_beginning_is_no_part_of_the_first_name() =>
        Assert.Equal("CN=a", Assert.Single(await ReadAsync([0xEF, 0xBB, 0xBF, .. "dn: CN=a\ncn: a\n"u8])).Dn);

    [Theory]
    [InlineData("dn: CN=a\ncn: a\n\ncn: b\n", 4, "must begin with 'dn:'")]
    [InlineData("dn: CN=a\nnonsense\n", 2, "no 'name: value' line")]
    [InlineData("dn: CN=a\ncn:: ****\n", 2, "not valid base64")]
    [InlineData("dn: CN=a\ncn:: YQ=\n", 2, "not valid base64")]
    [InlineData("dn: CN=a\nphoto:< file:///etc/passwd\n", 2, "URL")]
    [InlineData("dn: CN=a\nchangetype: modify\n", 2, "change")]
    [InlineData("dn: CN=a\nchangetype: delete\n", 2, "change")]
    [InlineData("dn: CN=a\ndn: CN=b\n", 2, "second 'dn:'")]
    [InlineData("version: 2\n", 1, "version")]
    [InlineData("# one\n# two\n\ndn: CN=a\n  folded\nbroken\n", 6, "no 'name: value' line")]
    public async Task A_broken_line_is_named_by_its_number(string file, int line, string what)
    {
        var broken = await Assert.ThrowsAsync<LdifException>(() => ReadAsync(file));
        Assert.Equal(line, broken.Line);
        Assert.Contains(what, broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_never_quotes_the_value()
    {
        var broken = await Assert.ThrowsAsync<LdifException>(() => ReadAsync("dn: CN=a\nuserPassword:: secret!secret\n"));
        Assert.DoesNotContain("secret", broken.Message + broken.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_in_another_encoding_is_refused() =>
        Assert.Equal(2, (await Assert.ThrowsAsync<LdifException>(() => ReadAsync([.. "dn: CN=a\ncn: "u8, 0xC8, 0xE2, 0xE0, (byte)'\n']))).Line);

    [Fact]
    public async Task A_UTF_16_file_is_recognised() =>
        Assert.Contains(
            "UTF-16",
            (await Assert.ThrowsAsync<LdifException>(() => ReadAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("dn: CN=a\n")]))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task Values_larger_than_any_buffer_are_read_whole()
    {
        var large = new byte[700_000];
        Random.Shared.NextBytes(large);
        var read = await ReadAsync(Write("CN=a", [("photo", large), ("cn", "a"u8.ToArray())], 76) + "\n" + Write("CN=b", [("photo", large)], int.MaxValue));

        Assert.Equal(large, Assert.Single(read[0].Values["photo"]));
        Assert.Equal("a"u8.ToArray(), Assert.Single(read[0].Values["cn"]));
        Assert.Equal(large, Assert.Single(read[1].Values["photo"]));
    }

    [Fact]
    public async Task One_entry_is_found_again_by_its_place_in_the_file()
    {
        var bytes = Encoding.UTF8.GetBytes("# head\n\ndn: CN=a\ncn: a\n\n# next\ndn: CN=b\ncn: b\n\ndn: CN=c\ncn: c\n");
        using var stream = new MemoryStream(bytes);
        using var reader = new LdifReader(stream);
        var entry = new LdapEntry();
        await reader.ReadAsync(entry, Token);
        await reader.ReadAsync(entry, Token);
        var (offset, line) = (reader.Offset, reader.Line);
        stream.Position = offset;
        using var again = new LdifReader(stream, offset, line - 1);

        Assert.True(await again.ReadAsync(entry, Token));

        Assert.Equal("b", entry.Text("cn"));
        Assert.Equal((7, 7), (line, again.Line));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Write(string dn, (string Name, byte[] Value)[] lines, int width)
    {
        var file = new StringBuilder(Fold($"dn: {dn}", width));
        foreach (var (name, value) in lines)
        {
            var safe = value.All(b => b is >= 0x20 and < 0x7F) && (value.Length == 0 || value[0] is not ((byte)' ' or (byte)':' or (byte)'<'));
            file.Append(Fold(safe ? $"{name}: {Encoding.ASCII.GetString(value)}" : $"{name}:: {Convert.ToBase64String(value)}", width));
        }

        return file.ToString();
    }

    private static string Fold(string line, int width)
    {
        var folded = new StringBuilder();
        for (var at = 0; at < line.Length; at += width)
        {
            folded.Append(at == 0 ? "" : " ").Append(line.AsSpan(at, Math.Min(width, line.Length - at))).Append('\n');
            if (width == int.MaxValue)
            {
                break;
            }
        }

        return folded.ToString();
    }

    private static Task<List<(string Dn, Dictionary<string, List<byte[]>> Values)>> ReadAsync(string file) => ReadAsync(Encoding.UTF8.GetBytes(file));

    private static async Task<List<(string Dn, Dictionary<string, List<byte[]>> Values)>> ReadAsync(byte[] file)
    {
        using var reader = new LdifReader(new MemoryStream(file));
        var entry = new LdapEntry();
        var entries = new List<(string, Dictionary<string, List<byte[]>>)>();
        while (await reader.ReadAsync(entry, Token))
        {
            var values = new Dictionary<string, List<byte[]>>(StringComparer.Ordinal);
            for (var i = 0; i < entry.AttributeCount; i++)
            {
                var list = values[Encoding.UTF8.GetString(entry.Name(i))] = [];
                foreach (var value in entry.Values(i))
                {
                    list.Add(value.ToArray());
                }
            }

            entries.Add((Encoding.UTF8.GetString(entry.Dn), values));
        }

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)), reader.Digest());
        return entries;
    }
}
