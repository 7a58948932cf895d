using System.Text;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldif;

public sealed class NameHashesTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.OneOf(Gen.Char['a', 'c'], Gen.Const(','), Gen.Const('='), Gen.Const('\\'), Gen.Const('+'), Gen.Const(' '), Gen.Const('Ж')), 0, 14],
        Gen.String[Gen.OneOf(Gen.Char['a', 'c'], Gen.Const(','), Gen.Const('\\'), Gen.Const('#'), Gen.Const('ß'), Gen.Const('ж')), 1, 4].Array[1, 4]
            .Select(values => string.Join(',', values.Select(v => "CN=" + DistinguishedName.Escape(v)))),
        Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Const('ı'), Gen.Const('İ'), Gen.Const('\u0301')), 1, 5].Array[1, 3]
            .Select(values => string.Join(',', values.Select(v => "cn=" + v))));

    [Fact]
    public void A_spelling_is_a_name_exactly_when_the_parser_says_so_and_then_their_hashes_agree()
    {
        var hashes = new NameHashes();
        Text.Sample(
            text =>
            {
                var dn = DistinguishedName.TryParse(text);
                var hashed = hashes.Of(Encoding.UTF8.GetBytes(text));
                Assert.Equal(dn is null, hashed is null);
                if (dn is not null)
                {
                    Assert.Equal(hashes.Of(dn), hashed!.Value.Hash);
                    Assert.Equal(dn.Depth == 0, hashed.Value.IsEmpty);
                    Assert.Equal(dn.Depth == 0 ? "" : dn.Parent.Key, hashed.Value.Parent.Key);
                }
            },
            iter: 50_000,
            threads: 1);
    }

    [Fact]
    public void The_hash_is_the_one_that_its_authors_published()
    {
        // The first and the last vector of SipHash-2-4-128: the key 00 to 0f, the input 00, 01, 02 and so on.
        var hash = new SipHash([.. Enumerable.Range(0, 16).Select(i => (byte)i)]);
        Assert.Equal("A3817F04BA25A8E66DF67214C7550293", Hex(hash.Of([])));
        Assert.Equal("5150D1772F50834A503E069A973FBD7C", Hex(hash.Of([.. Enumerable.Range(0, 63).Select(i => (byte)i)])));
    }

    private static string Hex(UInt128 value)
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, value);
        return Convert.ToHexString(bytes);
    }
}
